"""How the service stands: few cheap queries over what is open, never over what is done; numbers only, drills left out."""

from datetime import datetime

from django.db.models import Count, Min, Q

from backend.cases.models import Assignment, Case
from backend.cases.models import State as CaseState
from backend.dispatch.escalating import overdue_looks
from backend.intake.models import Import, ImportState
from backend.live.beat import silence
from backend.live.notify.rows import Notification
from backend.live.notify.rows import State as NotificationState

# By name: words, the label of its values (empty: it has one), and the values.
State = dict[str, tuple[str, str, dict[str, float]]]


def read_state(now: datetime) -> State:
    """Read it."""
    return _cases(now) | _queues(now)


def _cases(now: datetime) -> State:
    # By `closed_at`, which has an index: of a million cases it finds the few that are not closed.
    is_open = Q(state=CaseState.OPEN)
    rows = (
        Case.objects.filter(closed_at=None, drill=False)
        .order_by()
        .values("level")
        .annotate(open=Count("pk", filter=is_open), late=Count("pk", filter=is_open & Q(due_at__lt=now)))
    )
    by_level = {row["level"]: row for row in rows}
    return {
        "open_cases": ("Cases that are open, by level.", "level", {key: row["open"] for key, row in by_level.items()}),
        "late_cases": ("Of those, past their time.", "level", {key: row["late"] for key, row in by_level.items()}),
    }


def _queues(now: datetime) -> State:
    waiting = Assignment.objects.filter(ended_at=None, case__drill=False)
    undelivered = waiting.filter(delivered_at=None, member__isnull=False).aggregate(first=Min("assigned_at"))
    under_way = Import.objects.filter(state__in=[ImportState.CHECKING, ImportState.RUNNING])
    untold = Notification.objects.filter(state=NotificationState.WAITING, next_at__lte=now).aggregate(
        first=Min("next_at")
    )
    looks = Case.objects.filter(look_at__lte=now).aggregate(first=Min("look_at"))
    ages = {
        "delivery": _age(undelivered["first"], now),
        "import": _age(under_way.aggregate(first=Min("begun_at"))["first"], now),
        "notification": _age(untold["first"], now),
        "look": _age(looks["first"], now),
        # Everything that waits for its time waits for this as well.
        "clock": silence(now) or 0.0,
    }
    return {
        "oldest_waiting_seconds": (
            "Age of the oldest that waits, by what it waits for.",
            "queue",
            ages,
        ),
        "overdue_looks": (
            "Open cases the clock did not look at in time, or would never look at again; more than none is an alarm.",
            "",
            {"": overdue_looks(now)},
        ),
    }


def _age(first: datetime | None, now: datetime) -> float:
    return max(0.0, (now - first).total_seconds()) if first else 0.0
