"""移交: the row of a case handed from one station to another; part of `models.py`, which would grow too long."""

from django.db import models
from django.db.models import Q

from backend.people.models import Member, Unit


class TransferState(models.TextChoices):
    """What became of a transfer. `done`: nobody had to review it; `lapsed`: overtaken before somebody had."""

    WAITING = "waiting", "待审核"
    DONE = "done", "已移交"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "未同意"
    RETURNED = "returned", "已退回"
    LAPSED = "lapsed", "已失效"


class Transfer(models.Model):
    """移交: a case handed from one station to another, and who said yes or no to it. Not moved yet while `moved_at` is empty.

    `decided_by` is whoever said the last word; whoever had agreed before a return stays in `approved_by`.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="transfers")
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=TransferState)
    moved_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    approved_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="waiting"), name="one_waiting_transfer_a_case")
        ]
        indexes = [models.Index(fields=["by", "at"])]
