"""Who there is: units in three tiers, the divisions they cover, members and their devices."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from backend.people import roster  # noqa: F401 - its tables belong here


class Tier(models.TextChoices):
    """The three tiers of the service: 市局 → 区县 → 派出所."""

    CITY = "city", "市级中心"
    DISTRICT = "district", "区县中心"
    STATION = "station", "派出所"


class Role(models.TextChoices):
    """What a member does."""

    OFFICER = "officer", "民警"
    CHIEF = "chief", "所长"
    OPERATOR = "operator", "劝阻专员"
    VOLUNTEER = "volunteer", "志愿者"
    DESK = "desk", "止付专岗"
    COMMANDER = "commander", "指挥长"
    ADMIN = "admin", "管理员"


# They see the cases they are sent to, and no others of their unit.
GOING_OUT = (Role.OFFICER, Role.VOLUNTEER)


class Division(models.Model):
    """An administrative division (行政区划) with its official code: 2, 6, 9 or 12 digits, kept as text."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")


class Unit(models.Model):
    """A unit (单位). Its events are numbered 1, 2, 3… without gaps; `stream_head` is the last number given."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=64)
    tier = models.CharField(max_length=8, choices=Tier)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    phone = models.CharField(max_length=20, blank=True)
    stream_head = models.PositiveBigIntegerField(default=0)
    # Whether the clock switches people on and off as the roster says; before that it is only a plan.
    follows_roster = models.BooleanField(default=False, db_default=False)


class Coverage(models.Model):
    """A station covers a division, and with it everything below; `remote` marks a village no officer reaches in time."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="coverage")
    division = models.OneToOneField(Division, on_delete=models.CASCADE, related_name="coverage")
    remote = models.BooleanField(default=False)


class MemberAccounts(BaseUserManager["Member"]):
    """Creates members; the name Django wants for it is a manager."""

    def create_user(self, username: str, password: str, **fields: object) -> Member:
        """A member with a hashed password."""
        member = self.model(username=username, **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """A person (人员) with a role in one unit; a volunteer also has a village."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=12, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="members")
    village = models.ForeignKey(Division, null=True, on_delete=models.PROTECT, related_name="volunteers")
    badge = models.CharField(max_length=12, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    on_duty = models.BooleanField(default=False)
    # When he went off duty; empty again once he is back, or nothing of what he had then is his any more.
    left_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)

    objects = MemberAccounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        # Asked every second for the few who left lately, among all members.
        indexes = [models.Index(fields=["left_at"], condition=models.Q(left_at__isnull=False), name="left_lately")]


class Device(models.Model):
    """A phone or browser a member has used; the id is made on it.

    Reported lost (报失) it gets nothing more and is told to wipe itself; what it has not sent is taken in until `taken_in_until`.
    """

    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=80)
    seen_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)
    lost_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    taken_in_until = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)

    class Meta:
        # Asked every two seconds for all open sockets; a handful of rows among all the devices there ever were.
        indexes = [models.Index(fields=["id"], condition=models.Q(lost_at__isnull=False), name="lost_devices")]


class LocalKey(models.Model):
    """Wraps the copy of a phone's own key that lies on the phone: with it a forgotten PIN costs no unsent work.

    32 random bytes as base64, one for each member of a device, given only against the member's password.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="local_keys")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=44)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "member"], name="local_key_once")]


class SavedView(models.Model):
    """A filter of the board that a member keeps under a name; the id is made by his browser and sorts by when it was."""

    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=20)
    shown = models.JSONField()


class Training(models.Model):
    """演练: a unit practises from `since` on, until `until` or until somebody ends it; real cases come in all the same."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="trainings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(ended_at__isnull=True), name="one_training_a_unit"
            )
        ]
