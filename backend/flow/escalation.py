"""The shapes of the escalation file: who hears of a limit that has passed, and what is done, step by step; and its check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from backend.flow.rulefiles import Fault
from backend.flow.wire import LevelCode
from backend.flow.words import Data, Seconds

if TYPE_CHECKING:
    from backend.flow.load import Rules

# Closed: `backend/dispatch/steps.py` does each of these, and the timeline has words for it.
Does = Literal[
    "remind",
    "fallback",
    "next_person",
    "tell_chief",
    "tell_district",
    "tell_city",
    "put_before_district",
]
Post = Literal["chief", "district", "city"]
# Which of the steps are heard by nobody but whoever is late himself.
TO_HIMSELF = ("remind", "fallback")
# Only who has not taken it up yet can be replaced by the clock.
REPLACES = ("deliver", "accept")


class Step(Data):
    """`after` so many seconds past the limit something is done; `tell`: who hears of it besides."""

    after: Annotated[int, Field(ge=0, le=30 * 24 * 3600)]
    do: Does
    tell: tuple[Post, ...] = ()


Ladder = Annotated[tuple[Step, ...], Field(min_length=1, max_length=9)]


class Ladders(Data):
    """One level's steps for each limit, in order."""

    deliver: Ladder
    accept: Ladder
    phone: Ladder
    met: Ladder
    revisit: Ladder
    feed_back: Ladder
    sign: Ladder
    routing: Ladder

    def of(self, limit: str) -> tuple[Step, ...]:
        """The steps of this limit."""
        found: tuple[Step, ...] = getattr(self, limit)
        return found


class Escalation(Data):
    """The escalation file: how long a case may be paused at most, in seconds, and the steps, both by level."""

    pause_at_most: dict[LevelCode, Seconds]
    levels: dict[LevelCode, Ladders]


def escalation_faults(rules: Rules) -> Iterator[Fault]:
    """Every level has its steps; they come one after the other, and in the end somebody else hears of it."""
    file = f"escalation/{rules.city}.yaml"
    for level in rules.levels:
        if level not in rules.escalation.levels:
            yield Fault(file, ("levels",), f"{level} is missing")
        if level not in rules.escalation.pause_at_most:
            yield Fault(file, ("pause_at_most",), f"{level} is missing")
    for level, ladders in rules.escalation.levels.items():
        for limit, ladder in ladders:
            yield from (
                Fault(file, ("levels", level, limit, *field), what) for field, what in _ladder_faults(limit, ladder)
            )


def _ladder_faults(limit: str, ladder: tuple[Step, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for index, (former, step) in enumerate(pairwise(ladder), start=1):
        if step.after < former.after:
            yield (index, "after"), "comes before the step above it"
    for index, step in enumerate(ladder):
        if step.do == "next_person" and limit not in REPLACES:
            yield (index, "do"), "only who has not accepted yet is replaced: tell somebody"
    if all(step.do in TO_HIMSELF and not step.tell for step in ladder):
        yield (), "nobody but the late person himself ever hears of it"
