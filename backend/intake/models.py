"""What came in: sources with their keys, signals as they arrived, who they were about, and files of many of them."""

from django.db import models

from backend.cases.models import Case
from backend.people.models import Member, Unit


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
    """A phone or ID number, and the case it was last seen in; its unique row is what two signals in one instant meet at.

    In drills a number is another one: who was warned in a drill was never warned.
    """

    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=20)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)
    drill = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value", "drill"], name="identity_once")]


class ImportState(models.TextChoices):
    """How far an import is. A file that cannot be read is `broken`; `stopped` by a person, it can go on."""

    CHECKING = "checking", "检查中"
    CHECKED = "checked", "待确认"
    RUNNING = "running", "导入中"
    STOPPED = "stopped", "已停止"
    DONE = "done", "已完成"
    BROKEN = "broken", "读不了"


class Import(models.Model):
    """导入: a table file of a source, checked first and taken in row by row after a person said so.

    `last_row` is how far it is; whoever works on it holds `lease` until `lease_until`, and without it nothing is stored.
    `ended_at`: when it was done, broken or stopped; some days later its file goes, and `is_file_kept` says so.
    `wanted`: sheet and fields as a person said; `look`: what was found; `preview`: what is shown before anything is taken in.
    """

    id = models.UUIDField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKING)
    problem = models.CharField(max_length=20, blank=True)
    wanted = models.JSONField(default=dict)
    look = models.JSONField(null=True)
    preview = models.JSONField(default=dict)
    last_row = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_file_kept = models.BooleanField(default=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        # Asked every second, for the few that are under way.
        indexes = [
            models.Index(
                fields=["state"], condition=models.Q(state__in=["checking", "running"]), name="imports_under_way"
            )
        ]


class ImportFault(models.Model):
    """A row that was not taken in (`is_bad`), or not all of it, and why; what stood there is only in the file."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    is_bad = models.BooleanField()
    faults = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "row"], name="import_fault_once_a_row")]


class ColumnMemory(models.Model):
    """What a person said a source's column is, by its header; an empty field: left out."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="columns")
    header = models.CharField(max_length=120)
    field = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "header"], name="column_once_a_source")]
