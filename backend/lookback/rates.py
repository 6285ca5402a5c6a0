"""回访真实率: what the look-backs of a unit came to. Pure.

Partly true counts against the rate, and what could not be verified counts neither for nor against; both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime


@dataclass(frozen=True)
class Row:
    """A look-back as the rates see it; `result` is empty until it is in."""

    unit: int
    result: str
    answer_by: datetime


@dataclass(frozen=True)
class Tally:
    """How many were drawn, and what became of them. `late` are among the `open` ones."""

    drawn: int = 0
    true: int = 0
    partly: int = 0
    false: int = 0
    unverified: int = 0
    open: int = 0
    late: int = 0

    @property
    def answered(self) -> int:
        """The denominator: those who were reached and said something."""
        return self.true + self.partly + self.false

    def per_mille(self, too_few: int) -> int | None:
        """Of a thousand answers so many were true, rounded; None where too few answered to say so."""
        if self.answered < max(too_few, 1):
            return None
        return (self.true * 1000 + self.answered // 2) // self.answered

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


def tally_units(rows: Iterable[Row], now: datetime) -> dict[int, Tally]:
    """The tally of each unit that has a row."""
    found: dict[int, Tally] = {}
    for row in rows:
        found[row.unit] = found.get(row.unit, Tally()).plus(_one(row, now))
    return found


def _one(row: Row, now: datetime) -> Tally:
    if not row.result:
        return Tally(drawn=1, open=1, late=int(row.answer_by <= now))
    return Tally(
        drawn=1,
        true=int(row.result == "true"),
        partly=int(row.result == "partly"),
        false=int(row.result == "false"),
        unverified=int(row.result == "unverified"),
    )
