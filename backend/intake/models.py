"""What came in: sources with their keys, signals as they arrived, and who they were about."""

from django.db import models

from backend.cases.models import Case
from backend.people.models import Unit


class Source(models.Model):
    """A channel that sends signals. Only the SHA-256 of its API key is kept."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    key_hash = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)


class Signal(models.Model):
    """线索: one sign that somebody is being scammed, exactly as it came, and the case it joined."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="signals")
    reference = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "reference"], name="signal_once_a_source")]


class Identity(models.Model):
    """A phone or ID number, and the case it was last seen in; its unique row is what two signals in one instant meet at."""

    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=20)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]
