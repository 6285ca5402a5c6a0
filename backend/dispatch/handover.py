"""交接班: the rows of what somebody hands over when his shift ends, and who takes it over."""

from django.db import models
from django.db.models import Q

from backend.cases.models import Assignment, Case
from backend.people.models import Member, Unit


class HandOverState(models.TextChoices):
    """`open`: he went off duty and named nobody yet. `lapsed`: nobody took over in time, the service found others."""

    OPEN = "open", "待交班"
    OFFERED = "offered", "待接班"
    ACCEPTED = "accepted", "已接班"
    WITHDRAWN = "withdrawn", "已收回"
    LAPSED = "lapsed", "没人接班"


WAITING = (HandOverState.OPEN, HandOverState.OFFERED)


class HandOver(models.Model):
    """交班: from whom, to whom, with what word; answered when taken over, taken back or lapsed, settled when all of it has moved.

    `due_at`: when he has gone home, until then somebody has to have taken over.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="handovers")
    receiver = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=HandOverState)
    shift = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["giver"], condition=Q(state__in=("open", "offered")), name="one_waiting_handover_a_giver"
            )
        ]
        indexes = [
            models.Index(fields=["answered_at"], condition=Q(settled_at__isnull=True), name="handover_unsettled"),
            models.Index(fields=["unit", "opened_at"]),
            models.Index(fields=["receiver", "state"]),
        ]


class HandOverItem(models.Model):
    """One thing handed over: a task of his (`work`), or what waits for whoever leads: to sign, to review, a call nobody has."""

    handover = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "case", "assignment"], name="handover_item_once"),
        ]
