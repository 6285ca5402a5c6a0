"""Every file of the corpus gives the rows and the messages that stand beside it; and the corpus is what its script writes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backend.flow.load import rules
from backend.intake.addresses import AddressReader
from backend.intake.atlas import build_atlas
from backend.intake.files.broken import WORDS, BrokenFile
from backend.intake.files.tables import Pass, look_at
from backend.intake.wire import SignalIn
from tests.intake.corpus.build import Case
from tests.intake.write_files import FOLDER, all_cases, expectation

FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


@cache
def corpus() -> list[Case]:
    return list(all_cases())


def flat(signal: dict[str, Any]) -> dict[str, Any]:
    """A signal by dotted names, without a reference that was made of it."""
    found: dict[str, Any] = {}
    for name, value in signal.items():
        found |= {f"{name}.{own}": each for own, each in value.items()} if isinstance(value, dict) else {name: value}
    return {name: value for name, value in found.items() if name != "reference" or not value.startswith("row-")}


def read(path: Path, sheet: str = "") -> list[dict[str, Any]]:
    """The rows of a file as they are expected."""
    look = look_at(path, rules(), sheet=sheet)
    rows = []
    with Pass(path, look, rules(), AddressReader(build_atlas((), {}), rules().addresses)) as table:
        is_end = False
        while not is_end:
            portion = table.next(7)
            rows += portion.rows
            is_end = portion.is_end
    for row in rows:
        if row.signal:
            SignalIn.model_validate(row.signal)
    return [
        {
            "row": row.number,
            "signal": flat(row.signal) if row.signal else None,
            "faults": [[fault.field, fault.message] for fault in row.faults],
        }
        for row in rows
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_its_rows_and_messages(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    if expected["problem"]:
        with pytest.raises(BrokenFile) as broken:
            read(path, expected["sheet"])
        assert broken.value.code == expected["problem"]
        assert broken.value.words
        assert broken.value.words_en
        return
    found = read(path, expected["sheet"])
    assert [(row["row"], row["signal"]) for row in found] == [(row["row"], row["signal"]) for row in expected["rows"]]
    for row, wanted in zip(found, expected["rows"], strict=True):
        assert [field for field, _ in row["faults"]] == [field for field, _ in wanted["faults"]], row
        for (_, message), (_, says) in zip(row["faults"], wanted["faults"], strict=True):
            assert says in message
            assert "\ufffd" not in json.dumps(row, ensure_ascii=False)


def test_the_corpus_is_what_its_script_writes() -> None:
    cases = corpus()
    assert len(cases) == len({case.name for case in cases})
    assert len(cases) >= 150
    assert {path.name for path in FILES} == {case.name for case in cases}
    for case in cases:
        assert (FOLDER / case.name).read_bytes() == case.content, case.name
        assert (FOLDER / f"{case.name}.json").read_text(encoding="utf-8") == expectation(case), case.name


def test_every_sentence_is_met_in_the_corpus_or_is_told_of_none_that_could_lie_in_it() -> None:
    met = {case.problem for case in corpus()} - {""}
    assert set(WORDS) - met == {"too_big", "too_many_rows", "no_header", "gone"}


def test_the_same_fifty_rows_are_the_same_signals_whatever_the_charset() -> None:
    """With a reference made of what they say, too: none of these files changes what another has brought."""
    first = read(FOLDER / "fifty-utf8-comma.csv")
    for path in FILES:
        if path.name.startswith("fifty-"):
            assert read(path) == first


@cache
def _references(name: str) -> tuple[str, ...]:
    look = look_at(FOLDER / name, rules())
    with Pass(FOLDER / name, look, rules(), AddressReader(build_atlas((), {}), rules().addresses)) as table:
        return tuple(row.signal["reference"] for row in table.next(10).rows if row.signal)


def test_a_row_without_a_reference_gets_the_same_one_from_what_it_says_in_any_file() -> None:
    assert _references("rare-gb18030.csv") == _references("rare-utf16be.csv") == _references("rare-shared.xlsx")
    assert len(set(_references("rare-gb18030.csv"))) == 6
    same = _references("the-same-row-twice.csv")
    assert same[0] == same[1]
