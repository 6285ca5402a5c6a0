"""Was it true? The draw of each period, the cases another unit asks about again, and every try to reach somebody."""

from django.db import models
from django.db.models import Q

from backend.cases.models import Case
from backend.people.models import Member, Unit


class LookBackDraw(models.Model):
    """A period of a city whose sample was drawn. With `seed` anybody can draw it again; `closed`: of how many cases."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="look_back_draws")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seed = models.CharField(max_length=32)
    closed = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two clocks that both want to draw a period meet here.
            models.UniqueConstraint(fields=["city", "starts_at"], name="one_draw_a_period")
        ]


class Truth(models.TextChoices):
    """What a look-back came to. `unverified`: nobody could be reached; it counts neither for nor against."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    FALSE = "false", "不属实"
    UNVERIFIED = "unverified", "无法核实"


class LookBack(models.Model):
    """倒查: a closed case of `unit` that `checker` asks about again; whoever takes it first has it.

    `result` is what holds now: the answer, or what the checking unit's commander made of it after an objection (复核).
    """

    draw = models.ForeignKey(LookBackDraw, on_delete=models.CASCADE, related_name="look_backs")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="look_backs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    late_told_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)

    came = models.CharField(max_length=8, blank=True)
    result = models.CharField(max_length=12, choices=Truth, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objection = models.CharField(max_length=200, blank=True)
    objected_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    objected_at = models.DateTimeField(null=True)
    # What the answer was before the objection was decided on; empty until then.
    first_result = models.CharField(max_length=12, choices=Truth, blank=True)
    settled_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "case"], name="looked_back_once_a_draw")]
        indexes = [
            models.Index(fields=["checker", "answered_at"]),
            models.Index(fields=["unit", "answered_at"]),
            models.Index(
                fields=["answer_by"],
                condition=Q(answered_at__isnull=True, late_told_at__isnull=True),
                name="look_backs_not_late_yet",
            ),
        ]


class LookBackTry(models.Model):
    """A call to the person the case was about, and whether it reached him."""

    look_back = models.ForeignKey(LookBack, on_delete=models.CASCADE, related_name="tries")
    reached = models.CharField(max_length=12)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class LookBackReveal(models.Model):
    """The whole phone number was shown: to whom, and when."""

    look_back = models.ForeignKey(LookBack, on_delete=models.CASCADE, related_name="reveals")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
