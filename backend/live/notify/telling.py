"""Writes down what is to be told outside the app, to whom and over which ways; in the transaction of what happened."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.flow.load import rules
from backend.flow.notifications import Loudness
from backend.live.notify.quiet import after_quiet, next_round
from backend.live.notify.rows import Channel, Notification, State, Way
from backend.live.notify.wishes import Wish, unit_wishes, wishes_of
from backend.people.models import Member, Unit
from backend.prepared import Prepared

# A gateway of a unit reaches each of its people by himself; the other ways of a unit are robots in a group.
GATEWAYS = (Way.SMS, Way.MAIL)
_AT_ONCE = Loudness(goes="at_once", hold=0, next=0, in_quiet=True, groups=False)


@dataclass(frozen=True)
class Message:
    """One thing to be told. `key` names it for good; `about` holds facts, of which only some will be said."""

    occasion: str
    key: str
    level: str
    about: dict[str, Any] = field(default_factory=dict)
    case_id: UUID | None = None
    assignment: int | None = None
    limit: str = ""

    @property
    def is_loud(self) -> bool:
        """All ways at once, whatever the hour."""
        return self.occasion == "help" or self.limit in rules().notifications.loud

    @property
    def loudness(self) -> Loudness:
        """How it goes out."""
        if self.is_loud:
            said = rules().notifications.levels.get(self.level, _AT_ONCE)
            return _AT_ONCE.model_copy(update={"groups": said.groups or self.occasion == "help"})
        return rules().notifications.levels.get(self.level, _AT_ONCE)


@dataclass(frozen=True)
class Reach:
    """Who there is to be told, and the ways of theirs and of their units that work."""

    people: list[Member]
    usable: list[Channel]


def reach_of(members: Collection[int]) -> Reach | None:
    """None where nothing leads to any of them: then there is nothing to put into words either."""
    people = _active(set(members))
    usable = _leading_to([one.pk for one in people], {unit for one in people for unit in unit_chain(one.unit)})
    return Reach(people, usable) if usable else None


_active = Prepared(
    lambda members: Member.objects.select_related("unit__parent__parent").filter(pk__in=members, is_active=True)
)
_leading_to = Prepared(
    lambda members, units: working().filter(Q(member_id__in=members) | Q(unit_id__in=units)).order_by("pk")
)


def tell(message: Message, reach: Reach, now: datetime) -> None:
    """Tell these members, over their ways one after the other, and where the level wants it their units' groups."""
    tell_all([(message, reach.people)], reach, now)


def tell_all(letters: Sequence[tuple[Message, Sequence[Member]]], reach: Reach, now: datetime) -> None:
    """Tell each message to its members, who are some of those reached."""
    said = _Said(wishes_of(reach.people), unit_wishes(_units_of_groups(letters)))
    rows = [
        row
        for message, people in letters
        for row in _allowed([*_to_members(message, people, reach, said, now)], message)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(cases: Collection[UUID], wanted: Q, now: datetime) -> int:
    """What still waits of these cases and is wanted is not needed any more. One that is being sent goes out all the same."""
    if not has_waiting(cases):
        return 0
    waiting = Notification.objects.select_for_update().filter(wanted, case_id__in=cases, state=State.WAITING)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return Notification.objects.filter(pk__in=ids).update(state=State.WITHDRAWN, done_at=now) if ids else 0


def has_waiting(cases: Collection[UUID]) -> bool:
    """Whether anything of these cases waits to be told: of most nothing does."""
    return bool(_waiting(cases))


_waiting = Prepared(
    lambda cases: Notification.objects.filter(case_id__in=cases, state=State.WAITING).values_list("pk", flat=True)[:1]
)


def working() -> Any:
    """The channels something can be sent over."""
    return Channel.objects.filter(is_on=True, removed_at=None, died_at=None)


def ways_to(member: Member, chain: Collection[int], usable: Collection[Channel]) -> list[Channel]:
    """A member's own ways and, for SMS, the nearest gateway of his unit or one above, in the order of the rules."""
    own = [each for each in usable if each.member_id == member.pk]
    near = list(chain)
    gateways = [each for each in usable if each.kind == Way.SMS and each.unit_id in near and member.phone]
    nearest = sorted(gateways, key=lambda each: near.index(each.unit_id or 0))[:1]
    order = rules().notifications.order
    return sorted([*own, *nearest], key=lambda each: order.index(Way(each.kind).value))


def groups_of(units: Collection[int], usable: Collection[Channel]) -> list[Channel]:
    """The robots of these units."""
    return [each for each in usable if each.unit_id in units and each.kind not in GATEWAYS]


def unit_chain(unit: Unit) -> tuple[int, ...]:
    """The unit and those above it, the nearest first."""
    chain = [unit.pk]
    while unit.parent is not None:
        unit = unit.parent
        chain.append(unit.pk)
    return tuple(chain)


@dataclass(frozen=True)
class _Said:
    """What members and units have said they want."""

    members: dict[int, Wish]
    units: dict[int, Wish]


def _units_of_groups(letters: Sequence[tuple[Message, Sequence[Member]]]) -> set[int]:
    return {one.unit_id for message, people in letters if message.loudness.groups for one in people}


def _to_members(
    message: Message, people: Sequence[Member], reach: Reach, said: _Said, now: datetime
) -> Iterator[Notification]:
    for one in people:
        ways = ways_to(one, unit_chain(one.unit), reach.usable)
        yield from _to_member(message, one, ways, said.members[one.pk], now)
    if message.loudness.groups:
        for each in groups_of({one.unit_id for one in people}, reach.usable):
            yield _row(message, None, each, said.units[each.unit_id or 0], at=now, now=now)


def _to_member(
    message: Message, member: Member, ways: list[Channel], wish: Wish, now: datetime
) -> Iterator[Notification]:
    """One row for each way, each kind of way its step later than the one before."""
    loudness = message.loudness
    kinds = list(dict.fromkeys(each.kind for each in ways))
    hold = loudness.hold if message.occasion == "assigned" else 0
    for channel in ways:
        at = now + timedelta(seconds=hold + loudness.next * kinds.index(channel.kind))
        yield _row(message, member, channel, wish, at=at, now=now)


def _row(
    message: Message, member: Member | None, channel: Channel, wish: Wish, *, at: datetime, now: datetime
) -> Notification:
    is_gathered = message.loudness.goes == "gathered"
    due = next_round(at, rules().notifications.digest_minutes) if is_gathered else at
    if not message.loudness.in_quiet and wish.has_quiet:
        let_go = after_quiet(due, wish.starts, wish.ends)
        is_gathered, due = is_gathered or let_go > due, let_go
    return Notification(
        member=member,
        channel=channel,
        occasion=message.occasion,
        key=message.key,
        case_id=message.case_id,
        assignment=message.assignment,
        limit=message.limit,
        about=message.about,
        is_loud=message.is_loud,
        is_gathered=is_gathered,
        created_at=now,
        next_at=due,
    )


def _allowed(rows: list[Notification], message: Message) -> list[Notification]:
    """A drill goes over the ways the rules leave it."""
    if not message.about.get("drill"):
        return rows
    return [row for row in rows if row.channel.kind in rules().notifications.drill_ways]
