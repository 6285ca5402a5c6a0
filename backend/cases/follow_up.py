"""回访: the row of a follow-up after a case was closed; part of `models.py`, which would grow too long."""

from django.db import models
from django.db.models import Q

from backend.people.models import Member, Unit


class FollowUpState(models.TextChoices):
    """`planned`: its day, or that of the next try, has not come. `lapsed`: overtaken by a later warning of the same person."""

    PLANNED = "planned", "未到时间"
    OPEN = "open", "待回访"
    DONE = "done", "已回访"
    NOT_REACHED = "not_reached", "未联系上"
    LAPSED = "lapsed", "不用回访"


OVER = (FollowUpState.DONE, FollowUpState.NOT_REACHED, FollowUpState.LAPSED)


class FollowUp(models.Model):
    """回访: somebody asks the person again, some days after the case was closed. Not `revisit`, which goes to a door of an open case.

    `look_at`: when the clock has something to do about it. `late_steps`: how many of the rules' were taken this time; `asked`:
    everybody who ever had it, whose answers are kept however late. What was answered stands in reports of the case.
    `raise_since`: the person was found in it again; `raised`: the warning that came of it.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="follow_ups")
    rule = models.CharField(max_length=32)
    step = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=8)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=FollowUpState, default=FollowUpState.PLANNED)
    due_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    late_steps = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    raise_since = models.DateTimeField(null=True)
    raised = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="raised_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="follow_up_once_a_step")]
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="follow_ups_due"),
            models.Index(
                fields=["raise_since"], condition=Q(raise_since__isnull=False, raised=None), name="follow_ups_to_raise"
            ),
            models.Index(fields=["unit", "state"], name="follow_ups_of_unit"),
            models.Index(fields=["member", "state"], name="follow_ups_of_member"),
        ]
