"""送达: what a phone confirms to have becomes a receipt on its assignments."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.cases.actions import locked
from backend.cases.alarms import note_heard
from backend.cases.models import Assignment
from backend.figures import DELIVERY_SECONDS
from backend.live import actions as live
from backend.live.events import Delivered
from backend.live.models import Entry
from backend.people.devices import is_phone
from backend.people.models import Member
from backend.storage import once_stored, one_transaction


def mark_delivered(member: Member, cursors: Mapping[int, int], now: datetime, device: UUID | None = None) -> list[int]:
    """Mark the member's open assignments that lie at or before these cursors as delivered, each once; `device` has them."""
    note_heard(member, cursors, now)
    waiting = Assignment.objects.filter(member=member, ended_at=None, delivered_at=None)
    arrived = [a for a in waiting if _has_arrived(a, cursors)]
    on_phone = is_phone(device) if arrived else True
    return [a.pk for a in arrived if _mark(a, member, now, on_phone=on_phone)]


def _has_arrived(assignment: Assignment, cursors: Mapping[int, int]) -> bool:
    entries = Entry.objects.filter(
        event__case_id=assignment.case_id, event__kind="assigned", event__data__assignment=assignment.pk
    ).values_list("unit_id", "number")
    return any(number <= cursors.get(unit_id, 0) for unit_id, number in entries)


def _mark(assignment: Assignment, member: Member, now: datetime, *, on_phone: bool) -> bool:
    with one_transaction():
        case = locked(assignment.case_id)
        if not Assignment.objects.filter(pk=assignment.pk, delivered_at=None).update(delivered_at=now):
            return False
        once_stored(lambda: DELIVERY_SECONDS.observe((now - assignment.assigned_at).total_seconds()))
        live.record(Delivered(assignment=assignment.pk, on_phone=on_phone), by=member, now=now, case=case)
        return True
