"""Sends the best person on a track, or moves a case to another station; nobody fitting is never silence."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from backend.cases.actions import (
    Sending,
    assign,
    assign_all,
    end_assignment,
    locked,
    need_routing,
    need_routing_all,
    route,
)
from backend.cases.models import Case, State
from backend.dispatch.pool import chosen_for
from backend.flow.load import rules
from backend.people.models import Member, Tier, Unit
from backend.people.training import is_training
from backend.storage import one_transaction


def send(case: Case, track: str, why: str, now: datetime) -> None:
    """Send the best person on this track. Where nobody fits the unit has it, and the district sees that it needs routing.

    A visit without a station waits at the district: so the case is not answered by the call alone.
    """
    with one_transaction():
        send_all({track: [locked(case.pk)]}, why, now)


def send_all(wanted: Mapping[str, Sequence[Case]], why: str, now: datetime, *, are_new: bool = False) -> None:
    """The same for many cases that are held locked, by the tracks on which somebody is to be sent; to new ones nobody was yet."""
    sendings = [
        Sending(case, track, case.district if track == "call" or case.station is None else case.station, member, why)
        for track, cases in wanted.items()
        for case, member in zip(cases, chosen_for(cases, track), strict=True)
    ]
    assign_all(sendings, by=None, now=now, are_new=are_new)
    for track in wanted:
        left = [one.case for one in sendings if one.track == track and one.member is None]
        homeless = [case for case in left if track == "visit" and case.station is None]
        need_routing_all(homeless, "no_station", now)
        need_routing_all([case for case in left if case not in homeless], f"nobody_to_{track}", now)


def move(case: Case, station: Unit, by: Member | None, why: str, now: datetime) -> None:
    """To another station; in another district an open call goes along. A visit that is done is not made again."""
    case = _shift(case, station, by, why, now)
    if _wants_visit(case):
        send(case, "visit", why, now)


def put_before_district(case: Case, station: Unit, by: Member | None, why: str, now: datetime) -> None:
    """To another station, where nobody is sent: its district has to decide first where the case belongs."""
    case = _shift(case, station, by, why, now)
    if _wants_visit(case):
        assign(case, "visit", case.district, None, by=by, why=why, now=now)
    need_routing(case, why, now)


def _shift(case: Case, station: Unit, by: Member | None, why: str, now: datetime) -> Case:
    leaves_district = station.parent_id != case.district_id
    open_ones = list(case.assignments.filter(ended_at=None))
    moved = {one.track for one in open_ones if one.track == "visit" or leaves_district}
    for assignment in open_ones:
        if assignment.track in moved:
            end_assignment(assignment, "transferred", by, now)
    case = route(case, station, by, now)
    if "call" in moved:
        send(case, "call", why, now)
    return case


def _wants_visit(case: Case) -> bool:
    had_visit = case.assignments.filter(track="visit").exists()
    return case.state == State.OPEN and bool(had_visit or wants_both(case) or case.standing["visit_wanted"])


def wants_both(case: Case) -> bool:
    """Whether the level wants call and visit at once."""
    return rules().levels[case.level].mode == "both"


def has_visit(case: Case) -> bool:
    """A visit is on its way, or has ended with an outcome."""
    return case.assignments.filter(track="visit").filter(Q(ended_at=None) | Q(end="done")).exists()


def station_of(code: str) -> Unit | None:
    """The station with this code."""
    return Unit.objects.select_related("parent").filter(code=code, tier=Tier.STATION).first()


def leaves_training(case: Case, station: Unit, now: datetime) -> bool:
    """A drill stays among those who practise: nobody else is disturbed by it."""
    return case.drill and is_training(case.station_id, now) and not is_training(station.pk, now)
