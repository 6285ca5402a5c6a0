"""The rules of follow-ups (回访): after which closed case somebody asks again, when and how; their check, and the choice. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from backend.flow.escalation import Post
from backend.flow.rulefiles import Fault
from backend.flow.wire import LevelCode
from backend.flow.words import Data

if TYPE_CHECKING:
    from backend.flow.load import Rules

Way = Literal["call", "visit"]
# What an answer can say that means: again. The phone's screen asks both.
Sign = Literal["in_contact", "paid"]
Hours = Annotated[int, Field(ge=1, le=30 * 24)]


class Asked(Data):
    """What a closed case must have for the rule to hold; what is not named is not asked."""

    outcome_in: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    level_in: Annotated[tuple[LevelCode, ...], Field(min_length=1)] | None = None
    fraud_type_in: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    lost: bool | None = None


class Planned(Data):
    """One follow-up: so many days after the closing, by phone or in person."""

    days: Annotated[int, Field(ge=1, le=366)]
    by: Way


class FollowRule(Data):
    """A rule: when it holds, these follow-ups are planned."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,32}$")]
    when: Asked
    steps: Annotated[tuple[Planned, ...], Field(max_length=5)]


class Late(Data):
    """So many hours after it became due, who hears that nobody has answered it."""

    after_hours: Hours
    tell: Post


class FollowUps(Data):
    """The file of follow-ups."""

    rules: Annotated[tuple[FollowRule, ...], Field(min_length=1)]
    at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    again_hours: Hours
    tries: Annotated[int, Field(ge=1, le=9)]
    late: Annotated[tuple[Late, ...], Field(min_length=1, max_length=5)]
    raises: Annotated[dict[Sign, LevelCode], Field(min_length=1)]


@dataclass(frozen=True)
class Closed:
    """What the rules need to know of a closed case."""

    outcome: str
    level: str
    fraud_type: str
    lost: bool


def rule_for(case: Closed, rules: Sequence[FollowRule]) -> FollowRule:
    """The first rule that holds; the last one always does."""
    return next(rule for rule in rules if _holds(rule.when, case))


def level_of_signs(signs: Sequence[str], level: str, rules: Rules) -> str | None:
    """The level at which the person is warned anew, never below that of the closed case; None where nothing says: again."""
    said = [wanted for sign, wanted in rules.follow_ups.raises.items() if sign in signs]
    return max([level, *said], key=rules.rank) if said else None


def follow_up_faults(rules: Rules) -> Iterator[Fault]:
    """Every code exists, every closed case is decided by some rule, and each step comes later than the one before it."""
    file = f"followups/{rules.city}.yaml"
    known: dict[str, Collection[str]] = {
        "outcome_in": rules.outcomes,
        "level_in": rules.levels,
        "fraud_type_in": rules.fraud_types,
    }
    ids = [rule.id for rule in rules.follow_ups.rules]
    for index, rule in enumerate(rules.follow_ups.rules):
        at = ("rules", index)
        if rule.id in ids[:index]:
            yield Fault(file, (*at, "id"), f"two rules have the id {rule.id}")
        for field, codes in known.items():
            unknown = [code for code in getattr(rule.when, field) or () if code not in codes]
            yield from (Fault(file, (*at, "when", field), f"there is no such code: {code}") for code in unknown)
        for step, (former, later) in enumerate(pairwise(rule.steps), start=1):
            if later.days <= former.days:
                yield Fault(file, (*at, "steps", step, "days"), f"must be later than the step before it: {former.days}")
        is_last = index == len(rules.follow_ups.rules) - 1
        if (rule.when == Asked()) != is_last:
            yield Fault(file, (*at, "when"), "the last rule, and only that, asks nothing")
    yield from _late_faults(file, rules)


def _late_faults(file: str, rules: Rules) -> Iterator[Fault]:
    for index, (former, later) in enumerate(pairwise(rules.follow_ups.late), start=1):
        if later.after_hours <= former.after_hours:
            yield Fault(
                file, ("late", index, "after_hours"), f"must be later than the step before: {former.after_hours}"
            )
    for sign, level in rules.follow_ups.raises.items():
        if level not in rules.levels or rules.levels[level].mode != "both":
            yield Fault(file, ("raises", sign), f"at this level nobody goes at once: {level}")


def _holds(when: Asked, case: Closed) -> bool:
    return (
        (when.outcome_in is None or case.outcome in when.outcome_in)
        and (when.level_in is None or case.level in when.level_in)
        and (when.fraud_type_in is None or case.fraud_type in when.fraud_type_in)
        and (when.lost is None or case.lost == when.lost)
    )
