"""Sends people: what follows by itself from what happens to a case, and what chief, district and operator decide."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from backend.cases.actions import (
    assign,
    check_open,
    end_all,
    locked,
    need_routing,
    need_routing_all,
    route_all,
    seen_and_locked,
)
from backend.cases.handing import Said
from backend.cases.models import Case, State
from backend.cases.queries import scope_of
from backend.dispatch.pool import places_of
from backend.dispatch.queries import waiting_calls
from backend.dispatch.sending import has_visit, leaves_training, move, send, send_all, station_of, wants_both
from backend.dispatch.transfers import begin
from backend.live.events import AnyHappening, AssignmentEnded, TransferWanted, VisitWanted
from backend.people import access
from backend.people.models import Member, Unit
from backend.prepared import Prepared
from backend.problems import Refused
from backend.storage import one_transaction


def send_first(opened: Sequence[tuple[Case, AnyHappening]], by: Member | None, now: datetime) -> None:
    """New cases: to the stations of their addresses; call and visit at once where the level says so, else the call first."""
    cases = [case for case, _ in opened]
    found = dict(zip(cases, places_of(cases), strict=True))
    stations = {unit.pk: unit for unit in _stations({place.unit for place in found.values() if place})}
    route_all([(case, stations[place.unit]) for case, place in found.items() if place], None, now, are_new=True)
    send_all({"call": cases, "visit": [case for case in cases if wants_both(case)]}, "first", now, are_new=True)
    need_routing_all([case for case in cases if not found[case] and not wants_both(case)], "no_station", now)


def find_station(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """A later signal said where the person lives: the case that waited for a station goes there."""
    case = locked(case_id)
    if case.station is None and case.state == State.OPEN and (found := places_of([case])[0]):
        move(case, Unit.objects.select_related("parent").get(pk=found.unit), None, "routed", now)


def send_more(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The level rose: where it now wants a visit at once and none is on its way, one is sent."""
    case = locked(case_id)
    if wants_both(case) and not has_visit(case):
        send(case, "visit", "level_raised", now)


def send_visit(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The call was not enough. A visit on its way already becomes immediate by the standing alone: never a second one."""
    case = locked(case_id)
    if not has_visit(case):
        is_immediate = isinstance(happening, VisitWanted) and happening.immediate
        send(case, "visit", "immediate_visit" if is_immediate else "visit_wanted", now)


def hand_on(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The address was wrong: the case goes to the station named at the door, by the rules of transfers.

    Where there is no such station the visit waits at the district, which has to find the right one.
    """
    case = locked(case_id)
    station = station_of(happening.station) if isinstance(happening, TransferWanted) else None
    if station is None or leaves_training(case, station, now):
        assign(case, "visit", case.district, None, by=by, why="transferred", now=now)
        need_routing(case, "unknown_station", now)
    elif by is None or case.station_id in (None, station.pk):
        move(case, station, by, "transferred", now)
    else:
        begin(case, station, by, _said_at_the_door(case, by), now=now)


def replace(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """Somebody declined: the next person is sent."""
    if isinstance(happening, AssignmentEnded) and happening.end == "declined":
        send(locked(case_id), happening.track, "next_person", now)


def send_again(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The outcome was sent back: whoever gave it goes again if he is on duty, else the best of the others."""
    case = locked(case_id)
    last = case.assignments.filter(end="done").order_by("-ended_at", "-pk").select_related("member", "unit").first()
    track = last.track if last else "visit"
    same = last.member if last else None
    if same and same.on_duty and access.may_take(same, scope_of(same, case), track):
        assign(case, track, same.unit, same, by=by, why="sent_back", now=now)
    else:
        send(case, track, "sent_back", now)


def stand_down(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """There is an outcome: whoever is still on the case need not go on."""
    end_all(case_id, "stood_down", by, now)


def assign_by_hand(member: Member, case_id: str, track: str, to_member: int, now: datetime) -> Case:
    """The chief sends this person, sends another in his place, or takes over himself. Tapped twice it is done once."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_assign(member, scope_of(member, case), track))
        chosen = Member.objects.select_related("unit").filter(pk=to_member, is_active=True).first()
        if chosen is None:
            raise Refused("not_a_candidate")
        access.check(access.may_take(chosen, scope_of(chosen, case), track))
        check_open(case)
        if not case.assignments.filter(track=track, member=chosen, ended_at=None).exists():
            why = "taken_over" if chosen == member else "chief"
            assign(case, track, chosen.unit, chosen, by=member, why=why, now=now)
    return case


def route_by_hand(member: Member, case_id: str, station_code: str, now: datetime) -> Case:
    """The district gives the case to a station; given to another than the one that has it, it is a transfer.

    Routed again to the same station it looks again for somebody there; whoever is on the way keeps the case.
    """
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_route(member, scope_of(member, case)))
        station = station_of(station_code)
        if station is None:
            raise Refused("bad_input", [_NO_STATION])
        if leaves_training(case, station, now):
            raise Refused("not_training")
        check_open(case)
        is_on_the_way = case.assignments.filter(track="visit", ended_at=None, member__isnull=False).exists()
        if case.station_id not in (None, station.pk):
            begin(case, station, member, Said(), now=now, why="routed")
        elif not is_on_the_way:
            move(case, station, member, "routed", now)
    return case


def next_call(operator: Member, now: datetime) -> Case:
    """The most urgent call that waits: one's own first, then one that nobody has; two who ask at once get different ones."""
    access.check(access.may_take_call(operator))
    for case_id in waiting_calls(operator):
        # One transaction each: whoever takes calls never holds more than one case, so two never wait for each other.
        with one_transaction():
            if case := _taken(operator, case_id, now):
                return case
    raise Refused("no_calls")


def _taken(operator: Member, case_id: UUID, now: datetime) -> Case | None:
    """The case with its call now the operator's, or None when somebody was quicker."""
    case = locked(case_id)
    theirs = Q(member=operator) | Q(member=None)
    waits = case.assignments.filter(theirs, track="call", ended_at=None, accepted_at=None).first()
    if waits is None or case.state != State.OPEN or case.district_id != operator.unit_id:
        return None
    if waits.member_id is None:
        assign(case, "call", case.district, operator, by=operator, why="called_next", now=now)
    return case


def _said_at_the_door(case: Case, by: Member) -> Said:
    """Why, as the member's last report about another station says."""
    handed_on = case.reports.filter(member=by, kind="answer", body__has_key="inputs").order_by("-received_at", "-seq")
    inputs: dict[str, str] = next((r.body["inputs"] for r in handed_on if r.body["inputs"].get("station")), {})
    return Said(why=inputs.get("reason", ""), note=inputs.get("note", "")[:200])


_stations = Prepared(lambda units: Unit.objects.select_related("parent").filter(pk__in=units))
_NO_STATION = {"field": "station", "message": "没有这个派出所", "message_en": "No such station"}
