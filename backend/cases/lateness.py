"""Which limits of a case run, and what is to be done next about them: facts, rules → the next step and when. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from pydantic import BaseModel

from backend.cases.facts import AssignmentFact, Facts
from backend.cases.shift import shifted
from backend.cases.wire import Standing
from backend.flow.escalation import Ladders, Step
from backend.flow.wire import Level, LevelCode

# Sent by the clock in the place of somebody who was silent: the waiting goes on from where it was.
NOT_ACCEPTED = "not_accepted"


class Taken(BaseModel):
    """A step that was taken; `found`: whether there was anybody to be told or sent."""

    limit: str
    track: str
    since: datetime
    step: int
    found: bool


@dataclass(frozen=True)
class Situation:
    """What this goes by besides the facts: where they leave the case, since when it needs routing, what was done already."""

    facts: Facts
    standing: Standing
    routing_since: datetime | None = None
    taken: Sequence[Taken] = ()


@dataclass(frozen=True)
class Limits:
    """The rules this goes by."""

    levels: Mapping[str, Level]
    immediate_met: int
    ladders: Mapping[LevelCode, Ladders]


@dataclass(frozen=True)
class Running:
    """A limit that runs: since when, for how long; whose it is. Of an empty slot nobody waits for anything."""

    limit: str
    since: datetime
    seconds: int
    track: str = ""
    assignment: AssignmentFact | None = None
    is_empty: bool = False


@dataclass(frozen=True)
class Coming:
    """The next step: when, of which limit, the how-manieth, and what it does."""

    at: datetime
    running: Running
    number: int
    step: Step


def next_step(situation: Situation, rules: Limits) -> Coming | None:
    """The first step not taken yet; None where nothing runs, or everybody has heard of it already."""
    ladders = rules.ladders[cast("LevelCode", situation.facts.level)]
    coming = [_next_of(each, ladders.of(each.limit), situation) for each in running(situation, rules)]
    return min((one for one in coming if one), key=lambda one: one.at, default=None)


def running(situation: Situation, rules: Limits) -> Iterator[Running]:
    """All limits that run: what is waited for, and since when."""
    facts, standing = situation.facts, situation.standing
    limits = rules.levels[facts.level].limits
    if standing.state == "answered" and standing.outcome:
        yield Running("sign", _told_at(facts, standing.outcome.at), limits.sign)
    if standing.state != "open":
        return
    if situation.routing_since:
        yield Running("routing", situation.routing_since, limits.routing)
    for assignment in facts.assignments:
        if assignment.ended_at is None:
            yield from _not_taken_up(assignment, situation, limits.deliver, limits.accept)
    yield from _not_called(situation, limits.phone, limits.feed_back)
    yield from _not_met(situation, rules)


def _not_taken_up(assignment: AssignmentFact, situation: Situation, deliver: int, accept: int) -> Iterator[Running]:
    facts, track = situation.facts, assignment.track
    standing = situation.standing.call if track == "call" else situation.standing.visit
    if standing.accepted_at is not None:
        return
    graded = facts.graded_at
    if assignment.member is not None and assignment.delivered_at is None:
        yield Running("deliver", max(assignment.assigned_at, graded), deliver, track, assignment)
    is_empty = assignment.member is None
    yield Running("accept", max(_waits_since(assignment, facts), graded), accept, track, assignment, is_empty)


def _not_called(situation: Situation, phone: int, feed_back: int) -> Iterator[Running]:
    facts, standing = situation.facts, situation.standing
    call = next((a for a in reversed(facts.assignments) if a.track == "call" and a.ended_at is None), None)
    if call is None:
        return
    if not standing.call.attempts:
        yield Running("phone", facts.graded_at, phone, "call", call)
    elif not standing.visit_wanted and standing.call.end is None:
        yield Running("feed_back", standing.call.attempts[-1].at, feed_back, "call", call)


def _not_met(situation: Situation, rules: Limits) -> Iterator[Running]:
    facts, standing = situation.facts, situation.standing
    visit = next((a for a in reversed(facts.assignments) if a.track == "visit" and a.ended_at is None), None)
    limits = rules.levels[facts.level].limits
    if standing.visit.arrived_at is not None:
        if standing.visit.end is None:
            yield Running("feed_back", standing.visit.arrived_at, limits.feed_back, "visit", visit)
    elif standing.revisit_at:
        yield Running("revisit", standing.revisit_at, limits.revisit, "visit", visit)
    elif visit or standing.visit_wanted:
        since, seconds = facts.graded_at, limits.met
        immediate = standing.immediate_since
        if immediate and immediate + timedelta(seconds=rules.immediate_met) < since + timedelta(seconds=seconds):
            since, seconds = immediate, rules.immediate_met
        yield Running("met", since, seconds, "visit", visit)


def _next_of(one: Running, ladder: Sequence[Step], situation: Situation) -> Coming | None:
    mine = (t for t in situation.taken if (t.limit, t.track, t.since) == (one.limit, one.track, one.since))
    last = max(mine, key=lambda t: t.step, default=None)
    number = last.step + 1 if last else 1
    if number > len(ladder):
        return None
    step = ladder[number - 1]
    # A step that found nobody was none; and an empty slot has nobody to wait for.
    is_void = not last.found if last else one.is_empty
    seconds = 0 if is_void else one.seconds + step.after
    at = shifted(one.since, one.since + timedelta(seconds=seconds), situation.facts.pauses)
    if step.do == "next_person" and one.assignment and not is_void:
        # Whoever was sent just now, by a clock that was late, has his time as well.
        own = max(one.assignment.assigned_at, one.since)
        at = max(at, shifted(own, own + timedelta(seconds=one.seconds), situation.facts.pauses))
    return Coming(at, one, number, step)


def _waits_since(assignment: AssignmentFact, facts: Facts) -> datetime:
    """Since when the track waits for somebody to accept, whomever the clock sent meanwhile."""
    since = assignment
    for former in sorted((a for a in facts.assignments if a.track == assignment.track), key=lambda a: -a.id):
        if former.id < since.id and since.why == NOT_ACCEPTED:
            since = former
    return since.assigned_at


def _told_at(facts: Facts, at: datetime) -> datetime:
    """When the service had what was done at this moment."""
    told = [r.received_at for r in facts.reports if r.kind == "answer" and r.received_at and r.received_at >= at]
    return min(told, default=at)
