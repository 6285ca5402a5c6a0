"""The clock's look at cases: which limits have passed, and what is done about each; every step once, whoever looks and how often."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Q

from backend.cases.actions import locked
from backend.cases.models import Case, State
from backend.cases.timing import AT_LEAST_EVERY, coming_of
from backend.cases.wire import Standing
from backend.dispatch.steps import take
from backend.portions import work_off
from backend.storage import one_transaction

PORTION = 50
# A case in which something broke is tried again this much later, and keeps no portion full meanwhile.
TRY_AGAIN = timedelta(minutes=1)
# More steps than all ladders of a case have together would be a circle.
MOST = 60
# Whatever a look that is due waits longer for, the clock stands still.
SILENCE = timedelta(minutes=2)


def look(now: datetime) -> int:
    """Look at the cases whose time has come, those that wait longest first; how many were looked at."""
    due = Case.objects.filter(look_at__lte=now).order_by("look_at").values_list("pk", flat=True)[:PORTION]
    return work_off(list(due), partial(_look_at, now=now), failed=partial(_put_off, now=now))


def overdue_looks(now: datetime) -> int:
    """Open cases nobody looked at in time, or would ever look at again: more than none is an alarm."""
    return Case.objects.filter(Q(look_at__lte=now - SILENCE) | Q(look_at=None), closed_at=None).count()


def _look_at(case_id: UUID, *, now: datetime) -> bool:
    with one_transaction():
        # Another clock may have been here since, or be here now.
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, look_at__lte=now).first()
        if case is None:
            return False
        for _ in range(MOST):
            coming = coming_of(case, Standing.model_validate(case.standing))
            if coming is None or coming.at > now:
                break
            take(case, coming, now)
            case = locked(case_id)
        case.look_at = min(coming.at, now + AT_LEAST_EVERY) if coming else now + AT_LEAST_EVERY
        if case.state == State.CLOSED:
            case.look_at = None
        case.save(update_fields=["look_at"])
    return True


def _put_off(case_id: UUID, *, now: datetime) -> None:
    Case.objects.filter(pk=case_id).update(look_at=now + TRY_AGAIN)
