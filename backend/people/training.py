"""Which units practise now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from backend.people.models import Training


def trainings(now: datetime) -> QuerySet[Training]:
    """What goes on now: begun, not ended, and its time not over."""
    return Training.objects.filter(Q(until=None) | Q(until__gt=now), ended_at=None, since__lte=now)


def is_training(unit_id: int | None, now: datetime) -> bool:
    """Whether this unit practises now."""
    return unit_id is not None and trainings(now).filter(unit=unit_id).exists()
