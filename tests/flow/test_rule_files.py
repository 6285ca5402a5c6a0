"""Rule files that are wrong: every fault is named by file, line and field, and nothing is read half."""

import shutil
from pathlib import Path

import pytest
import yaml

from backend.flow.load import RulesAreWrong, read_rules
from tests.flow.vectors import FIXTURES

LEVELS, ROUTING, PHONES = "levels/chongqing.yaml", "routing/chongqing.yaml", "phones/chongqing.yaml"
TYPES, OUTCOMES, WORDS = "codes/fraud_types.yaml", "codes/outcomes.yaml", "codes/words.yaml"
COLUMNS, ADDRESSES = "columns/chongqing.yaml", "addresses/chongqing.yaml"
SCREENS, NOTIFICATIONS = "screens/chongqing.yaml", "notifications/chongqing.yaml"
ESCALATION = "escalation/chongqing.yaml"
SAFETY, LOOKBACKS = "safety/chongqing.yaml", "lookbacks/chongqing.yaml"
FOLLOW_UPS = "followups/chongqing.yaml"
FLOW, OTHER, INVESTMENT = "flow/dissuasion-1.yaml", "playbooks/other.yaml", "playbooks/investment.yaml"
WATCH = "watchwords/national.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's own rule files, to be broken."""
    for name in (
        LEVELS, ROUTING, ESCALATION, PHONES, COLUMNS, ADDRESSES, SCREENS,
        NOTIFICATIONS, SAFETY, LOOKBACKS, FOLLOW_UPS, TYPES, OUTCOMES, WORDS, FLOW, OTHER, INVESTMENT, WATCH,
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(FIXTURES / name, tmp_path / name)
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Put `new` where `old` stands first; returns the line of it."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> list[str]:
    """All that is wrong with the rule files of this folder."""
    read_rules.cache_clear()
    with pytest.raises(RulesAreWrong) as wrong:
        read_rules(folder)
    return wrong.value.faults


BROKEN = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_by_file_line_and_field(folder: Path, name: str) -> None:
    case = BROKEN[name]
    line = change(folder, case["file"], case["old"], case["new"])
    found = faults(folder)
    beyond = case.get("line", 0)
    place = "" if beyond is None else f"{case['file']}:{line + beyond}: "
    assert any(fault.startswith(place) and case["said"] in fault for fault in found), found


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    change(folder, LEVELS, "rank: 4", "rank: top")
    change(folder, LEVELS, "icon: info", "icon: moon")
    change(folder, OUTCOMES, "retry: true", "retry: maybe")
    change(folder, FLOW, "screen: look", "screen: stare")
    found = faults(folder)
    assert [fault.split(":")[0] for fault in found] == [LEVELS, LEVELS, OUTCOMES, FLOW]


def test_all_that_does_not_hang_together_is_told_at_once(folder: Path) -> None:
    change(folder, LEVELS, "lowest: low", "lowest: none")
    change(folder, OTHER, "type: other", "type: rest")
    change(folder, FLOW, "{when: [found], go: dial}", "{when: [found], go: ring}")
    assert len(faults(folder)) == 3


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / TYPES).unlink()
    assert faults(folder) == [f"{TYPES}:1: cannot be read (FileNotFoundError)"]


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    (folder / WORDS).write_bytes((folder / WORDS).read_text(encoding="utf-8").encode("gb18030"))
    assert faults(folder) == [f"{WORDS}:1: cannot be read (UnicodeDecodeError)"]


def test_an_empty_file_is_told(folder: Path) -> None:
    (folder / ROUTING).write_text("# nothing yet\n", encoding="utf-8")
    assert faults(folder) == [f"{ROUTING}:1: Input should be a valid dictionary or instance of Routing"]


def test_a_character_that_no_text_has_is_told(folder: Path) -> None:
    (folder / ROUTING).write_bytes(b"a: \x07\n")
    assert faults(folder)[0].startswith(f"{ROUTING}:1: is not valid YAML")


def test_an_alias_that_goes_round_in_circles_is_told(folder: Path) -> None:
    (folder / OUTCOMES).write_text("persuaded: &round\n  name: *round\n", encoding="utf-8")
    assert faults(folder) == [f"{OUTCOMES}:2: persuaded.name: is an alias: write it out"]


def test_two_cities_in_one_folder_are_told(folder: Path) -> None:
    shutil.copy(folder / LEVELS, folder / "levels" / "xiamen.yaml")
    assert faults(folder)[0] == "levels/:1: exactly one file belongs here, not 2: chongqing, xiamen"


def test_no_city_is_told(folder: Path) -> None:
    (folder / LEVELS).unlink()
    assert faults(folder)[0] == "levels/:1: exactly one file belongs here, not 0: "


def test_the_general_playbook_may_not_be_missing(folder: Path) -> None:
    (folder / OTHER).unlink()
    assert faults(folder) == [f"{OTHER}:1: the general playbook is missing"]


def test_without_a_flow_nothing_starts(folder: Path) -> None:
    (folder / FLOW).unlink()
    assert "flow/:1: there is no flow" in faults(folder)


def test_a_city_adds_watch_words_of_its_own_but_does_not_take_a_name_that_is_taken(folder: Path) -> None:
    own = folder / "watchwords" / "chongqing.yaml"
    why = "{zh: 本地的新骗局, en: New around here}"
    own.write_text(
        f"words:\n  tea_house: {{spelled: [茶楼包房], why: {why}, points: {{investment: 3}}}}\n", encoding="utf-8"
    )
    read_rules.cache_clear()
    assert [one.fraud_type for one in read_rules(folder).watch.likely(["去茶楼包房听课"])] == ["investment"]
    own.write_text(own.read_text(encoding="utf-8").replace("tea_house", "screen_sharing"), encoding="utf-8")
    assert faults(folder) == [f"{WATCH}:5: words.screen_sharing: stands in chongqing.yaml already"]


def test_a_level_without_any_steps_is_named(folder: Path) -> None:
    text = (folder / ESCALATION).read_text(encoding="utf-8")
    (folder / ESCALATION).write_text(text[: text.index("  low:\n")], encoding="utf-8")
    (found,) = faults(folder)
    assert found.endswith(": levels: low is missing")
