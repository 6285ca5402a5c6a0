"""What happens while a case waits: the steps taken once a limit had passed, and its pauses; part of `models.py`."""

from django.db import models

from backend.people.models import Member


class Waits(models.Model):
    """What a case knows of its time, kept for the clock and written where its standing is (`fold.py`); and what it ever had."""

    # When the clock looks next: never later than something is due, empty only when the case is closed.
    look_at = models.DateTimeField(null=True, db_index=True)
    routing_since = models.DateTimeField(null=True)
    # Most cases that are worked on are none of these, and cost no query for it.
    is_escalated = models.BooleanField(default=False, db_default=False)
    is_paused = models.BooleanField(default=False, db_default=False)
    is_decided = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class Escalation(models.Model):
    """升级: a step that was taken because a limit had passed, once for each time that limit ran (`since`).

    `waited`: the seconds after which it was taken by the rules. `sent`: who was sent instead. Nobody was there to be told or sent
    where `found` is false.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="escalations")
    assignment = models.ForeignKey("cases.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    limit = models.CharField(max_length=12)
    track = models.CharField(max_length=8, blank=True)
    step = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    does = models.CharField(max_length=20)
    tell = models.JSONField(default=list)
    waited = models.PositiveIntegerField()
    at = models.DateTimeField()
    found = models.BooleanField(default=True)
    sent = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "limit", "track", "since", "step"], name="each_escalation_once")
        ]


class Pause(models.Model):
    """暂停计时: the limits of a case stand still, for a reason, until a time; `ended_at` when somebody ended it sooner."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=32)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
