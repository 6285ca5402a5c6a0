"""The rows of what is told outside the app: ways to a member or unit, what goes over them, and who wants it when."""

from django.db import models
from django.db.models import Q

from backend.people.models import Device, Member, Unit

_ONE_OWNER = Q(member__isnull=True, unit__isnull=False) | Q(member__isnull=False, unit__isnull=True)


class Way(models.TextChoices):
    """How somebody is reached."""

    WEBPUSH = "webpush", "手机推送"
    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"
    SMS = "sms", "短信"
    MAIL = "mail", "邮件"
    OTHER = "other", "其他"


class Channel(models.Model):
    """A way to a member, or one of a unit's: its robot in a group chat, or a gateway (SMS, mail) to all its people.

    The address is a key to the outside: sealed at rest, never shown again whole (`hint` says which one it is), never logged.
    Removed, the row stays for what was sent over it, and the address is wiped soon after.
    """

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="channels")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=Way)
    device = models.ForeignKey(Device, null=True, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    mark = models.CharField(max_length=64)
    hint = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True)
    died_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_OWNER, name="channel_has_one_owner"),
            models.UniqueConstraint(fields=["member", "mark"], name="channel_once_a_member"),
            models.UniqueConstraint(fields=["unit", "mark"], name="channel_once_a_unit"),
        ]


class State(models.TextChoices):
    """What became of it. `failed`: given up; `dead`: the way itself is gone; `withdrawn`: no longer needed."""

    WAITING = "waiting", "等待发送"
    SENT = "sent", "已送出"
    FAILED = "failed", "没送到"
    DEAD = "dead", "渠道失效"
    WITHDRAWN = "withdrawn", "不用再发"


class Notification(models.Model):
    """One thing to be told to one member (or, without one, to a unit's group) over one channel.

    `key` names the thing: the same one never goes to the same member over the same channel twice. While one is being sent,
    `next_at` lies ahead as a lease: a process that was killed leaves it to the next. `about` holds what the text may say.
    """

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="notifications")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="notifications")
    occasion = models.CharField(max_length=10)
    key = models.CharField(max_length=120)
    case_id = models.UUIDField(null=True, db_index=True)
    assignment = models.BigIntegerField(null=True)
    limit = models.CharField(max_length=16, blank=True)
    about = models.JSONField(default=dict)
    is_loud = models.BooleanField(default=False)
    is_gathered = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    code = models.CharField(max_length=24, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "channel", "key"], name="told_once"),
            models.UniqueConstraint(
                fields=["channel", "key"], condition=Q(member__isnull=True), name="told_a_group_once"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="notifications_due")]


class Preference(models.Model):
    """When a member, or whoever of a unit has not said so himself, wants quiet; and in which language he is told."""

    member = models.OneToOneField(Member, null=True, on_delete=models.CASCADE, related_name="+")
    unit = models.OneToOneField(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    has_quiet = models.BooleanField(default=True)
    quiet_starts = models.CharField(max_length=5)
    quiet_ends = models.CharField(max_length=5)
    language = models.CharField(max_length=4, default="zh")

    class Meta:
        constraints = [models.CheckConstraint(condition=_ONE_OWNER, name="preference_has_one_owner")]
