"""How an alarm looks: the same to everybody who may know of it."""

from backend.cases.alarm import Alarm
from backend.cases.waiting_views import person
from backend.cases.wire import AlarmView


def alarm_view(row: Alarm) -> AlarmView:
    """An alarm, with who is in it."""
    return AlarmView(
        id=row.pk,
        kind=row.kind,
        member=person(row.member),
        since=row.since,
        told=row.told,
        heard_at=row.heard_at,
        taken_by=person(row.taken_by) if row.taken_by else None,
        taken_at=row.taken_at,
        ended_by=person(row.ended_by) if row.ended_by else None,
        ended_at=row.ended_at,
        end=row.end,
    )
