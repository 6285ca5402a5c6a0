"""Reads for alarms: who is around a case, and what rings for a member."""

from datetime import datetime

from backend.cases.alarm import Alarm
from backend.cases.alarm_views import alarm_view
from backend.cases.models import Case
from backend.cases.wire import Place
from backend.dispatch.alarm_wire import RingView
from backend.dispatch.pool import loads_of
from backend.dispatch.rescue import Colleague
from backend.people.models import Member


def people_around(case: Case) -> list[Colleague]:
    """Everybody of the case's station, district and city, as far as they could be told of a colleague in danger."""
    units = {case.station_id: "station", case.district_id: "district", case.district.parent_id: "city"}
    units.pop(None, None)
    members = list(Member.objects.filter(unit__in=list(units), is_active=True).order_by("pk"))
    loads = loads_of([member.pk for member in members], drill=True)
    return [
        Colleague(
            member=member.pk,
            role=member.role,
            unit=units[member.unit_id],
            on_duty=member.on_duty,
            is_near=bool(member.village_id) and member.village_id == case.division_id,
            load=loads.get(member.pk, (0, False))[0],
        )
        for member in members
    ]


def rings_of(member: Member) -> list[RingView]:
    """What rings for this member, or what he goes to: of others, not over, the oldest first."""
    ringing = (
        Alarm.objects.filter(ended_at=None, step__gt=0)
        .exclude(member=member)
        .select_related("member", "taken_by", "ended_by", "case__division")
        .order_by("since", "pk")
    )
    return [ring_view(alarm) for alarm in ringing if member.pk in alarm.asked() or alarm.taken_by_id == member.pk]


def ring_view(alarm: Alarm) -> RingView:
    """Who, where, since when: what whoever goes there has to know, and nothing about whom the case is about."""
    case = alarm.case
    place, at = _last_place(alarm)
    return RingView(
        alarm=alarm_view(alarm),
        case=case.pk,
        drill=case.drill,
        level=case.level,
        address=case.address,
        division_name=case.division.name if case.division else "",
        place=place,
        placed_at=at,
        latitude=case.latitude,
        longitude=case.longitude,
    )


def _last_place(alarm: Alarm) -> tuple[Place | None, datetime | None]:
    """Where his phone last said that it is, and when it said so; a call for help says it, and so does an arrival."""
    for report in alarm.case.reports.filter(member=alarm.member).order_by("-made_at", "-seq"):
        if place := report.body.get("inputs", {}).get("place"):
            return Place.model_validate(place), report.made_at
    return None, None
