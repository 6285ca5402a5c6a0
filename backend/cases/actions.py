"""The writes to a case: routing, sending, deciding. Each locks the case, inserts a fact, folds, tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from backend.cases.finding import note_words
from backend.cases.fold import refold, refold_all
from backend.cases.models import Assignment, Case, Decision, State
from backend.cases.queries import scope_of
from backend.cases.rows import Rows, read_rows, rows_of_all, rows_of_new
from backend.live import actions as live
from backend.live.events import (
    Assigned,
    AssignmentEnded,
    CaseRouted,
    DrillCleared,
    RoutingNeeded,
    SentBack,
    Signed,
)
from backend.people import access
from backend.people.models import Member, Unit
from backend.prepared import Prepared
from backend.problems import Refused
from backend.storage import one_transaction
from backend.writing import store, write

# Why a case needs routing (`routing_needed`), by the track on which sending somebody settles it.
NEEDS_OF = {"call": ("nobody_to_call",), "visit": ("no_station", "unknown_station", "nobody_to_visit")}


@dataclass(frozen=True)
class Sending:
    """Who is sent to a case on a track, and why. With no member it waits for the unit to choose."""

    case: Case
    track: str
    unit: Unit
    member: Member | None
    why: str


def route(case: Case, station: Unit, by: Member | None, now: datetime) -> Case:
    """Give the case to a station, and to that station's district; the former ones are told as well."""
    with one_transaction():
        case = locked(case.pk)
        route_all([(case, station)], by, now)
    return case


def route_all(routes: Sequence[tuple[Case, Unit]], by: Member | None, now: datetime, *, are_new: bool = False) -> None:
    """The same for many cases that are held locked; to new ones nobody was sent yet who would hear of it."""
    moved = [case for case, station in routes if station.parent_id not in (None, case.district_id)]
    changes = []
    for case, station in routes:
        former = {case.district_id, *([case.station_id] if case.station_id else [])}
        case.station, case.needs_routing = station, ""
        if station.parent is not None:
            case.district = station.parent
        heard = case.own_streams() if are_new else None
        changes.append(live.Change(CaseRouted(station=station.pk), case, former, heard))
    write(Case, [case for case, _ in routes], ["station", "district", "needs_routing"])
    note_words(moved)
    live.record_all(changes, by=by, now=now)


def need_routing(case: Case, why: str, now: datetime) -> Case:
    """Nobody fits: put the case before the district, with the reason."""
    with one_transaction():
        case = locked(case.pk)
        need_routing_all([case], why, now)
    return case


def need_routing_all(cases: Sequence[Case], why: str, now: datetime) -> None:
    """The same for many cases that are held locked."""
    for case in cases:
        if not case.needs_routing:
            case.routing_since = now
        case.needs_routing, case.look_at = why, now
    write(Case, cases, ["needs_routing", "routing_since", "look_at"])
    live.record_all([live.Change(RoutingNeeded(why=why), case) for case in cases], by=None, now=now)


def assign(
    case: Case, track: str, unit: Unit, member: Member | None, *, by: Member | None, why: str, now: datetime
) -> Assignment:
    """Send somebody on a track; whoever was on it is relieved. With no member it waits for the unit to choose."""
    with one_transaction():
        return assign_all([Sending(locked(case.pk), track, unit, member, why)], by=by, now=now)[0]


def assign_all(
    sendings: Sequence[Sending], *, by: Member | None, now: datetime, are_new: bool = False
) -> list[Assignment]:
    """The same for many cases that are held locked, each of them once on a track; to new ones nobody was sent yet."""
    if not are_new:
        _relieve(sendings, by, now)
    at = now.astimezone(UTC)  # As the database gives it back: what is folded of it is the same then.
    assignments = [
        Assignment(
            case=each.case, track=each.track, unit=each.unit, member=each.member, by=by, why=each.why, assigned_at=at
        )
        for each in sendings
    ]
    store(assignments)
    settled = [each.case for each in sendings if each.member and each.case.needs_routing in NEEDS_OF[each.track]]
    for case in settled:
        case.needs_routing = ""
    write(Case, settled, ["needs_routing"])
    cases = list({each.case.pk: each.case for each in sendings}.values())
    rows = {one.case.pk: one for one in (rows_of_new(cases, assignments) if are_new else rows_of_all(cases))}
    refold_all(rows.values())
    live.record_all([_assigned(one, rows[one.case_id]) for one in assignments], by=by, now=now)
    return assignments


def _relieve(sendings: Sequence[Sending], by: Member | None, now: datetime) -> None:
    """Whoever is on the tracks of these is relieved."""
    wanted = {(each.case.pk, each.track): each.case for each in sendings}
    for former in _under_way({each.case.pk for each in sendings}):
        if case := wanted.get((former.case_id, former.track)):
            end_assignment(former, "reassigned", by, now)
            case.refresh_from_db()


def _assigned(assignment: Assignment, rows: Rows) -> live.Change:
    happening = Assigned(
        assignment=assignment.pk, track=assignment.track, member=assignment.member_id, why=assignment.why
    )
    return live.Change(happening, assignment.case, heard=rows.streams())


def end_assignment(assignment: Assignment, end: str, by: Member | None, now: datetime) -> None:
    """An assignment is over: `done`, `declined`, `reassigned`, `transferred` or `stood_down`. Over once is over."""
    with one_transaction():
        case = locked(assignment.case_id)
        rows = read_rows(case)
        row = next((one for one in rows.assignments if one.pk == assignment.pk and one.ended_at is None), None)
        if row is None:
            return
        # In UTC, as the database gives it back: folded now or later, the standing is the same to the letter.
        row.ended_at, row.end = now.astimezone(UTC), end
        write(Assignment, [row], ["ended_at", "end"])
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
    for assignment in under_way(case_id):
        end_assignment(assignment, end, by, now)


def under_way(case_id: UUID | str) -> list[Assignment]:
    """What of the case is not over."""
    return _under_way([_id(case_id)])


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
    store([Decision(case=case, kind=kind, by=by, at=now, reason=reason)])
    case.is_decided = True
    write(Case, [case], ["is_decided"])


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
    case = _locked.first([_id(case_id)])
    if case is None:
        raise Refused("not_found")
    return case


def _id(case_id: UUID | str) -> UUID:
    """What stands for no case at all is not found either."""
    try:
        return case_id if isinstance(case_id, UUID) else UUID(case_id)
    except ValueError:
        raise Refused("not_found") from None


def locked_all(case_ids: Collection[UUID]) -> list[Case]:
    """These cases, locked in the order in which everybody locks several."""
    return _locked(case_ids)


_locked = Prepared(lambda cases: Case.objects.select_for_update().filter(pk__in=cases).order_by("pk"))
_under_way = Prepared(lambda cases: Assignment.objects.filter(case_id__in=cases, ended_at=None).order_by("pk"))


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
