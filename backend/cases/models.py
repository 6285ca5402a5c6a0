"""What is going on: cases, who is sent, what they report, what they bring, and what the chief decides."""

import uuid

from django.db import models
from django.db.models import Q

from backend.cases import alarm, follow_up, heard, link, transfer, waiting  # noqa: F401 - their tables belong here
from backend.people.models import Device, Division, Member, Unit


class State(models.TextChoices):
    """Where a case stands as a whole."""

    OPEN = "open", "处置中"
    ANSWERED = "answered", "待审核"
    CLOSED = "closed", "已办结"


class Track(models.TextChoices):
    """The two ways of dissuasion."""

    CALL = "call", "远程劝阻"
    VISIT = "visit", "见面劝阻"


class Case(heard.Heard, waiting.Waits):
    """One warning instruction (预警) and all that is done about it.

    The columns below `standing` are a cache of the fold (`standing.py`), kept for sorting and counting;
    `manage.py refold` rebuilds them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=24, unique=True)
    drill = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    level = models.CharField(max_length=12)
    graded_at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    fraud_type = models.CharField(max_length=24)
    flow = models.CharField(max_length=32)
    # The newest edition of the playbooks when it opened: what is said to this person does not change half-way.
    edition = models.PositiveIntegerField(default=0, db_default=0)

    target_name = models.CharField(max_length=40, blank=True)
    target_phone = models.CharField(max_length=20, blank=True)
    target_id_number = models.CharField(max_length=18, blank=True)
    target_age = models.PositiveSmallIntegerField(null=True)
    address = models.CharField(max_length=200, blank=True)
    division = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    signal_count = models.PositiveIntegerField(default=0)
    signals = models.JSONField(default=list)

    district = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="district_cases")
    station = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="station_cases")
    needs_routing = models.CharField(max_length=32, blank=True)
    # The district whose commander has a transfer of it to review; by then it may be another district's.
    reviewing = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    standing = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["district", "state", "due_at"]),
            models.Index(fields=["station", "state", "due_at"]),
            # What a board holds, however much lies behind it: open, or closed a short while ago.
            models.Index(fields=["district", "closed_at"]),
            models.Index(fields=["station", "closed_at"]),
            models.Index(fields=["closed_at", "edition"]),
            # What two cases of one person share is asked for whenever a board opens one.
            models.Index(fields=["target_phone"]),
            models.Index(fields=["target_id_number"]),
            models.Index(fields=["target_name"]),
        ]


class SearchWord(models.Model):
    """A word a case is found by when a text begins it (`searchwords.py`): as many as name, phone and number give."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=48)
    # The case's own, so that the index alone says which cases may be somebody's. Empty: not known, an older version wrote it.
    district = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            # With these operators PostgreSQL reads the index for a beginning, whatever its collation; SQLite has no need of them.
            models.Index(
                fields=["word", "district", "case"],
                name="search_words_of_districts",
                opclasses=["varchar_pattern_ops", "int8_ops", "uuid_ops"],
            )
        ]


class Assignment(models.Model):
    """派单: a track of a case given to a unit and, when somebody fits, to a member of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    track = models.CharField(max_length=8, choices=Track)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=32)
    assigned_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            # Never a second visit: two transactions that both want to send somebody meet here.
            models.UniqueConstraint(
                fields=["case", "track"], condition=Q(ended_at__isnull=True), name="one_open_assignment_a_track"
            )
        ]
        indexes = [models.Index(fields=["member", "ended_at"])]


class Report(models.Model):
    """处置记录: what a member did, immutable, with an id (UUIDv7) made on the phone."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    track = models.CharField(max_length=8, blank=True)
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    seq = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField()
    received_at = models.DateTimeField()
    # A fact of the moment it came in: it stays when the phone is found again.
    after_loss = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["case", "received_at"])]


class Evidence(models.Model):
    """取证材料: a picture by its SHA-256, uploaded apart from the report that names it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="evidence_once_a_case")]


class Upload(models.Model):
    """A picture on its way in pieces. `offset` is the truth about how much of it has arrived, whatever the part's file holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads")
    sha256 = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    offset = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            # Begun twice, because the answer was lost, it is one upload.
            models.UniqueConstraint(fields=["case", "sha256", "by"], name="upload_once_a_member"),
            models.CheckConstraint(condition=Q(offset__lte=models.F("length")), name="offset_within_length"),
        ]


class Decision(models.Model):
    """What was decided: signed (审核通过), sent back (驳回) with a reason, joined (并入) into another case, or cleared (演练收场)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)


class Printing(models.Model):
    """A case file that was handed out on paper: who printed it, when, in which language."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="printings")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(max_length=2)
