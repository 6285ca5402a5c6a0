"""Reads of rosters: of one unit or many, as `shifts.py` wants them; whose a member may see; and who can be reached."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.flow.load import rules
from backend.people import access
from backend.people.models import Device, Member, Role, Unit
from backend.people.queries import units_above, units_below
from backend.people.roster import Post, RosterChange, Shift
from backend.people.shifts import Change, Roster, ShiftTime
from backend.problems import Refused
from backend.times import beijing_day


def roster_of(unit_id: int, now: datetime) -> Roster:
    """The unit's roster, with the exceptions that can still matter now."""
    since = beijing_day(now) - timedelta(days=2)
    return rosters_of([unit_id], since).get(unit_id, Roster())


def rosters_of(unit_ids: Collection[int], since: date) -> dict[int, Roster]:
    """The rosters of those of these units that have one, with their exceptions from this day on, in three queries.

    Whoever left the unit, or its service, is in none of its shifts any more.
    """
    shifts = list(Shift.objects.filter(unit__in=unit_ids, retired_at=None).order_by("start", "pk"))
    times: dict[int, list[ShiftTime]] = defaultdict(list)
    posts: dict[int, set[tuple[int, int, int]]] = defaultdict(set)
    changes: dict[int, list[Change]] = defaultdict(list)
    for shift in shifts:
        times[shift.unit_id].append(time_of(shift))
    serving = Post.objects.filter(shift__in=shifts, member__is_active=True, member__unit=F("shift__unit"))
    for post in serving.select_related("shift"):
        posts[post.shift.unit_id].add((post.shift_id, post.weekday, post.member_id))
    for row in there(RosterChange.objects.filter(shift__in=shifts, day__gte=since)):
        changes[row.shift.unit_id].append(Change(row.shift_id, row.day, row.off_id, row.on_id))
    return {unit: Roster(tuple(of), frozenset(posts[unit]), tuple(changes[unit])) for unit, of in times.items()}


def there(changes: QuerySet[RosterChange]) -> QuerySet[RosterChange]:
    """Those of these exceptions by which somebody comes who still serves in the unit, or only somebody stays away."""
    serves = Q(on=None) | Q(on__is_active=True, on__unit=F("shift__unit"))
    return changes.filter(serves).select_related("shift").order_by("pk")


def time_of(row: Shift) -> ShiftTime:
    """The shift, for the rules."""
    return ShiftTime(row.pk, row.name, row.start, row.end, frozenset(row.weekdays), row.least)


def seen_unit(member: Member, code: str) -> Unit:
    """The unit with this code, one's own without one, if the member may see its roster."""
    unit = Unit.objects.select_related("parent").filter(code=code).first() if code else member.unit
    if unit is None:
        raise Refused("not_found")
    access.check(access.may_see_roster(member, scope_of(unit)))
    return unit


def scope_of(unit: Unit) -> access.OwnerScope:
    """What `access` needs to know of whose roster it is."""
    return access.OwnerScope(member_id=None, unit_id=unit.pk, above=units_above(unit))


def units_seen(member: Member) -> list[Unit]:
    """All units whose roster the member may see, his own first."""
    if member.role != Role.COMMANDER:
        return [member.unit]
    below = Unit.objects.filter(pk__in=units_below(member.unit)).exclude(pk=member.unit_id).order_by("code")
    return [member.unit, *below]


def people_of(unit: Unit) -> QuerySet[Member]:
    """Who can be put into a shift of the unit."""
    return Member.objects.filter(unit=unit, is_active=True).exclude(role=Role.ADMIN).order_by("role", "pk")


def reachable_among(members: Collection[int], now: datetime) -> set[int]:
    """Those of these members of whom a phone or browser was seen lately, and is not lost."""
    since = now - timedelta(days=rules().routing.duty.seen_within_days)
    devices = Device.objects.filter(member=OuterRef("pk"), seen_at__gte=since, lost_at=None)
    return set(Member.objects.filter(Exists(devices), pk__in=members).values_list("pk", flat=True))
