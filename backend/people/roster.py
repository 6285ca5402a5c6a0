"""排班: the rows of who serves when; part of `models.py`, which would grow too long. What follows from them: `shifts.py`."""

from django.db import models
from django.db.models import F, Q

from backend.people.shifts import DAY_MINUTES


class Shift(models.Model):
    """班次: a stretch of the Beijing day that somebody of the unit has to cover, on these weekdays (0 is Monday).

    Minutes of the day; one that ends no later than it starts goes over midnight. `least` is how many it takes.
    """

    unit = models.ForeignKey("people.Unit", on_delete=models.CASCADE, related_name="shifts")
    name = models.CharField(max_length=20)
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    weekdays = models.JSONField(default=list)
    least = models.PositiveSmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at__isnull=True), name="shift_name_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(start__lt=DAY_MINUTES, end__lt=DAY_MINUTES, least__gte=1), name="shift_within_a_day"
            ),
        ]


class Post(models.Model):
    """The weekly pattern: this member covers this shift on this weekday, every week."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="posts")
    weekday = models.PositiveSmallIntegerField()
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="posts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "weekday", "member"], name="post_once"),
            models.CheckConstraint(condition=Q(weekday__lt=7), name="post_on_a_weekday"),
        ]


class RosterChange(models.Model):
    """On this one day it is not as in other weeks: `off` stays away, `on` comes; both: one comes instead of the other."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="changes")
    day = models.DateField()
    off = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "day", "off"], name="off_once_a_day"),
            models.UniqueConstraint(fields=["shift", "day", "on"], name="on_once_a_day"),
            models.CheckConstraint(
                condition=(Q(off__isnull=False) | Q(on__isnull=False)) & ~Q(off=F("on")), name="change_of_somebody"
            ),
        ]
        indexes = [models.Index(fields=["shift", "day"])]


class DutyTurn(models.Model):
    """What the roster last said of a member, and until when that holds: then the clock looks again.

    Whoever switches himself on or off meanwhile stays so until then; it is `Member.on_duty` that counts.
    """

    member = models.OneToOneField("people.Member", primary_key=True, on_delete=models.CASCADE, related_name="turn")
    is_on = models.BooleanField()
    until = models.DateTimeField(db_index=True)
