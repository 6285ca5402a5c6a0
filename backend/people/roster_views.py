"""A roster → what a person sees of it: a week of a unit, and the gaps of the hours to come."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from backend.flow.load import rules
from backend.people import access, rosters
from backend.people.models import Member, Unit
from backend.people.roster_wire import (
    ChangeShape,
    Gap,
    GapKind,
    Gaps,
    Placed,
    RosterPerson,
    RosterWeek,
    ShiftView,
    TurnView,
)
from backend.people.shifts import Roster, ShiftTime, Turn, coming, overlaps, running, turns
from backend.people.wire import UnitView
from backend.times import beijing_day

WEEK = 7


def week_of(member: Member, unit: Unit, day: date, now: datetime) -> RosterWeek:
    """The week of this day, Monday to Sunday."""
    first = monday(day)
    # The night before Monday runs into it, and is the reason of a clash there.
    roster = rosters.rosters_of([unit.pk], first - timedelta(days=1)).get(unit.pk, Roster())
    people = list(rosters.people_of(unit))
    reachable = rosters.reachable_among([each.pk for each in people], now)
    return RosterWeek(
        unit=UnitView.of(unit),
        units=[UnitView.of(each) for each in rosters.units_seen(member)],
        may_set=access.may_set_roster(member, rosters.scope_of(unit)).allowed,
        follows=unit.follows_roster,
        first=first,
        today=beijing_day(now),
        shifts=[_shift(shift) for shift in roster.shifts],
        people=[_person(each, is_reachable=each.pk in reachable) for each in people],
        turns=[_turn(roster, turn, now) for turn in turns(roster, first, WEEK)],
        changes=[
            ChangeShape(shift=each.shift, day=each.day, off=each.off, on=each.on)
            for each in roster.changes
            if first <= each.day < first + timedelta(days=WEEK)
        ],
        clashes=[
            ChangeShape(shift=later.shift.id, day=later.day, on=who)
            for who, _, later in overlaps(roster, first - timedelta(days=1), WEEK + 1)
            if later.day >= first
        ],
    )


def gaps_seen(member: Member, now: datetime) -> Gaps:
    """What is wrong with the turns under way and to come, in all units whose roster this member sets."""
    access.check(access.may_see_gaps(member))
    hours = rules().routing.duty.gap_hours
    units = {unit.pk: unit for unit in rosters.units_seen(member)}
    of_units = rosters.rosters_of(list(units), beijing_day(now) - timedelta(days=2))
    near = {
        unit: running(roster, now) + coming(roster, now, timedelta(hours=hours)) for unit, roster in of_units.items()
    }
    serving = {who for found in near.values() for turn in found for who in turn.members}
    names = dict(Member.objects.filter(pk__in=serving).values_list("pk", "name"))
    silent = serving - rosters.reachable_among(serving, now)
    gaps = [
        _gap(units[unit], turn, kind, name)
        for unit, found in near.items()
        for turn in found
        for kind, name in _gaps_of(turn, {who: names[who] for who in turn.members if who in silent})
    ]
    return Gaps(hours=hours, gaps=sorted(gaps, key=lambda gap: (gap.starts, gap.unit_code, gap.kind)))


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _gaps_of(turn: Turn, silent: dict[int, str]) -> Iterator[tuple[GapKind, str]]:
    if turn.is_short:
        yield "short" if turn.members else "empty", ""
    for name in silent.values():
        yield "unreachable", name


def _gap(unit: Unit, turn: Turn, kind: GapKind, name: str) -> Gap:
    return Gap(
        unit=unit.name,
        unit_code=unit.code,
        shift=turn.shift.name,
        day=turn.day,
        starts=turn.starts,
        kind=kind,
        name=name,
    )


def _shift(shift: ShiftTime) -> ShiftView:
    return ShiftView(
        id=shift.id,
        name=shift.name,
        start=shift.start,
        end=shift.end,
        weekdays=sorted(shift.weekdays),
        least=shift.least,
    )


def _person(member: Member, *, is_reachable: bool) -> RosterPerson:
    return RosterPerson(
        id=member.pk,
        name=member.name,
        role=member.role,
        badge=member.badge,
        on_duty=member.on_duty,
        is_reachable=is_reachable,
    )


def _turn(roster: Roster, turn: Turn, now: datetime) -> TurnView:
    today = [change for change in roster.changes if (change.shift, change.day) == (turn.shift.id, turn.day)]
    came = {change.on: change.off for change in today if change.on is not None}
    usual = {who for shift, weekday, who in roster.posts if (shift, weekday) == (turn.shift.id, turn.day.weekday())}
    return TurnView(
        shift=turn.shift.id,
        day=turn.day,
        starts=turn.starts,
        ends=turn.ends,
        people=[
            Placed(member=who, only_this_day=who not in usual, instead_of=came.get(who) if who not in usual else None)
            for who in turn.members
        ],
        away=sorted(usual - set(turn.members)),
        is_short=turn.is_short,
        is_running=turn.starts <= now < turn.ends,
        is_over=turn.ends <= now,
    )
