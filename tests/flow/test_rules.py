"""The rules in force: what the field agreed on is in them, and every member gets them."""

import gzip
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from backend.cases.legs import TAKEN_AWAY
from backend.flow.apps import check_rules
from backend.flow.editions import playbooks_view
from backend.flow.load import Rules, read_rules, rules
from backend.flow.views import PlaybooksView, RulesView
from backend.intake.wire import Behaviour
from tests.cast import Cast
from tests.flow.vectors import FIXTURES

# The classes of the police data platform, and the official type each belongs to.
PLATFORM = {
    "刷单返利": "brushing",
    "冒充电商物流客服": "customer_service",
    "虚假网络投资理财": "investment",
    "贷款代办信用卡": "loan",
    "虚假征信": "loan",
    "虚假购物服务": "shopping",
    "冒充公检法及政府机关": "police",
    "冒充领导熟人": "acquaintance",
    "网络游戏产品虚假交易": "gaming",
    "网络婚恋交友": "dating",
    "冒充军警购物": "shopping",
    "网黑案件": "other",
}


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Path:
    """Another installation's rule files, the same for now."""
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    settings.FIXTURES_DIR = tmp_path
    return tmp_path


def test_the_limits_are_those_agreed_on() -> None:
    limits = {
        code: (level.limits.accept, level.limits.phone, level.limits.met) for code, level in rules().levels.items()
    }
    minute, hour = 60, 3600
    assert limits == {
        "critical": (3 * minute, 10 * minute, hour),
        "high": (10 * minute, 30 * minute, 24 * hour),
        "medium": (hour, 2 * hour, 48 * hour),
        "low": (4 * hour, 24 * hour, 72 * hour),
    }


def test_critical_and_high_send_both_at_once_and_the_rest_call_first() -> None:
    assert {code: level.mode for code, level in rules().levels.items()} == {
        "critical": "both",
        "high": "both",
        "medium": "call_first",
        "low": "call_first",
    }


def test_the_graver_level_has_the_higher_rank() -> None:
    assert sorted(rules().levels, key=rules().rank) == ["low", "medium", "high", "critical"]


@pytest.mark.parametrize(("name", "code"), PLATFORM.items())
def test_every_class_of_the_police_platform_is_known(name: str, code: str) -> None:
    assert rules().fraud_type_of(name) == code


@pytest.mark.parametrize("name", ["police", "POLICE", " 冒充 公检法 ", "公检法", "ｐｏｌｉｃｅ", "False police"])
def test_a_fraud_type_is_recognised_however_it_is_spelled(name: str) -> None:
    assert rules().fraud_type_of(name) == "police"


def test_a_name_nobody_knows_is_no_fraud_type() -> None:
    assert rules().fraud_type_of("敲门") is None


def test_a_type_without_a_playbook_of_its_own_uses_the_general_one(elsewhere: Path) -> None:
    (elsewhere / "playbooks" / "ticket.yaml").unlink()
    assert (rules().playbook_for("ticket"), rules().playbook_for("dating")) == ("other", "dating")


def test_a_new_case_starts_with_the_newest_flow(elsewhere: Path) -> None:
    text = (elsewhere / "flow" / "dissuasion-1.yaml").read_text(encoding="utf-8")
    (elsewhere / "flow" / "dissuasion-2.yaml").write_text(text.replace("version: 1", "version: 2"), encoding="utf-8")
    assert rules().current_flow == "dissuasion-2"
    assert set(rules().flows) == {"dissuasion-1", "dissuasion-2"}


def test_every_code_the_service_writes_has_words() -> None:
    codes = rules().codes
    assert {*TAKEN_AWAY, "done"} <= set(codes.ends)
    assert {*TAKEN_AWAY, "no_assignment", "not_yours", "does_not_fit"} == set(codes.strays)
    assert set(Behaviour.__args__) == set(codes.behaviours)  # type: ignore[attr-defined]


def test_any_change_of_a_file_is_another_version(elsewhere: Path) -> None:
    before = rules().version
    assert before == read_rules(FIXTURES).version
    with (elsewhere / "codes" / "words.yaml").open("a", encoding="utf-8") as words:
        words.write("  packed_bags: {zh: 收好了行李, en: Bags are packed}\n")
    read_rules.cache_clear()
    assert rules().version != before
    assert "packed_bags" in rules().codes.seen


def test_who_is_not_signed_in_gets_no_rules(db: None) -> None:
    assert Client().get("/api/rules/").status_code == 401


def test_every_member_gets_all_rules(cast: Cast) -> None:
    for member in (cast.officer, cast.volunteer, cast.operator, cast.commander, cast.admin, cast.outsider):
        answer = cast.client(member).get("/api/rules/")
        assert answer.status_code == 200
        assert RulesView.model_validate_json(answer.content) == rules().view()


def test_every_member_gets_the_playbooks_apart(cast: Cast) -> None:
    for member in (cast.officer, cast.volunteer, cast.operator):
        answer = cast.client(member).get("/api/playbooks/")
        assert PlaybooksView.model_validate_json(answer.content) == playbooks_view([])
    assert Client().get("/api/playbooks/").status_code == 401


def test_map_and_wall_get_their_rules_by_a_door_of_their_own(cast: Cast) -> None:
    answer = cast.client(cast.chief).get("/api/screens/").json()
    assert answer["version"] == rules().version
    assert answer["screens"] == rules().screens.model_dump(mode="json")
    assert cast.client(cast.officer).get("/api/rules/").json().keys().isdisjoint({"screens"})


@pytest.mark.parametrize(("accepted", "unpack"), [("gzip, br", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_rules_travel_compressed_and_are_still_known_by_their_tag(
    cast: Cast, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    client = cast.client(cast.volunteer)
    plain = client.get("/api/rules/")
    small = client.get("/api/rules/", headers={"Accept-Encoding": accepted})
    again = client.get("/api/rules/", headers={"Accept-Encoding": accepted, "If-None-Match": small["ETag"]})
    assert unpack(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert int(small["Content-Length"]) == len(small.content)
    assert "Accept-Encoding" in plain["Vary"]
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("door", ["/api/rules/", "/api/playbooks/"])
def test_rules_that_did_not_change_are_not_sent_again(cast: Cast, door: str) -> None:
    client = cast.client(cast.volunteer)
    first = client.get(door)
    again = client.get(door, headers={"If-None-Match": first["ETag"]})
    other = client.get(door, headers={"If-None-Match": '"of yesterday"'})
    assert first["ETag"] == f'"{rules().version}"'
    assert (again.status_code, again.content) == (304, b"")
    assert (other.status_code, other.content) == (200, first.content)


def test_the_command_says_what_it_read() -> None:
    said = StringIO()
    call_command("check_rules", stdout=said)
    assert f"Rules {rules().version} of chongqing: 4 levels" in said.getvalue()


def test_with_a_fault_the_command_fails_and_nothing_starts(elsewhere: Path) -> None:
    assert check_rules() == []
    break_it(elsewhere)
    with pytest.raises(CommandError, match=r"levels/chongqing\.yaml:2: lowest: there is no such level: none\n1 faults"):
        call_command("check_rules")
    assert [error.msg for error in check_rules()] == ["levels/chongqing.yaml:2: lowest: there is no such level: none"]


def break_it(folder: Path) -> None:
    """One fault in the levels."""
    levels = folder / "levels" / "chongqing.yaml"
    levels.write_text(levels.read_text(encoding="utf-8").replace("lowest: low", "lowest: none"), encoding="utf-8")
    read_rules.cache_clear()


def test_a_volunteer_is_given_plain_words_and_the_first_card_names_who_stands_there() -> None:
    read: Rules = rules()
    for book in read.playbooks.values():
        assert book.plain
        assert book.cards[0].zh == "请先不要转账。我是{unit}民警{officer}，您可以拨打110核实我的身份。"
