"""Signal facts → a level and the reasons for it, in words. Pure; the rules are data (`fixtures/levels/`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from backend.flow.load import Rules
from backend.flow.wire import Conditions, Grading
from backend.intake.wire import Behaviour, SignalIn


@dataclass(frozen=True)
class Risk:
    """What is known of a person's danger. None: not known, and then no rule that asks for it holds."""

    behaviours: frozenset[str] = frozenset()
    call_seconds: int | None = None
    call_count: int | None = None
    amount_fen: int | None = None
    age: int | None = None
    warned_before: int = 0
    fraud_types: frozenset[str] = frozenset()
    source_level: str | None = None


def grade(risk: Risk, rules: Rules) -> tuple[str, list[dict[str, str]]]:
    """The gravest level of all rules that hold, and every reason (`cases.wire.Reason`), the gravest first."""
    held = [rule for rule in rules.grading if holds(rule.when, risk)]
    held.sort(key=lambda rule: -rules.rank(rule.level))
    return held[0].level if held else rules.lowest, [_reason(rule, risk) for rule in telling(held)]


def telling(held: Sequence[Grading]) -> list[Grading]:
    """Of rules that ask the same question (an amount above …) the gravest says it all; one that asks none says little."""
    by_question: dict[frozenset[str], Grading] = {}
    for rule in held:
        by_question.setdefault(frozenset(rule.when.model_dump(exclude_none=True)), rule)
    asking = [rule for question, rule in by_question.items() if question]
    return asking or list(by_question.values())


def holds(when: Conditions, risk: Risk) -> bool:
    """Whether every condition named holds."""
    asked = {name: getattr(when, name) for name in when.model_fields_set}
    return all(_holds(name, value, risk) for name, value in asked.items() if value is not None)


def risk_of(
    signal: SignalIn, *, age: int | None, warned_before: int, fraud_type: str, source_level: str | None
) -> Risk:
    """What one signal says."""
    return Risk(
        behaviours=frozenset(signal.behaviours),
        call_seconds=signal.call_seconds,
        call_count=signal.call_count,
        amount_fen=signal.amount_fen,
        age=age,
        warned_before=warned_before,
        fraud_types=frozenset([fraud_type]),
        source_level=source_level,
    )


def joined(risk: Risk, earlier: Iterable[dict[str, Any]], fraud_type: str) -> Risk:
    """The same with what the case's earlier signals (`cases.wire.SignalView`) and its type say: danger adds up.

    Sources count calls and money from the beginning, so the largest number stands for all.
    """
    views = list(earlier)
    return Risk(
        behaviours=risk.behaviours.union(*(view["behaviours"] for view in views)),
        call_seconds=_largest(risk.call_seconds, *(view["call_seconds"] for view in views)),
        call_count=_largest(risk.call_count, *(view["call_count"] for view in views)),
        amount_fen=_largest(risk.amount_fen, *(view["amount_fen"] for view in views)),
        age=risk.age,
        warned_before=risk.warned_before,
        fraud_types=risk.fraud_types | {fraud_type},
        source_level=risk.source_level,
    )


def _holds(name: str, asked: Any, risk: Risk) -> bool:
    if name in get_args(Behaviour):
        return name in risk.behaviours
    if name == "fraud_type_in":
        return not risk.fraud_types.isdisjoint(asked)
    if name == "source_level":
        return bool(risk.source_level == asked)
    if name == "age_below":
        return risk.age is not None and risk.age < asked
    known: int | None = getattr(risk, name.removesuffix("_at_least"))
    return known is not None and known >= int(asked)


def _reason(rule: Grading, risk: Risk) -> dict[str, str]:
    numbers = {
        "minutes": (risk.call_seconds or 0) // 60,
        "count": risk.call_count,
        "yuan": yuan(risk.amount_fen or 0),
        "age": risk.age,
        "warned": risk.warned_before,
    }
    flag = {"flag": rule.flag.zh, "flag_en": rule.flag.en} if rule.flag else {}
    said = {"words": rule.words.zh, "words_en": rule.words.en, **flag}
    return {"rule": rule.id, "level": rule.level} | {name: text.format_map(numbers) for name, text in said.items()}


def yuan(fen: int) -> str:
    """Fen as people read money: `1,030,000`, and `12.50` only where there are fen."""
    return f"{fen // 100:,}" + (f".{fen % 100:02d}" if fen % 100 else "")


def _largest(*numbers: int | None) -> int | None:
    return max((number for number in numbers if number is not None), default=None)
