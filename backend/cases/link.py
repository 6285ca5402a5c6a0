"""What ties two cases: joined, split, or found in it again at a follow-up; part of `models.py`, which would grow too long."""

from django.db import models

from backend.people.models import Member


class LinkKind(models.TextChoices):
    """What the tie means.

    `joined`: the case was closed as repeated in the other. `split`: signals left it for the other, another person's.
    `again`: a follow-up found the person in it again, and the other warning came of that.
    """

    JOINED = "joined", "并入"
    SPLIT = "split", "拆出"
    AGAIN = "again", "回访发现"


class Link(models.Model):
    """A person said that two cases are one, or that one case was two; never undone, for both facts stay readable."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=8, choices=LinkKind)
    signals = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
