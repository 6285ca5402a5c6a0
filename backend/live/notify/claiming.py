"""Claims what is due, so that nobody else sends it meanwhile, and makes letters of it; in one short transaction."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import quote

from backend.flow.load import rules
from backend.live.notify.letter import Letter
from backend.live.notify.rows import Channel, Notification, State, Way
from backend.live.notify.seal import unseal
from backend.live.notify.telling import unit_chain, working
from backend.live.notify.wishes import Wish, unit_wishes, wishes_of
from backend.live.notify.words import text_of
from backend.people.models import Member, Role
from backend.storage import one_transaction

# Long enough for the slowest sending and a wait for a thread; then whoever claimed it counts as killed.
LEASE = timedelta(seconds=90)
_BOARD = (Role.CHIEF, Role.OPERATOR, Role.COMMANDER)


def claim(now: datetime, most: int) -> list[Letter]:
    """At most so many letters of what is due."""
    if not Notification.objects.filter(state=State.WAITING, next_at__lte=now).exists():
        return []
    with one_transaction():
        return list(_letters(_due(now, most), now))


def _due(now: datetime, most: int) -> list[Notification]:
    due = (
        Notification.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=State.WAITING, next_at__lte=now)
        .select_related("channel__device", "channel__unit", "member__unit__parent__parent")
        .order_by("is_gathered", "next_at", "pk")
    )
    return list(due[:most])


def _letters(due: list[Notification], now: datetime) -> Iterator[Letter]:
    wishes = wishes_of([row.member for row in due if row.member])
    groups = unit_wishes({row.channel.unit_id for row in due if row.channel.unit_id})
    for rows in _together(due):
        first = rows[0]
        _lease(rows, now)
        wish = wishes[first.member_id] if first.member_id else groups[first.channel.unit_id or 0]
        yield _letter(rows, wish, now)


def _together(due: list[Notification]) -> Iterator[list[Notification]]:
    """Each alone, but what was gathered for one person over one channel as one."""

    def pile(row: Notification) -> tuple[int, int, int, int]:
        return (row.channel_id, row.member_id or 0, 0 if row.is_gathered else row.pk, row.attempts)

    for _, rows in groupby(sorted(due, key=pile), key=pile):
        yield list(rows)


def _address(row: Notification) -> tuple[str, str]:
    """Where it goes, or why it goes nowhere."""
    channel, member = row.channel, row.member
    if why := _objection(channel, member):
        return "", why
    address = unseal(channel.sealed)
    if address is None:
        return "", "key_changed"
    if channel.kind == Way.SMS and member:
        return address.replace("{phone}", member.phone), ""
    if channel.kind == Way.MAIL and member:
        is_gateway = channel.unit_id is not None
        gateway, to = (address, _own_mail(member)) if is_gateway else (_mail_gateway(member), address)
        if not gateway or not to:
            return "", "no_mail" if is_gateway else "no_gateway"
        return gateway.replace("{to}", quote(to)), ""
    return address, ""


def _objection(channel: Channel, member: Member | None) -> str:
    """Why nothing goes over this channel any more. A device reported lost, or somebody else's by now, hears nothing."""
    if channel.removed_at or channel.died_at or not channel.is_on:
        return "channel_off"
    if member and not member.is_active:
        return "disabled"
    if channel.kind == Way.SMS and member and not member.phone:
        return "no_phone"
    device = channel.device
    if device and (device.lost_at or device.member_id != channel.member_id):
        return "device_lost" if device.lost_at else "other_member"
    return ""


def _mail_gateway(member: Member) -> str | None:
    chain = unit_chain(member.unit)
    found = working().filter(kind=Way.MAIL, unit__in=chain)
    nearest = sorted(found, key=lambda each: chain.index(each.unit_id))[:1]
    return next((unseal(each.sealed) for each in nearest), None)


def _own_mail(member: Member) -> str | None:
    """Whoever tries out a gateway tries it on himself."""
    own = working().filter(kind=Way.MAIL, member=member).order_by("pk").first()
    return unseal(own.sealed) if own else None


def _lease(rows: Iterable[Notification], now: datetime) -> None:
    for row in rows:
        row.attempts, row.next_at = row.attempts + 1, now + LEASE
    Notification.objects.bulk_update(rows, ["attempts", "next_at"])


def _letter(rows: list[Notification], wish: Wish, now: datetime) -> Letter:
    first, said = rows[0], rules()
    address, objection = _address(first)
    is_pile = len(rows) > 1
    about = {"count": len(rows), "drill": all(row.about.get("drill") for row in rows)} if is_pile else first.about
    path = _path(first) if not is_pile else "/"
    site = said.phones.public_address
    return Letter(
        notifications=tuple(row.pk for row in rows),
        channel=first.channel_id,
        kind=first.channel.kind,
        address=address,
        objection=objection,
        attempt=first.attempts,
        title="Qiaomen" if wish.language == "en" else "敲门",
        text=text_of(said, "gathered" if is_pile else first.occasion, about, wish.language),
        link=f"{site}{path}" if site else "",
        path=path,
        tag=f"case-{first.case_id}" if first.case_id and not is_pile else first.occasion,
        level=str(first.about.get("level", "")),
        is_loud=any(row.is_loud for row in rows),
        claimed_at=now,
        timeout=said.notifications.retry.timeout,
        member=first.member_id,
    )


def _path(row: Notification) -> str:
    """Where the app shows it; nothing but the case's opaque id stands in it."""
    if row.case_id is None:
        return "/"
    on_board = row.member is None or (row.member.role in _BOARD and row.occasion != "assigned")
    return f"/{'board' if on_board else 'case'}/{row.case_id}"
