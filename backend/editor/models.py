"""What shall be said from now on? Playbooks that are being changed; what is published are editions (`flow.models`)."""

import uuid

from django.db import models

from backend.people.models import Member


class PlaybookDraft(models.Model):
    """草稿: one playbook as it is being changed, half-written as it may be; one a type, and gone once published.

    `revision` is new with every save: whoever saves says which one he changed, so that nobody covers another's work unseen.
    """

    type = models.CharField(max_length=32, unique=True)
    content = models.JSONField()
    revision = models.UUIDField(default=uuid.uuid4)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
