"""Every write about devices: first and last seen, reported lost, found again, wiped; and the key each member's data is kept under."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.people import access
from backend.people.models import Device, LocalKey, Member
from backend.people.queries import owner_scope
from backend.prepared import Prepared
from backend.problems import Refused
from backend.storage import one_transaction
from backend.writing import store

# How labels of desktops begin (`session.device_label`); whatever is not known may well be a phone.
DESKTOPS = ("Windows", "macOS", "Linux")
SEEN_AFRESH = timedelta(hours=1)


def enter(member: Member, device_id: UUID, label: str, fresh_key: bytes, now: datetime, *, is_proven: bool) -> str:
    """The member signs in on this device, his from now on where that is proven. The key of his data there: `fresh_key` the first time.

    A device reported lost lets nobody in and gives no key.
    """
    with one_transaction():
        # Its row is locked: either the loss was reported before and is seen here, or it waits until the key is given.
        device = seen_device(member, device_id, label, now, is_proven=is_proven)
        if device.lost_at:
            raise Refused("device_lost", take_in=False)
        key, _ = LocalKey.objects.get_or_create(
            device=device, member=member, defaults={"key": b64encode(fresh_key).decode()}
        )
        return key.key


def seen_device(member: Member, device_id: UUID, label: str, now: datetime, *, is_proven: bool = True) -> Device:
    """Note that the member signed in here. A browser that somebody else used before is now his; a lost one stays whose it was.

    So does one that is only said to be this device: reports name theirs, and whoever took it over could have it wiped.
    """
    with one_transaction():
        device, is_new = Device.objects.select_for_update(of=("self",)).get_or_create(
            pk=device_id, defaults={"member": member, "label": label[:80], "seen_at": now}
        )
        if not is_new and device.lost_at is None and (is_proven or device.member_id == member.pk):
            device.member, device.label, device.seen_at = member, label[:80], now
            device.save(update_fields=["member", "label", "seen_at"])
        return device


def is_his(member: Member, device_id: UUID) -> bool:
    """Whether the device counts as the member's."""
    return Device.objects.filter(pk=device_id, member=member).exists()


def desktops_among(device_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these devices that nobody carries along."""
    return {device.pk for device in _devices(set(device_ids)) if device.label.startswith(DESKTOPS)}


_devices = Prepared(lambda devices: Device.objects.filter(pk__in=devices))


def known_device(member: Member, device_id: UUID, label: str, now: datetime) -> Device:
    """The device that reports were made on, noted if it never signed in. It stays whose it is, whoever sends them."""
    if not (found := _devices([device_id])):
        store([Device(pk=device_id, member=member, label=label[:80], seen_at=now)], ignore_conflicts=True)
        found = _devices([device_id])
    return found[0]


def in_use(member: Member, device_id: UUID, label: str, now: datetime) -> None:
    """The member opens the app on this device."""
    known_device(member, device_id, label, now)
    seen_again([(member, device_id)], now)


def seen_again(used: Sequence[tuple[Member, UUID]], now: datetime) -> None:
    """Each member still uses his device; written at most once an hour."""
    pairs = {(device, member.pk) for member, device in used}
    his = [
        one.pk
        for one in _devices({device for device, _ in pairs})
        if one.seen_at < now - SEEN_AFRESH and (one.pk, one.member_id) in pairs
    ]
    if his:  # An update that hits nothing would still wait for SQLite's one writer.
        Device.objects.filter(pk__in=his).update(seen_at=now)


def report_lost(by: Member, device_id: UUID, now: datetime, *, take_in: timedelta) -> Device:
    """报失: from now on the device gets nothing and has to wipe itself; for as long as `take_in` its unsent work is taken in."""
    with one_transaction():
        device = _locked(by, device_id)
        if device.lost_at is None:
            device.lost_at, device.lost_by, device.taken_in_until = now, by, now + take_in
            device.save(update_fields=["lost_at", "lost_by", "taken_in_until"])
    return device


def report_found(by: Member, device_id: UUID) -> Device:
    """找回: the device may be used again; one that was wiped meanwhile signs in anew."""
    with one_transaction():
        device = _locked(by, device_id)
        if device.lost_at is not None:
            device.lost_at = device.lost_by = device.taken_in_until = device.wiped_at = None
            device.save(update_fields=["lost_at", "lost_by", "taken_in_until", "wiped_at"])
    return device


def confirm_wiped(device_id: UUID, now: datetime) -> None:
    """清除: the member's phone has wiped itself, as ordered. His key is kept: what it could not send lies sealed on it.

    When the phone is found, the key still opens that; until then nobody is given it.
    """
    with one_transaction():
        # Found meanwhile, or never lost: there was no order, and there is nothing to note.
        Device.objects.filter(pk=device_id, lost_at__isnull=False, wiped_at=None).update(wiped_at=now)


def _locked(by: Member, device_id: UUID) -> Device:
    device = Device.objects.select_for_update(of=("self",)).select_related("member__unit").filter(pk=device_id).first()
    if device is None:
        raise Refused("not_found")
    access.check(access.may_report_lost(by, owner_scope(device.member)))
    return device
