"""The streams: every event once, and its number in each unit's stream."""

from django.db import models

from backend.live import beat  # noqa: F401 - its table belongs here
from backend.live.notify import rows  # noqa: F401 - these tables belong here
from backend.people.models import Member, Unit


class Event(models.Model):
    """What happened, past tense and typed (`events.py`); the table is the truth that readers catch up from."""

    kind = models.CharField(max_length=32)
    case_id = models.UUIDField(null=True, db_index=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)


class Entry(models.Model):
    """The event's place in one unit's stream: numbers have no gaps and are taken under the unit's row lock."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveBigIntegerField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="entry_once")]
