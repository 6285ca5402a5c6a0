"""How a text breaks into lines on paper."""

from datetime import timedelta
from string import Formatter
from typing import get_args

import pytest
from pydantic import BaseModel

from backend.cases.casefile.amounts import span, yuan
from backend.cases.casefile.lines import lines_of
from backend.cases.casefile.words import WORDS, Voice
from backend.cases.wire import DecisionView, EvidenceRef, ReportKind, Standing, TransferView
from backend.people.models import Role


def width(text: str) -> float:
    """Chinese characters are twice as wide as letters."""
    return sum(1 if character < "\u2000" else 2 for character in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("甲乙丙丁戊己", ["甲乙丙丁戊", "己"]),
        ("甲乙丙丁戊，己", ["甲乙丙丁", "戊，己"]),
        ("甲乙丙丁（戊）己", ["甲乙丙丁", "（戊）己"]),
        ("甲乙 transfer 丙", ["甲乙", "transfer", "丙"]),
        ("a very long day", ["a very", "long day"]),
        ("12345678901234", ["1234567890", "1234"]),
        ("甲\n\n乙", ["甲", "", "乙"]),
        ("，，，，，，", ["，，，，，", "，"]),
    ],
)
def test_a_text_breaks_where_it_may(text: str, lines: list[str]) -> None:
    assert lines_of(text, 10, width) == lines


@pytest.mark.parametrize(
    "text",
    [
        "对方说“你涉嫌洗钱”，要求转到（安全账户）。金额 ¥1,030,000.00",
        "https://a.example/" + "x" * 90,
        "甲" * 50 + " b c",
    ],
)
@pytest.mark.parametrize("most", [2, 7, 20])
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, most: int) -> None:
    lines = lines_of(text, most, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= most for line in lines)


def test_amounts_and_lengths_of_time_are_exact() -> None:
    assert (yuan(103_000_000), yuan(1), yuan(0)) == ("¥1,030,000.00", "¥0.01", "¥0.00")
    zh = Voice("zh")
    said = [span(zh, timedelta(seconds=seconds)) for seconds in (-3, 0, 59, 60, 3_600, 93_784)]
    assert said == ["0秒", "0秒", "59秒", "1分00秒", "1小时00分00秒", "1天2小时03分"]


def test_both_languages_fill_in_the_same() -> None:
    for key, languages in WORDS.items():
        names = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in languages]
        assert names[0] == names[1], key


@pytest.mark.parametrize(
    ("shape", "field", "prefix"),
    [
        (DecisionView, "kind", ""),
        (TransferView, "state", "transfer_"),
        (Standing, "state", "state_"),
        (EvidenceRef, "use", "use_"),
    ],
)
def test_whatever_a_case_can_hold_has_words(shape: type[BaseModel], field: str, prefix: str) -> None:
    for code in get_args(shape.model_fields[field].annotation):
        assert f"{prefix}{code}" in WORDS


def test_every_role_and_every_kind_of_report_but_answers_has_words() -> None:
    kinds = set(get_args(ReportKind)) - {"answer"}
    assert {f"role_{role}" for role in Role.values} | {f"kind_{kind}" for kind in kinds} <= WORDS.keys()
