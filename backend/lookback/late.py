"""Tells a checking unit's commanders once of the look-backs that nobody answered in time."""

from datetime import datetime

from backend.live import actions as live
from backend.live.events import LookBacksLate
from backend.lookback.models import LookBack
from backend.people.models import Member, Role
from backend.portions import work_off
from backend.storage import one_transaction

PORTION = 500


def tell_late(now: datetime) -> int:
    """A unit at a time, each in a transaction of its own; how many units were told."""
    late = LookBack.objects.filter(answered_at=None, late_told_at=None, answer_by__lte=now)
    found = late.order_by("answer_by").values_list("pk", "checker_id")[:PORTION]
    by_unit: dict[int, list[int]] = {}
    for pk, checker in found:
        by_unit.setdefault(checker, []).append(pk)
    return work_off(by_unit.items(), lambda one: _tell(*one, now))


def _tell(checker: int, wanted: list[int], now: datetime) -> bool:
    """Whoever marks a row tells of it: a second clock finds none left."""
    with one_transaction():
        unmarked = LookBack.objects.filter(pk__in=wanted, answered_at=None, late_told_at=None)
        count = unmarked.update(late_told_at=now)
        if not count:
            return False
        leaders = Member.objects.filter(unit=checker, role=Role.COMMANDER, is_active=True)
        members = sorted(leaders.values_list("pk", flat=True))
        live.record(LookBacksLate(count=count, members=members), by=None, now=now, units=[checker])
    return True
