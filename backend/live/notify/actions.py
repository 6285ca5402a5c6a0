"""Every write to channels and wishes: adding, switching, removing, trying out."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from backend.live.notify.kinds import hint, kept_form
from backend.live.notify.rows import Channel, Notification, Preference, State, Way
from backend.live.notify.seal import mark_of, seal
from backend.live.notify.telling import working
from backend.live.notify.wire import WishIn
from backend.people import access
from backend.people.models import Device, Member, Unit
from backend.people.queries import owner_scope, units_above
from backend.problems import Refused
from backend.storage import one_transaction

MOST = 20
# A way removed by mistake can be taken back for this long; then its address is wiped.
TAKEN_BACK_WITHIN = timedelta(minutes=10)


def add_channel(by: Member, kind: str, address: str, now: datetime, *, unit: Unit | None, device: UUID | None) -> None:
    """A way of the member's own, or of the unit. The same one entered again is the one there is, and counts as new."""
    _check_may_set(by, unit)
    way = Way(kind)
    kept = kept_form(way, address, is_units=unit is not None)
    owner = {"unit": unit} if unit else {"member": by}
    with one_transaction():
        Member.objects.select_for_update().get(pk=by.pk)
        its = Channel.objects.filter(**owner, removed_at=None)
        if its.exclude(mark=mark_of(kept)).count() >= MOST:
            raise Refused("too_many_channels")
        phone = _own_device(by, device) if way == Way.WEBPUSH else None
        if way == Way.WEBPUSH:
            _replace_push(by, mark_of(kept), phone, now)
        fresh = {"removed_at": None, "died_at": None, "is_on": True, "code": "", "failed_at": None, "by": by}
        said = {**fresh, "kind": way, "sealed": seal(kept), "hint": hint(way, kept), "device": phone}
        Channel.objects.update_or_create(
            **owner, mark=mark_of(kept), defaults=said, create_defaults={**said, "created_at": now}
        )


def change_channel(
    by: Member, channel_id: int, now: datetime, *, is_on: bool | None, is_removed: bool | None
) -> Channel:
    """Switch it, remove it, or take the removal back."""
    with one_transaction():
        channel = _own(by, channel_id, now)
        if is_on is not None:
            channel.is_on = is_on
        if is_removed is not None:
            channel.removed_at = now if is_removed else None
        channel.save(update_fields=["is_on", "removed_at"])
    return channel


def try_channel(by: Member, channel_id: int, now: datetime) -> Channel:
    """A trial over this way, to whoever asks for it; one that was dead gets its chance."""
    with one_transaction():
        channel = _own(by, channel_id, now)
        is_groups = channel.unit_id is not None and channel.kind not in (Way.SMS, Way.MAIL)
        if channel.unit_id and channel.kind == Way.MAIL and not working().filter(member=by, kind=Way.MAIL).exists():
            raise Refused("no_own_mail")
        if not Notification.objects.filter(channel=channel, occasion="test", state=State.WAITING).exists():
            Channel.objects.filter(pk=channel.pk).update(died_at=None)
            Notification.objects.create(
                member=None if is_groups else by,
                channel=channel,
                occasion="test",
                key=f"test:{uuid4()}",
                created_at=now,
                next_at=now,
            )
    return channel


def wish(by: Member, said: WishIn, unit: Unit | None) -> None:
    """When it is to be quiet for the member, or for those of the unit who have said nothing themselves."""
    _check_may_set(by, unit)
    owner = {"unit": unit} if unit else {"member": by}
    with one_transaction():
        Preference.objects.update_or_create(
            **owner,
            defaults={
                "has_quiet": said.has_quiet,
                "quiet_starts": said.starts,
                "quiet_ends": said.ends,
                "language": said.language,
            },
        )


def wipe_removed(now: datetime) -> int:
    """What was removed and not taken back: its address is gone for good."""
    gone = Channel.objects.filter(removed_at__lt=now - TAKEN_BACK_WITHIN).exclude(sealed="")
    return gone.update(sealed="") if gone.exists() else 0


def _check_may_set(by: Member, unit: Unit | None) -> None:
    scope = access.OwnerScope(None, unit.pk, units_above(unit)) if unit else owner_scope(by)
    access.check(access.may_set_channels(by, scope))


def _own(by: Member, channel_id: int, now: datetime) -> Channel:
    """One this member may change, that is there or may still be taken back."""
    channel = Channel.objects.select_for_update(of=("self",)).select_related("unit", "member__unit").filter(
        pk=channel_id
    ).first()  # fmt: skip
    if channel is None or (channel.removed_at and channel.removed_at < now - TAKEN_BACK_WITHIN):
        raise Refused("not_found")
    if channel.member and channel.member_id != by.pk:
        raise Refused("not_found")
    _check_may_set(by, channel.unit)
    return channel


def _own_device(by: Member, device: UUID | None) -> Device | None:
    return Device.objects.filter(pk=device, member=by).first() if device else None


def _replace_push(by: Member, mark: str, phone: Device | None, now: datetime) -> None:
    """A phone has one subscription: an earlier one of it, or of whoever used this browser before, hears nothing more."""
    others = Channel.objects.filter(kind=Way.WEBPUSH, removed_at=None)
    others.filter(mark=mark).exclude(member=by).update(removed_at=now)
    if phone:
        others.filter(device=phone).exclude(mark=mark).update(removed_at=now)
