"""Tells of a duty change: the member's own unit and the unit above it have to know."""

from datetime import datetime

from backend.live import actions as live
from backend.live.events import DutyChanged
from backend.people.models import Member


def tell_duty(member: Member, now: datetime, by: Member | None) -> None:
    """Record the change in both streams, in the transaction that made it; `by` is nobody where the roster made it."""
    units = [member.unit_id, *([member.unit.parent_id] if member.unit.parent_id else [])]
    live.record(DutyChanged(member=member.pk, on_duty=member.on_duty), by=by, now=now, units=units)
