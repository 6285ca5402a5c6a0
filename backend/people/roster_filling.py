"""Takes over who covers what from a table: exactly these people on exactly these turns; all other turns stay as they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.people import access
from backend.people.models import Member, Unit
from backend.people.roster import Post, RosterChange
from backend.people.rosters import roster_of, rosters_of, scope_of, seen_unit
from backend.people.shifts import Change, Roster, covering, overlaps
from backend.people.turning import replan
from backend.storage import one_transaction

WEEK = 7


@dataclass(frozen=True)
class Filling:
    """These people cover this shift: on this day, or on this weekday of every week."""

    shift: int
    day: date | None
    weekday: int | None
    members: frozenset[int]


def unit_to_fill(member: Member, code: str) -> Unit:
    """The unit, if the member sets its roster."""
    unit = seen_unit(member, code)
    access.check(access.may_set_roster(member, scope_of(unit)))
    return unit


def filled(roster: Roster, fillings: Iterable[Filling]) -> Roster:
    """The roster as it would be, in thought alone."""
    for filling in fillings:
        if filling.day is None:
            kept = {post for post in roster.posts if post[:2] != (filling.shift, filling.weekday)}
            posts = kept | {(filling.shift, filling.weekday or 0, who) for who in filling.members}
            roster = replace(roster, posts=frozenset(posts))
        else:
            others = tuple(one for one in roster.changes if (one.shift, one.day) != (filling.shift, filling.day))
            roster = replace(roster, changes=others + tuple(differences(roster, filling)))
    return roster


def differences(roster: Roster, filling: Filling) -> list[Change]:
    """By which exceptions the day comes to be so; none where it is so every week."""
    if filling.day is None:
        return []
    usual = {who for shift, weekday, who in roster.posts if (shift, weekday) == (filling.shift, filling.day.weekday())}
    away = [Change(filling.shift, filling.day, who, None) for who in sorted(usual - filling.members)]
    return away + [Change(filling.shift, filling.day, None, who) for who in sorted(filling.members - usual)]


def changed_by(roster: Roster, fillings: Iterable[Filling]) -> int:
    """How many turns would be covered by others than now."""
    shifts = {shift.id: shift for shift in roster.shifts}
    count = 0
    for each in fillings:
        if each.day is None:
            now = {who for shift, weekday, who in roster.posts if (shift, weekday) == (each.shift, each.weekday)}
        else:
            now = set(covering(roster, shifts[each.shift], each.day))
        count += now != each.members
    return count


def clashing(roster: Roster, fillings: Iterable[Filling]) -> set[tuple[int, int, date]]:
    """Whom the table would put into two places at once: member, shift and day, of the days it names.

    Of two turns that it names both the later is wrong; against one that was there before it is the table's.
    """
    named = {(each.shift, each.day) for each in fillings if each.day}
    found = set()
    for day in sorted({day for _, day in named if day}):
        for who, one, other in overlaps(roster, day - timedelta(days=1), 3):
            wrong = other if (other.shift.id, other.day) in named else one
            if (wrong.shift.id, wrong.day) in named:
                found.add((who, wrong.shift.id, wrong.day))
    return found


def fill(member: Member, code: str, fillings: list[Filling], now: datetime) -> int:
    """Take it over; said twice the second time changes nothing. How many turns are covered by others than before."""
    unit = unit_to_fill(member, code)
    with one_transaction():
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        since = min([each.day for each in fillings if each.day], default=now.date())
        roster = rosters_of([unit.pk], since).get(unit.pk, roster_of(unit.pk, now))
        count = changed_by(roster, fillings)
        for each in sorted(fillings, key=lambda one: one.day is not None):
            _write(roster, each)
            roster = filled(roster, [each])
        replan(unit, now)
    return count


def _write(roster: Roster, filling: Filling) -> None:
    if filling.day is None:
        there = Post.objects.filter(shift=filling.shift, weekday=filling.weekday or 0)
        there.exclude(member__in=filling.members).delete()
        known = set(there.values_list("member", flat=True))
        Post.objects.bulk_create(
            Post(shift_id=filling.shift, weekday=filling.weekday or 0, member_id=who)
            for who in sorted(filling.members - known)
        )
        return
    RosterChange.objects.filter(shift=filling.shift, day=filling.day).delete()
    RosterChange.objects.bulk_create(
        RosterChange(shift_id=each.shift, day=each.day, off_id=each.off, on_id=each.on)
        for each in differences(roster, filling)
    )
