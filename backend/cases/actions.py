"""Every write to a case: opening, sending, reporting, deciding. Each locks the case, inserts a fact, folds, tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.cases.finding import note_words
from backend.cases.fold import refold
from backend.cases.models import Assignment, Case, Decision, State
from backend.cases.queries import scope_of
from backend.cases.rows import read_rows
from backend.flow.editions import newest_number
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import (
    Assigned,
    AssignmentEnded,
    CaseOpened,
    CaseRouted,
    DrillCleared,
    LevelRaised,
    RoutingNeeded,
    SentBack,
    SignalJoined,
    Signed,
)
from backend.people import access
from backend.people.models import Member, Unit
from backend.problems import Refused
from backend.storage import one_transaction
from backend.times import beijing_day

# Why a case needs routing (`routing_needed`), by the track on which sending somebody settles it.
NEEDS_OF = {"call": ("nobody_to_call",), "visit": ("no_station", "unknown_station", "nobody_to_visit")}


@dataclass(frozen=True)
class Opening:
    """What the first signals say: who, where, how grave and why. Money in fen; each of `signals` is the wire's `SignalView` as JSON.

    There are several where they were split off another case.
    """

    district: Unit
    level: str
    reasons: list[dict[str, str]]
    fraud_type: str
    signals: list[dict[str, Any]]
    target: dict[str, Any] = field(default_factory=dict)
    drill: bool = False


def open_case(opening: Opening, now: datetime) -> Case:
    """A new case, told to its district; who goes is dispatch's reaction."""
    with one_transaction():
        case = Case(
            number=_next_number(opening.district, now),
            drill=opening.drill,
            opened_at=now,
            level=opening.level,
            graded_at=now,
            reasons=opening.reasons,
            fraud_type=opening.fraud_type,
            flow=rules().current_flow,
            edition=newest_number(),
            signal_count=len(opening.signals),
            signals=opening.signals,
            district=opening.district,
            **opening.target,
        )
        case.save(force_insert=True)
        note_words(case)
        refold(case)
        live.record(CaseOpened(level=case.level), by=None, now=now, case=case)
    return case


def join_signal(
    case: Case,
    *,
    signal: dict[str, Any],
    target: dict[str, Any],
    level: str,
    reasons: list[dict[str, str]],
    now: datetime,
) -> Case:
    """A later signal about the same person: counted, its data filled in, the level raised if it says so, never lowered."""
    with one_transaction():
        case = locked(case.pk)
        for name, value in target.items():
            if value not in (None, ""):
                setattr(case, name, value)
        take_signals(case, [*case.signals, signal], level, reasons, by=None, now=now)
    return case


def take_signals(
    case: Case,
    signals: list[dict[str, Any]],
    level: str,
    reasons: list[dict[str, str]],
    *,
    by: Member | None,
    now: datetime,
) -> None:
    """The locked case, with what was set on it, goes by all these signals from now on; its level may rise, and never sinks."""
    old = case.level
    case.signals, case.signal_count = signals, len(signals)
    known = {reason["rule"] for reason in case.reasons}
    case.reasons = case.reasons + [reason for reason in reasons if reason["rule"] not in known]
    is_raised = rules().rank(level) > rules().rank(old)
    if is_raised:
        case.level, case.graded_at = level, now
    case.save()
    note_words(case)
    refold(case)
    live.record(SignalJoined(count=case.signal_count), by=by, now=now, case=case)
    if is_raised:
        live.record(LevelRaised(old=old, new=level), by=by, now=now, case=case)


def route(case: Case, station: Unit, by: Member | None, now: datetime) -> Case:
    """Give the case to a station, and to that station's district; the former ones are told as well."""
    with one_transaction():
        case = locked(case.pk)
        former = [case.district_id, *([case.station_id] if case.station_id else [])]
        case.station, case.needs_routing = station, ""
        if station.parent is not None:
            case.district = station.parent
        case.save(update_fields=["station", "district", "needs_routing"])
        live.record(CaseRouted(station=station.pk), by=by, now=now, case=case, units=former)
    return case


def need_routing(case: Case, why: str, now: datetime) -> Case:
    """Nobody fits: put the case before the district, with the reason."""
    with one_transaction():
        case = locked(case.pk)
        if not case.needs_routing:
            case.routing_since = now
        case.needs_routing, case.look_at = why, now
        case.save(update_fields=["needs_routing", "routing_since", "look_at"])
        live.record(RoutingNeeded(why=why), by=None, now=now, case=case)
    return case


def assign(
    case: Case, track: str, unit: Unit, member: Member | None, *, by: Member | None, why: str, now: datetime
) -> Assignment:
    """Send somebody on a track; whoever was on it is relieved. With no member it waits for the unit to choose."""
    with one_transaction():
        case = locked(case.pk)
        for former in case.assignments.filter(track=track, ended_at=None):
            end_assignment(former, "reassigned", by, now)
        assignment = Assignment.objects.create(
            case=case, track=track, unit=unit, member=member, by=by, why=why, assigned_at=now
        )
        if member is not None and case.needs_routing in NEEDS_OF[track]:
            case.needs_routing = ""
            case.save(update_fields=["needs_routing"])
        refold(case)
        live.record(
            Assigned(assignment=assignment.pk, track=track, member=member.pk if member else None, why=why),
            by=by,
            now=now,
            case=case,
        )
    return assignment


def end_assignment(assignment: Assignment, end: str, by: Member | None, now: datetime) -> None:
    """An assignment is over: `done`, `declined`, `reassigned`, `transferred` or `stood_down`. Over once is over."""
    with one_transaction():
        case = locked(assignment.case_id)
        if not Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=now, end=end):
            return
        rows = read_rows(case)
        refold(case, rows)
        live.record(
            AssignmentEnded(assignment=assignment.pk, track=assignment.track, end=end),
            by=by,
            now=now,
            case=case,
            heard=rows.streams(),
        )


def end_all(case_id: UUID | str, end: str, by: Member | None, now: datetime) -> None:
    """Nobody is on the case any more."""
    for assignment in Assignment.objects.filter(case=case_id, ended_at=None):
        end_assignment(assignment, end, by, now)


def sign(member: Member, case_id: str, now: datetime) -> Case:
    """The chief signs the outcome (审核通过): the case is closed."""
    with one_transaction():
        case = _to_decide(member, case_id)
        decide(case, "signed", member, now)
        end_all(case.pk, "done", member, now)
        case.closed_at = now
        rows = read_rows(case)
        refold(case, rows)
        live.record(Signed(), by=member, now=now, case=case, heard=rows.streams())
    return case


def send_back(member: Member, case_id: str, reason: str, now: datetime) -> Case:
    """The chief sends the outcome back (驳回) with a reason; dispatch sends somebody again."""
    with one_transaction():
        case = _to_decide(member, case_id)
        decide(case, "sent_back", member, now, reason)
        rows = read_rows(case)
        refold(case, rows)
        live.record(SentBack(), by=member, now=now, case=case, heard=rows.streams())
    return case


def decide(case: Case, kind: str, by: Member, now: datetime, reason: str = "") -> None:
    """The locked case has this decision from now on, and is known to have one."""
    Decision.objects.create(case=case, kind=kind, by=by, at=now, reason=reason)
    case.is_decided = True
    case.save(update_fields=["is_decided"])


def clear_drill(case_id: UUID, by: Member, now: datetime) -> bool:
    """演练收场: a drill case that is not closed yet is closed as it stands, and kept. Nothing real is ever cleared."""
    with one_transaction():
        case = locked(case_id)
        if not case.drill or case.state == State.CLOSED:
            return False
        decide(case, "cleared", by, now)
        end_all(case.pk, "stood_down", by, now)
        case.closed_at = now
        refold(case)
        live.record(DrillCleared(), by=by, now=now, case=case)
    return True


def locked(case_id: UUID | str) -> Case:
    """The case, its row locked until the transaction ends.

    Its units are read when they are wanted: joined to the lock, they lose the case when it moves meanwhile.
    """
    # Not `first()`: putting its order together costs half as much again, for each report several times.
    case = next(iter(Case.objects.select_for_update().filter(pk=case_id)), None)
    if case is None:
        raise Refused("not_found")
    return case


def check_open(case: Case) -> None:
    """A case that has its outcome is neither sent on nor moved, nor are its limits stopped."""
    if case.state != State.OPEN:
        raise Refused("case_closed" if case.state == State.CLOSED else "already_answered")


def seen_and_locked(member: Member, case_id: UUID | str) -> Case:
    """The case, locked, if the member sees it; for everybody else it does not exist."""
    case = locked(case_id)
    access.check(access.may_see_case(member, scope_of(member, case)))
    return case


def _to_decide(member: Member, case_id: str) -> Case:
    case = locked(case_id)
    access.check(access.may_sign(member, scope_of(member, case)))
    if case.state == State.CLOSED:
        raise Refused("case_closed")
    if case.state != State.ANSWERED:
        raise Refused("not_answered")
    return case


def _next_number(district: Unit, now: datetime) -> str:
    """District code, Beijing day, running number of that day; the unit's row lock keeps two from taking the same."""
    Unit.objects.select_for_update(no_key=True).get(pk=district.pk)
    prefix = f"{district.code}-{beijing_day(now):%Y%m%d}-"
    last = Case.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"
