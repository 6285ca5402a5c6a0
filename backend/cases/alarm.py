"""The row of an alarm: a member who calls for help or is not heard of; part of `models.py`, which would grow too long."""

from django.db import models
from django.db.models import Q

from backend.people.models import Member


class AlarmKind(models.TextChoices):
    """`alive`: at a door, with an end that is expected; it is an alarm once that has passed (`step` > 0)."""

    ALIVE = "alive", "没有回音"
    HELP = "help", "求助"


class Alarm(models.Model):
    """A call for help, or a sign of life that is waited for: who was told (`told`, one entry a step) and who goes.

    `since` is the call, or the moment until which he had to be heard of; `due_at` the next step, none when all are taken.
    `heard_at`: his own phone has confirmed the reminder, so it is not dark.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=8, choices=AlarmKind)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    told = models.JSONField(default=list)
    heard_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    end = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_at__isnull=True), name="one_open_alarm_a_kind"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="alarms_due")]

    def asked(self) -> list[int]:
        """Every member who was told so far."""
        return sorted({member for step in self.told for member in step["members"]})
