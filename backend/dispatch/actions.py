"""Sends people: what follows by itself from what happens to a case, and what chief, district and operator decide."""

from datetime import datetime

from django.db.models import F, Q

from backend.cases.actions import assign, end_assignment, locked, need_routing, route
from backend.cases.models import Assignment, Case, State
from backend.cases.queries import scope_of
from backend.dispatch.queries import judged, place
from backend.flow.load import rules
from backend.live.events import AnyHappening, AssignmentEnded, TransferWanted, VisitWanted
from backend.people import access
from backend.people.models import Member, Tier, Unit
from backend.problems import Refused
from backend.storage import one_transaction


def send_first(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """A new case: to the station of its address; call and visit at once where the level says so, else the call first."""
    case = locked(case_id)
    found = place(case)
    if found:
        case = route(case, Unit.objects.select_related("parent").get(pk=found.unit), None, now)
    _send(case, "call", "first", now)
    if _wants_both(case):
        _send(case, "visit", "first", now)
    elif found is None:
        need_routing(case, "no_station", now)


def send_more(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The level rose: where it now wants a visit at once and none is on its way, one is sent."""
    case = locked(case_id)
    if _wants_both(case) and not _has_visit(case):
        _send(case, "visit", "level_raised", now)


def send_visit(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The call was not enough. A visit on its way already becomes immediate by the standing alone: never a second one."""
    case = locked(case_id)
    if not _has_visit(case):
        is_immediate = isinstance(happening, VisitWanted) and happening.immediate
        _send(case, "visit", "immediate_visit" if is_immediate else "visit_wanted", now)


def hand_on(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The address was wrong: the case goes to the station named at the door, and somebody there is sent."""
    case = locked(case_id)
    code = happening.station if isinstance(happening, TransferWanted) else ""
    station = _station(code)
    if station is None:
        need_routing(case, "unknown_station", now)
    else:
        _move(case, station, by, "transferred", now)


def replace(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """Somebody declined: the next person is sent."""
    if isinstance(happening, AssignmentEnded) and happening.end == "declined":
        _send(locked(case_id), happening.track, "next_person", now)


def send_again(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The outcome was sent back: whoever gave it goes again if he is on duty, else the best of the others."""
    case = locked(case_id)
    last = case.assignments.filter(end="done").order_by("-ended_at", "-pk").select_related("member", "unit").first()
    if last and last.member and last.member.on_duty and last.member.is_active:
        assign(case, last.track, last.unit, last.member, by=by, why="sent_back", now=now)
    else:
        _send(case, last.track if last else "visit", "sent_back", now)


def stand_down(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """There is an outcome: whoever is still on the case need not go on."""
    for assignment in locked(case_id).assignments.filter(ended_at=None):
        end_assignment(assignment, "stood_down", by, now)


def assign_by_hand(member: Member, case_id: str, track: str, to_member: int, now: datetime) -> Case:
    """The chief sends this person, sends another in his place, or takes over himself."""
    with one_transaction():
        case = _seen(member, case_id)
        access.check(access.may_assign(member, scope_of(member, case), track))
        chosen = Member.objects.select_related("unit").filter(pk=to_member, is_active=True).first()
        if chosen is None:
            raise Refused("not_a_candidate")
        access.check(access.may_take(chosen, scope_of(chosen, case), track))
        if case.state != State.OPEN:
            raise Refused("case_closed" if case.state == State.CLOSED else "already_answered")
        why = "taken_over" if chosen == member else "chief"
        assign(case, track, chosen.unit, chosen, by=member, why=why, now=now)
    return case


def route_by_hand(member: Member, case_id: str, station_code: str, now: datetime) -> Case:
    """The district gives the case to a station, or its chief passes it on to the right one."""
    with one_transaction():
        case = _seen(member, case_id)
        access.check(access.may_route(member, scope_of(member, case)))
        station = _station(station_code)
        if station is None:
            raise Refused("bad_input", [_NO_STATION])
        if station.pk != case.station_id:
            _move(case, station, member, "routed", now)
    return case


def next_call(operator: Member, now: datetime) -> Case:
    """The most urgent call that waits: one's own first, then one that nobody has; two who ask at once get different ones."""
    access.check(access.may_take_call(operator))
    with one_transaction():
        waiting = (
            Assignment.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(track="call", ended_at=None, case__district=operator.unit_id, case__state=State.OPEN)
            .filter(Q(member=operator) | Q(member=None))
            .select_related("case", "unit")
            .order_by(F("member").asc(nulls_last=True), F("accepted_at").desc(nulls_first=True), "case__due_at", "pk")
        )
        chosen = waiting.first()
        if chosen is None:
            raise Refused("no_calls")
        if chosen.member_id is None:
            assign(chosen.case, "call", chosen.unit, operator, by=operator, why="called_next", now=now)
    return chosen.case


def _send(case: Case, track: str, why: str, now: datetime) -> None:
    """Send the best person on this track. Nobody there is never silence: the district sees that it needs routing."""
    unit = case.district if track == "call" else case.station
    if unit is None:
        need_routing(case, "no_station", now)
        return
    best = next((one for one, objection in judged(case, track) if not objection), None)
    member = Member.objects.get(pk=best.member) if best else None
    assign(case, track, unit, member, by=None, why=why, now=now)
    if member is None:
        need_routing(case, f"nobody_to_{track}", now)


def _move(case: Case, station: Unit, by: Member | None, why: str, now: datetime) -> None:
    """To another station; in another district the calls go along."""
    had_visit = case.assignments.filter(track="visit").exists()
    district = case.district_id
    for assignment in case.assignments.filter(ended_at=None):
        if assignment.track == "visit" or station.parent_id != district:
            end_assignment(assignment, "transferred", by, now)
    case = route(case, station, by, now)
    if case.district_id != district:
        _send(case, "call", why, now)
    if had_visit or _wants_both(case) or case.standing.get("visit_wanted"):
        _send(case, "visit", why, now)


def _wants_both(case: Case) -> bool:
    return rules().levels[case.level].mode == "both"


def _has_visit(case: Case) -> bool:
    """A visit is on its way, or has ended with an outcome."""
    return case.assignments.filter(track="visit").filter(Q(ended_at=None) | Q(end="done")).exists()


def _seen(member: Member, case_id: str) -> Case:
    case = locked(case_id)
    if not access.may_see_case(member, scope_of(member, case)):
        raise Refused("not_found")
    return case


def _station(code: str) -> Unit | None:
    return Unit.objects.select_related("parent").filter(code=code, tier=Tier.STATION).first()


_NO_STATION = {"field": "station", "message": "没有这个派出所", "message_en": "No such station"}
