"""Grading: each rule of the city's file, the reasons in words with their numbers, and more danger never a lower level."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.flow.load import rules
from backend.intake.grade import Risk, grade, joined, risk_of, yuan
from backend.intake.wire import Behaviour, SignalIn

BEHAVIOURS = get_args(Behaviour)


def words(risk: Risk) -> list[str]:
    return [reason["words"] for reason in grade(risk, rules())[1]]


def risks() -> st.SearchStrategy[Risk]:
    known = st.none() | st.integers(0, 10**6)
    return st.builds(
        Risk,
        behaviours=st.frozensets(st.sampled_from(BEHAVIOURS)),
        call_seconds=known,
        call_count=known,
        amount_fen=st.none() | st.integers(0, 10**10),
        age=st.none() | st.integers(0, 120),
        warned_before=st.integers(0, 200),
        fraud_types=st.frozensets(st.sampled_from(sorted(rules().fraud_types)), min_size=1),
        source_level=st.none() | st.sampled_from(sorted(rules().levels)),
    )


@pytest.mark.parametrize(
    ("risk", "level"),
    [
        (Risk(), "low"),
        (Risk(behaviours=frozenset(["transfer_under_way"])), "critical"),
        (Risk(behaviours=frozenset(["app_downloaded"])), "high"),
        (Risk(amount_fen=50_000_000), "critical"),
        (Risk(amount_fen=49_999_999), "high"),
        (Risk(amount_fen=499_999), "low"),
        (Risk(call_seconds=2400, fraud_types=frozenset(["police"])), "critical"),
        (Risk(call_seconds=2400, fraud_types=frozenset(["dating"])), "high"),
        (Risk(age=65), "medium"),
        (Risk(age=17), "medium"),
        (Risk(age=40), "low"),
        (Risk(warned_before=1), "medium"),
        (Risk(warned_before=3), "high"),
        (Risk(source_level="high"), "high"),
    ],
)
def test_the_gravest_rule_that_holds_gives_the_level(risk: Risk, level: str) -> None:
    assert grade(risk, rules())[0] == level


def test_the_reasons_say_the_numbers_in_both_languages_the_gravest_first() -> None:
    risk = Risk(call_seconds=2520, call_count=6, amount_fen=103_000_050, age=71, warned_before=2)
    level, reasons = grade(risk, rules())
    assert (level, reasons[0]["level"]) == ("critical", "critical")
    said = " ".join(reason["words"] for reason in reasons)
    for number in ("1,030,000.50元", "通话42分钟", "通话6次", "71岁", "预警过2次"):
        assert number in said
    assert "42 minutes" in " ".join(reason["words_en"] for reason in reasons)


def test_of_rules_with_the_same_question_only_the_gravest_speaks() -> None:
    reasons = [reason["rule"] for reason in grade(Risk(amount_fen=103_000_000, call_seconds=2_520), rules())[1]]
    assert reasons == ["large_amount", "long_call"]


def test_mere_contact_is_a_reason_only_where_there_is_no_other() -> None:
    assert [reason["rule"] for reason in grade(Risk(), rules())[1]] == ["contacted"]


def test_without_any_rule_the_lowest_level_stands_without_a_reason() -> None:
    assert grade(Risk(), replace(rules(), grading=())) == ("low", [])


@given(risks(), risks())
def test_more_danger_never_lowers_the_level(risk: Risk, more: Risk) -> None:
    def larger(one: int | None, other: int | None) -> int | None:
        return max((n for n in (one, other) if n is not None), default=None)

    both = replace(
        risk,
        behaviours=risk.behaviours | more.behaviours,
        call_seconds=larger(risk.call_seconds, more.call_seconds),
        call_count=larger(risk.call_count, more.call_count),
        amount_fen=larger(risk.amount_fen, more.amount_fen),
        warned_before=max(risk.warned_before, more.warned_before),
        fraud_types=risk.fraud_types | more.fraud_types,
    )
    assert rules().rank(grade(both, rules())[0]) >= rules().rank(grade(risk, rules())[0])


@given(risks())
def test_the_level_is_the_gravest_of_its_reasons_and_no_placeholder_is_left(risk: Risk) -> None:
    level, reasons = grade(risk, rules())
    assert rules().rank(level) == max(rules().rank(reason["level"]) for reason in reasons)
    assert not any("{" in reason["words"] + reason["words_en"] or "None" in reason["words"] for reason in reasons)


def test_what_earlier_signals_said_adds_up() -> None:
    signal = SignalIn.model_validate(
        {"reference": "b", "target": {"phone": "19900001234"}, "behaviours": ["app_downloaded"], "call_seconds": 60}
    )
    new = risk_of(signal, age=None, warned_before=0, fraud_type="dating", source_level=None)
    earlier = {"behaviours": ["shares_screen"], "call_seconds": 2400, "call_count": None, "amount_fen": 5}
    assert joined(new, [earlier], "police") == Risk(
        behaviours=frozenset(["shares_screen", "app_downloaded"]),
        call_seconds=2400,
        amount_fen=5,
        fraud_types=frozenset(["dating", "police"]),
    )


def test_the_behaviours_a_signal_may_name_are_those_the_rules_have_words_for() -> None:
    assert set(BEHAVIOURS) == set(rules().codes.behaviours)


@pytest.mark.parametrize(("fen", "text"), [(103_000_000, "1,030,000"), (1250, "12.50"), (5, "0.05"), (0, "0")])
def test_money_reads_as_people_write_it(fen: int, text: str) -> None:
    assert yuan(fen) == text
