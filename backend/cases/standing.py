"""Facts → where a case stands and what is due. Pure; `pwa/src/fold/standing.ts` is its mirror, both run the same vectors."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from backend.cases.alone import alive_until
from backend.cases.facts import Facts, Timed, in_order
from backend.cases.legs import (
    Leg,
    answered,
    latest,
    legs_of,
    misfits,
    reached_at,
    strays_by_assignment,
    taken_up,
    walked,
)
from backend.cases.shift import shifted
from backend.cases.wire import Attempt, DueKind, Inputs, Money, Outcome, Standing, TrackName, TrackStanding
from backend.flow.wire import Flow, Level

WANTS_VISIT = ("needs_visit", "immediate_visit")


def fold(facts: Facts, flow: Flow, levels: Mapping[str, Level], immediate_met: int) -> Standing:
    """The standing of a case; reports known already, or given in another order, change nothing.

    `immediate_met` is the limit in seconds for meeting a target once the visit became immediate.
    """
    reports = in_order(facts.reports, facts.opened_at)
    strays = strays_by_assignment(reports, facts.assignments)
    calls, visits = (legs_of(track, facts.assignments, reports, strays) for track in ("call", "visit"))
    for leg in calls + visits:
        strays |= misfits(leg, flow)
    fitting = [t for t in reports if str(t.report.id) not in strays]
    call, visit = calls[-1] if calls else None, visits[-1] if visits else None
    visit_wanted = bool(call and reached_at(call, flow, WANTS_VISIT))
    outcome = _outcome(facts, visits[::-1] or ([call] if call and not visit_wanted else []), flow, fitting)
    is_joined = bool(facts.decisions) and facts.decisions[-1].kind == "joined"
    visit_standing = _track_standing("visit", visits, reports, flow)
    help_since = _help_since(reports)
    standing = Standing(
        state=_state(facts, outcome),
        fraud_type=_last_type(fitting, facts.given_type),
        call=_track_standing("call", calls, reports, flow),
        visit=visit_standing,
        visit_wanted=visit_wanted,
        immediate_since=reached_at(call, flow, ("immediate_visit",)) if call else None,
        outcome=_repeated(facts, fitting) if is_joined else outcome,
        # Counted once, where the case goes on.
        money=_money([] if is_joined else fitting),
        help_since=help_since,
        # A call for help is told already.
        alive_until=None if help_since else alive_until(visit, visit_standing, reports, flow, levels[facts.level]),
        revisit_at=_revisit_at(visit, flow),
        transfer_to=_transfer_to(visit, flow),
        strays=strays,
        due_kind="",
        due_at=None,
    )
    kind, at = min(dues(standing, facts, levels, immediate_met), key=lambda due: due[1], default=("", None))
    return standing.model_copy(update={"due_kind": kind, "due_at": at})


def dues(
    standing: Standing, facts: Facts, levels: Mapping[str, Level], immediate_met: int
) -> Iterator[tuple[DueKind, datetime]]:
    """What still has to happen, and by when, on server time; while a case is paused its time stands still."""
    if standing.state != "open":
        return
    limits = levels[facts.level].limits

    def due(since: datetime, seconds: int) -> datetime:
        return shifted(since, since + timedelta(seconds=seconds), facts.pauses)

    tracks = {"call": standing.call, "visit": standing.visit}
    for assignment in facts.assignments:
        if assignment.ended_at is None and tracks[assignment.track].accepted_at is None:
            yield "accept", due(assignment.assigned_at, limits.accept)
    called = {a.track for a in facts.assignments}
    if "call" in called and not standing.call.attempts:
        yield "phone", due(facts.graded_at, limits.phone)
    if ("visit" in called or standing.visit_wanted) and standing.visit.arrived_at is None:
        met = due(facts.graded_at, limits.met)
        if standing.immediate_since:
            met = min(met, due(standing.immediate_since, immediate_met))
        yield "met", standing.revisit_at or met


def _outcome(facts: Facts, legs: Sequence[Leg], flow: Flow, fitting: Sequence[Timed]) -> Outcome | None:
    """The visit's outcome; the call's only where no visit is wanted or under way. Sent back, it no longer counts.

    Nobody is sent while there is an outcome, so one of a former visit was on its way when the next was sent: it counts.
    """
    sent_back = max((d.at for d in facts.decisions if d.kind == "sent_back"), default=None)
    for leg in legs:
        if sent_back and leg.assignments[-1].assigned_at < sent_back:
            continue
        gone = walked(leg, flow)
        if gone.end and "outcome" in gone.effects:
            return _outcome_of(facts, leg, flow, fitting)
    return None


def _outcome_of(facts: Facts, leg: Leg, flow: Flow, fitting: Sequence[Timed]) -> Outcome:
    given = latest(answered(leg, flow, "result" if leg.track == "visit" else "call_close"))
    inputs = given.inputs if given else Inputs()
    by_call = leg.track == "call" or given is None or given.answer is None
    return Outcome(
        code="persuaded" if by_call else str(given and given.answer),
        track=leg.track,
        level=inputs.level or facts.level,
        fraud_type=inputs.fraud_type or _last_type(fitting, facts.given_type),
        at=leg.answers[-1].at,
    )


def _repeated(facts: Facts, fitting: Sequence[Timed]) -> Outcome:
    """Joined into another case, it was answered there: 重复预警."""
    fraud_type = _last_type(fitting, facts.given_type)
    return Outcome(code="repeat", track="call", level=facts.level, fraud_type=fraud_type, at=facts.decisions[-1].at)


def _state(facts: Facts, outcome: Outcome | None) -> Literal["open", "answered", "closed"]:
    if facts.decisions and facts.decisions[-1].kind != "sent_back":
        return "closed"
    return "answered" if outcome else "open"


def _track_standing(track: TrackName, legs: Sequence[Leg], reports: Sequence[Timed], flow: Flow) -> TrackStanding:
    attempts = [
        Attempt(at=t.at, answer=t.report.answer or "", member=t.report.member)
        for leg in legs
        for t in answered(leg, flow, "call")
    ]
    if not legs:
        return TrackStanding(
            step=flow.start[track], end=None, attempts=attempts, arrived_at=None, accepted_by=None, accepted_at=None
        )
    leg = legs[-1]
    gone = walked(leg, flow)
    accepted_by, accepted_at = taken_up(leg, reports)
    arrivals = [t.at for t in answered(leg, flow, "travel") if t.report.answer in ("arrived", "came_in")]
    return TrackStanding(
        step=gone.current,
        end=gone.end,
        attempts=attempts,
        # Whoever has to set out again has not arrived.
        arrived_at=arrivals[-1] if arrivals and gone.current != flow.start["visit"] else None,
        accepted_by=accepted_by,
        accepted_at=accepted_at,
    )


def _money(fitting: Sequence[Timed]) -> Money:
    """Each amount as last reported, so a correction or a second reporter never counts twice."""
    money: dict[str, object] = {"about_to_go_fen": 0, "saved_fen": 0, "lost_fen": 0, "payments": []}
    for timed in fitting:
        given = timed.report.inputs
        named = {key: getattr(given, key) for key in money}
        money |= {key: value for key, value in named.items() if value is not None}
    return Money.model_validate(money)


def _last_type(reports: Sequence[Timed], given: str) -> str:
    named = (t.report.fraud_type or t.report.inputs.fraud_type for t in reversed(reports))
    return next((code for code in named if code), given)


def _help_since(reports: Sequence[Timed]) -> datetime | None:
    """A call for help lasts until somebody says the member is safe; it counts whoever's assignment it is."""
    since = None
    for timed in reports:
        if timed.report.kind == "help":
            since = since or timed.at
        elif timed.report.kind == "safe":
            since = None
    return since


def _revisit_at(visit: Leg | None, flow: Flow) -> datetime | None:
    """When somebody goes again: planned at the last closed door, until he has arrived."""
    if visit is None or walked(visit, flow).current != flow.start["visit"]:
        return None
    planned = latest(answered(visit, flow, "revisit"))
    return planned.inputs.revisit_at if planned else None


def _transfer_to(visit: Leg | None, flow: Flow) -> str | None:
    if visit is None or walked(visit, flow).end != "transferred":
        return None
    handed_on = latest(answered(visit, flow, "transfer"))
    return handed_on.inputs.station if handed_on else None
