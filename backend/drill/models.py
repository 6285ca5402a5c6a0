"""Small drills of a station: how many invented signals come in over how long, and each of them with its time."""

from django.db import models

from backend.people.models import Member, Unit


class Drill(models.Model):
    """演练: invented signals for a station; `has_members`: whoever has not signed in lately is played by the service."""

    id = models.UUIDField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="drills")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    has_members = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        # Asked every second, for the few that go on.
        indexes = [
            models.Index(fields=["unit"], condition=models.Q(ended_at__isnull=True), name="drills_going_on"),
        ]


class DrillSignal(models.Model):
    """A signal to come; sent once, whoever sends it: its reference is its own."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="signals")
    reference = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
