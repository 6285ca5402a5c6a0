"""Every read of channels: a member's own, a unit's with who of its people can be told at all, and what was told of a case."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from backend.flow.load import rules
from backend.live.notify import vapid
from backend.live.notify.rows import Channel, Notification, Preference, Way
from backend.live.notify.telling import unit_chain, ways_to, working
from backend.live.notify.wire import (
    ChannelList,
    ChannelView,
    Mine,
    NotifiedView,
    Reach,
    TrialView,
    UnitChannels,
    UnitRef,
    WishView,
)
from backend.live.notify.wishes import Wish, unit_wishes, wishes_of
from backend.people import access
from backend.people.models import Member, Tier, Unit
from backend.people.queries import units_above, units_below
from backend.problems import Refused


def mine(member: Member) -> Mine:
    """The member's own ways, and what there is for him besides."""
    said = rules()
    gateways = set(working().filter(unit__in=unit_chain(member.unit)).values_list("kind", flat=True))
    is_own = Preference.objects.filter(member=member).exists()
    return Mine(
        channels=_views(Channel.objects.filter(member=member, removed_at=None)),
        wish=_wish(wishes_of([member])[member.pk], is_own=is_own),
        push_key=vapid.public_key(),
        has_sms=Way.SMS in gateways,
        phone=member.phone,
        has_mail_server=Way.MAIL in gateways,
        levels=said.notifications.levels,
        digest_minutes=said.notifications.digest_minutes,
    )


def unit_channels(member: Member, code: str) -> UnitChannels:
    """A unit's ways, and over which each of its people can be told."""
    unit = unit_asked_for(member, code)
    scope = access.OwnerScope(None, unit.pk, units_above(unit))
    access.check(access.may_see_channels(member, scope))
    return UnitChannels(
        unit=_ref(unit),
        units=[_ref(each) for each in _choice(member)],
        channels=_views(Channel.objects.filter(unit=unit, removed_at=None)),
        people=list(_reach(unit)),
        wish=_wish(unit_wishes([unit.pk])[unit.pk], is_own=Preference.objects.filter(unit=unit).exists()),
        may_set=bool(access.may_set_channels(member, scope)),
    )


def channel_list(member: Member, unit: Unit | None) -> ChannelList:
    """The member's own ways, or the unit's, after he changed one."""
    owner = {"unit": unit} if unit else {"member": member}
    return ChannelList(channels=_views(Channel.objects.filter(**owner, removed_at=None)))


def wish_of(member: Member, unit: Unit | None) -> WishView:
    """What the member or the unit has said of quiet."""
    return _wish(unit_wishes([unit.pk])[unit.pk] if unit else wishes_of([member])[member.pk], is_own=True)


def unit_asked_for(member: Member, code: str) -> Unit:
    """The unit with this code, or the member's own."""
    unit = Unit.objects.select_related("parent__parent").filter(code=code or member.unit.code).first()
    if unit is None:
        raise Refused("not_found")
    return unit


def notified_of(case_id: UUID) -> list[NotifiedView]:
    """What was told of a case. Whoever asks must be let in to the case before."""
    rows = Notification.objects.filter(case_id=case_id).select_related("channel", "member").order_by("pk")
    return [
        NotifiedView(
            assignment=row.assignment,
            member=row.member_id,
            name=row.member.name if row.member else "",
            way=row.channel.kind,
            occasion=row.occasion,
            limit=row.limit,
            state=row.state,
            code=row.code,
            at=row.done_at or row.created_at,
            seconds=_seconds(row),
        )
        for row in rows
    ]


def _choice(member: Member) -> Iterable[Unit]:
    """A commander's and administrator's units; a chief has his own."""
    below = units_below(member.unit) if member.unit.tier != Tier.STATION else {member.unit_id}
    return Unit.objects.filter(pk__in=below).order_by("code")


def _reach(unit: Unit) -> Iterable[Reach]:
    """Who of the unit's people can be told over what; those who cannot come first."""
    people = list(Member.objects.filter(unit=unit, is_active=True).select_related("unit").order_by("role", "pk"))
    chain = unit_chain(unit)
    usable = list(working().filter(member__in=people)) + list(working().filter(unit__in=chain))
    has_mail = any(each.kind == Way.MAIL and each.unit_id for each in usable)
    lost = _lost(people)
    found = []
    for one in people:
        ways = [each.kind for each in ways_to(one, chain, usable) if each.kind != Way.MAIL or has_mail]
        found.append(
            Reach(
                id=one.pk,
                name=one.name,
                role=one.role,
                unit=unit.name,
                on_duty=one.on_duty,
                ways=list(dict.fromkeys(ways)),
                lost=sorted(lost[one.pk]),
            )
        )
    return sorted(found, key=lambda each: (bool(set(each.ways) - {"webpush"}), bool(each.ways)))


def _lost(people: Collection[Member]) -> dict[int, set[Way]]:
    dead = Channel.objects.filter(member__in=people, removed_at=None, died_at__isnull=False)
    lost: dict[int, set[Way]] = defaultdict(set)
    for channel in dead:
        lost[channel.member_id or 0].add(Way(channel.kind))
    return lost


def _views(channels: QuerySet[Channel]) -> list[ChannelView]:
    order = rules().notifications.order
    shown = sorted(channels.select_related("device"), key=lambda each: (order.index(each.kind), each.pk))
    trials = _trials(shown)
    return [
        ChannelView(
            id=each.pk,
            kind=each.kind,
            hint=each.hint,
            device=each.device_id,
            label=each.device.label if each.device else "",
            is_on=each.is_on,
            state=_state(each),
            worked_at=each.worked_at,
            code=each.code,
            test=trials.get(each.pk),
        )
        for each in shown
    ]


def _state(channel: Channel) -> str:
    if channel.died_at:
        return "dead"
    if channel.failed_at and (channel.worked_at is None or channel.failed_at > channel.worked_at):
        return "failing"
    return "works" if channel.worked_at else "untried"


def _trials(channels: Collection[Channel]) -> dict[int, TrialView]:
    """Each one's last."""
    rows = Notification.objects.filter(channel__in=channels, occasion="test").order_by("pk")
    return {
        row.channel_id: TrialView(state=row.state, seconds=_seconds(row), code=row.code, at=row.created_at)
        for row in rows
    }


def _seconds(row: Notification) -> int | None:
    return int((row.done_at - row.created_at).total_seconds()) if row.done_at else None


def _wish(wish: Wish, *, is_own: bool) -> WishView:
    return WishView(
        has_quiet=wish.has_quiet,
        starts=wish.starts,
        ends=wish.ends,
        language=wish.language,
        is_own=is_own,
    )


def _ref(unit: Unit) -> UnitRef:
    return UnitRef(code=unit.code, name=unit.name)
