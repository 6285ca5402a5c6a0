"""What ties two cases: a person joined one into the other, or split signals off; part of `models.py`, which would grow too long."""

from django.db import models

from backend.people.models import Member


class LinkKind(models.TextChoices):
    """`joined`: the case was closed as repeated in the other. `split`: signals left it for the other, another person's."""

    JOINED = "joined", "并入"
    SPLIT = "split", "拆出"


class Link(models.Model):
    """A person said that two cases are one, or that one case was two; never undone, for both facts stay readable."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=8, choices=LinkKind)
    signals = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
