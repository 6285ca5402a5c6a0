"""What the rule files do not hold: the editions (版) of playbooks that the city published after they were installed."""

import uuid

from django.conf import settings
from django.db import models


class PlaybookEdition(models.Model):
    """One published change of one playbook. Numbers run through all types; the files are edition 0. Never changed, never deleted."""

    # Not the number: that one comes again in a database that was put back, and what is read of an edition is kept.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    type = models.CharField(max_length=32)
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["type", "number"])]
