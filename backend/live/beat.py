"""The clock's heartbeat: one row that says when it last looked, so that its silence is noticed."""

from datetime import datetime, timedelta

from django.db import models

EVERY = timedelta(seconds=5)
# Several rounds missed: no clock runs, or it hangs.
SILENCE = timedelta(seconds=30)
NAME = "clock"


class Beat(models.Model):
    """When somebody last looked, by what it is that looks."""

    name = models.CharField(primary_key=True, max_length=12)
    at = models.DateTimeField()


def look(now: datetime) -> int:
    """Note that the clock looks; never more than every few seconds, and never counted as work."""
    if Beat.objects.filter(pk=NAME, at__gt=now - EVERY).exists():
        return 0
    if not Beat.objects.filter(pk=NAME).update(at=now):
        Beat.objects.get_or_create(pk=NAME, defaults={"at": now})
    return 0


def silence(now: datetime) -> float | None:
    """Seconds since the clock looked; None when it never did."""
    last = Beat.objects.filter(pk=NAME).values_list("at", flat=True).first()
    return max(0.0, (now - last).total_seconds()) if last else None
