"""The shapes of the look-back file: which closed cases another unit asks about again, and how; and its check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from backend.flow.rulefiles import Fault
from backend.flow.words import Code, Data, Seconds, Words

if TYPE_CHECKING:
    from backend.flow.load import Rules

PeriodKind = Literal["week", "month"]
NotReached = Literal["no_answer", "wrong_number", "refuses"]
Percent = Annotated[int, Field(ge=1, le=100)]
UnitCode = Annotated[str, Field(pattern=r"^\d{6,12}$")]
Tries = Annotated[int, Field(ge=1, le=9)]


class TriesOf(Data):
    """How many tries with each result end the trying."""

    no_answer: Tries
    wrong_number: Tries
    refuses: Tries

    def of(self, reached: NotReached) -> int:
        """With this result."""
        found: int = getattr(self, reached)
        return found


class LookBacks(Data):
    """The look-back file."""

    period: PeriodKind
    share: Percent
    units: dict[UnitCode, Percent]
    at_least: Annotated[int, Field(ge=0, le=50)]
    leaves_out: tuple[Code, ...]
    checked_by: Literal["another_district", "district_above"]
    tries: TriesOf
    again_after: Seconds
    answer_within: Annotated[int, Field(ge=1, le=60)]
    too_few: Annotated[int, Field(ge=1, le=100)]
    reasons: Annotated[dict[Code, Words], Field(min_length=1)]

    def share_of(self, unit: str, district: str) -> int:
        """Per cent: the unit's own, else its district's, else everybody's."""
        return self.units.get(unit, self.units.get(district, self.share))


def lookback_faults(rules: Rules) -> Iterator[Fault]:
    """What is left out is an outcome, and something is left to ask about."""
    file = f"lookbacks/{rules.city}.yaml"
    left_out = rules.lookbacks.leaves_out
    for index, code in enumerate(left_out):
        if code not in rules.outcomes:
            yield Fault(file, ("leaves_out", index), f"{code} is no outcome")
    if not set(rules.outcomes) - set(left_out):
        yield Fault(file, ("leaves_out",), "no outcome is left to ask about")
