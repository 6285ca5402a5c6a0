"""One go at a track: which answers belong to it, and how far they led through the flow. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel

from backend.cases.facts import AssignmentFact, ReportFact, Timed
from backend.cases.wire import TrackName
from backend.flow.interpret import Answer, Walk, walk
from backend.flow.wire import Flow

# An assignment that ended so is no longer its member's: what he does after that is kept, but as stray.
TAKEN_AWAY = ("reassigned", "transferred", "stood_down", "declined")
# 交接班: taken over from whoever had it, who had got so far.
HANDED_OVER = "handed_over"
# 首接首办: he had been relieved for his silence, and then accepted before the one sent in his place did.
ACCEPTED_FIRST = "accepted_first"


class Leg(BaseModel):
    """A go at a track. A visit starts afresh unless it was handed over; calls go on across operators, so hang-ups add up.

    Whoever accepted first goes on where he was, whatever came between.
    """

    track: TrackName
    assignments: list[AssignmentFact]
    answers: list[Timed] = []


def legs_of(
    track: TrackName, assignments: Sequence[AssignmentFact], reports: Sequence[Timed], strays: Mapping[str, str]
) -> list[Leg]:
    """The legs of a track, oldest first, each with the answers that count in it."""
    legs: list[Leg] = []
    for assignment in sorted((a for a in assignments if a.track == track), key=lambda a: a.id):
        leg = _continued(assignment, legs)
        if leg is None:
            leg = Leg(track=track, assignments=[])
        else:
            legs.remove(leg)
        leg.assignments.append(assignment)
        legs.append(leg)
    for leg in legs:
        mine = {a.id for a in leg.assignments}
        leg.answers = [
            t
            for t in reports
            if t.report.kind == "answer" and t.report.assignment in mine and str(t.report.id) not in strays
        ]
    return legs


def strays_by_assignment(reports: Sequence[Timed], assignments: Sequence[AssignmentFact]) -> dict[str, str]:
    """Reports on an assignment that was never, or is no longer, the reporter's: id → reason."""
    by_id = {a.id: a for a in assignments}
    strays = {}
    for timed in reports:
        if timed.report.kind in ("accept", "decline", "answer"):
            reason = _not_his(timed, by_id.get(timed.report.assignment or 0))
            if reason and not (reason == "reassigned" and _came_first(timed, assignments)):
                strays[str(timed.report.id)] = reason
    return strays


def walked(leg: Leg, flow: Flow, count: int | None = None) -> Walk:
    """Where the leg's answers (the first `count` of them) lead."""
    answers = [Answer(t.report.step or "", t.report.answer or "") for t in leg.answers[:count]]
    return walk(flow, leg.track, answers)


def misfits(leg: Leg, flow: Flow) -> dict[str, str]:
    """The answers the flow has no place for: id → reason."""
    return {str(leg.answers[i].report.id): "does_not_fit" for i in walked(leg, flow).strays}


def reached_at(leg: Leg, flow: Flow, effects: Sequence[str]) -> datetime | None:
    """When the leg first came to a step with one of these effects: the moment of the answer that led there."""
    for count in range(1, len(leg.answers) + 1):
        if set(effects) & set(walked(leg, flow, count).effects):
            return leg.answers[count - 1].at
    return None


def answered(leg: Leg, flow: Flow, screen: str) -> list[Timed]:
    """The fitting answers given at this screen, in order."""
    strays = set(walked(leg, flow).strays)
    return [
        t for i, t in enumerate(leg.answers) if i not in strays and flow.steps[t.report.step or ""].screen == screen
    ]


def taken_up(leg: Leg, reports: Sequence[Timed]) -> tuple[int | None, datetime | None]:
    """Who accepted the leg's last assignment, and when."""
    last = leg.assignments[-1]
    if last.why in (ACCEPTED_FIRST, HANDED_OVER):
        # Whoever took over a shift has accepted what was handed over in it by that.
        return last.member, last.assigned_at
    accept = accepted(leg, reports)
    return (accept.report.member, accept.at) if accept else (None, None)


def accepted(leg: Leg, reports: Sequence[Timed]) -> Timed | None:
    """The first acceptance on the leg's last assignment; an answer given without one accepts as well."""
    last = leg.assignments[-1]
    return next(
        (
            t
            for t in reports
            if t.report.assignment == last.id
            and t.report.kind in ("accept", "answer")
            and t.report.member == last.member
            and _not_his(t, last) is None
        ),
        None,
    )


def latest(timed: Sequence[Timed]) -> ReportFact | None:
    """The last of these reports."""
    return timed[-1].report if timed else None


def _continued(assignment: AssignmentFact, legs: Sequence[Leg]) -> Leg | None:
    """The leg this assignment goes on with, if it does not begin one."""
    if assignment.why == ACCEPTED_FIRST:
        return next((leg for leg in reversed(legs) if leg.assignments[-1].member == assignment.member), None)
    goes_on = assignment.why == HANDED_OVER or (assignment.track == "call" and assignment.why != "sent_back")
    return legs[-1] if legs and goes_on else None


def _came_first(timed: Timed, assignments: Sequence[AssignmentFact]) -> bool:
    """Whether he was given it back because he accepted before the one sent in his place."""
    said = timed.report
    return any(
        a.why == ACCEPTED_FIRST and a.track == said.track and a.member == said.member and a.id > (said.assignment or 0)
        for a in assignments
    )


def _not_his(timed: Timed, assignment: AssignmentFact | None) -> str | None:
    if assignment is None or assignment.track != timed.report.track:
        return "no_assignment"
    if assignment.member != timed.report.member:
        return "not_yours"
    if assignment.ended_at and assignment.end in TAKEN_AWAY and timed.at > assignment.ended_at:
        return assignment.end
    return None
