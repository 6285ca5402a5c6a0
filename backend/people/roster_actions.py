"""Every write to a roster: shifts, who covers them, exceptions, last week once more; each lets the clock look anew."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from backend.people import access
from backend.people.models import Member, Unit
from backend.people.roster import Post, RosterChange, Shift
from backend.people.roster_views import WEEK, monday
from backend.people.roster_wire import ChangeShape, PlaceIn, ShiftIn
from backend.people.rosters import people_of, rosters_of, scope_of, seen_unit
from backend.people.shifts import Change, Roster, covering
from backend.people.turning import replan
from backend.problems import Refused
from backend.storage import one_transaction


def set_shift(member: Member, said: ShiftIn, now: datetime) -> Unit:
    """A new shift of the unit, or one that is there with other times."""
    unit = _set_by(member, said.unit)
    values = said.model_dump(include={"name", "start", "end", "least"}) | {"weekdays": sorted(set(said.weekdays))}
    with one_transaction():
        _hold(unit)
        named = Shift.objects.filter(unit=unit, name=said.name, retired_at=None).exclude(pk=said.id or 0)
        if named.exists():
            raise Refused("bad_input", [_TAKEN])
        if said.id is None:
            Shift.objects.create(unit=unit, **values)
        elif not Shift.objects.filter(pk=said.id, unit=unit, retired_at=None).update(**values):
            raise Refused("not_found")
        replan(unit, now)
    return unit


def retire_shift(member: Member, shift_id: int, now: datetime, *, is_back: bool = False) -> Unit:
    """The shift is no more; who covered it is kept, so that it can be brought back."""
    shift = Shift.objects.select_related("unit__parent").filter(pk=shift_id).first()
    if shift is None:
        raise Refused("not_found")
    unit = _set_by(member, shift.unit.code)
    with one_transaction():
        _hold(unit)
        if is_back and Shift.objects.filter(unit=unit, name=shift.name, retired_at=None).exclude(pk=shift.pk).exists():
            raise Refused("bad_input", [_TAKEN])
        Shift.objects.filter(pk=shift.pk).update(retired_at=None if is_back else now)
        replan(unit, now)
    return unit


def place(member: Member, said: PlaceIn, now: datetime) -> Unit:
    """Put somebody into a shift or take him out, on one day or every week; said twice it is done once."""
    shift, unit = _shift_set_by(member, said.shift)
    if not people_of(unit).filter(pk=said.member).exists():
        raise Refused("bad_input", [_STRANGER])
    with one_transaction():
        _hold(unit)
        if said.every_week:
            _place_weekly(shift, said)
        else:
            _place_once(shift, said)
        replan(unit, now)
    return unit


def set_week(member: Member, code: str, first: date, changes: Sequence[ChangeShape], now: datetime) -> Unit:
    """The exceptions of this week are these, and no others."""
    unit = _set_by(member, code)
    days = range(WEEK)
    within = {monday(first) + timedelta(days=each) for each in days}
    ours = set(Shift.objects.filter(unit=unit).values_list("pk", flat=True))
    people = set(people_of(unit).values_list("pk", flat=True))
    rows = [Change(each.shift, each.day, each.off, each.on) for each in changes]
    for row in rows:
        named = {who for who in (row.off, row.on) if who is not None}
        if row.shift not in ours or row.day not in within or not named <= people or not named:
            raise Refused("bad_input", [_STRANGER])
    with one_transaction():
        _hold(unit)
        _write_week(unit, monday(first), rows)
        replan(unit, now)
    return unit


def copy_week(member: Member, code: str, first: date, now: datetime) -> Unit:
    """This week is as the last one was: whatever differs from the weekly pattern differs in the same way."""
    unit = _set_by(member, code)
    start = monday(first)
    with one_transaction():
        _hold(unit)
        last = start - timedelta(days=WEEK)
        roster = rosters_of([unit.pk], last).get(unit.pk, Roster())
        rows = [
            Change(shift.id, day + timedelta(days=WEEK), off, on)
            for shift in roster.shifts
            for day in (last + timedelta(days=each) for each in range(WEEK))
            for off, on in _differences(roster, shift.id, day, covering(roster, shift, day))
        ]
        _write_week(unit, start, rows)
        replan(unit, now)
    return unit


def set_following(member: Member, code: str, follows: bool, now: datetime) -> Unit:
    """From now on people are switched on and off as the roster says, or by hand alone."""
    unit = _set_by(member, code)
    with one_transaction():
        _hold(unit)
        Unit.objects.filter(pk=unit.pk).update(follows_roster=follows)
        unit.follows_roster = follows
        replan(unit, now)
    return unit


def _place_weekly(shift: Shift, said: PlaceIn) -> None:
    weekday = said.day.weekday()
    if said.on:
        Post.objects.get_or_create(shift=shift, weekday=weekday, member_id=said.member)
        if said.instead_of is not None:
            Post.objects.filter(shift=shift, weekday=weekday, member=said.instead_of).delete()
    else:
        Post.objects.filter(shift=shift, weekday=weekday, member=said.member).delete()
    # What was said of this day alone is overtaken by what holds every week.
    _forget(shift, said.day, said.member)


def _place_once(shift: Shift, said: PlaceIn) -> None:
    _forget(shift, said.day, said.member)
    serves = Post.objects.filter(shift=shift, weekday=said.day.weekday(), member=said.member).exists()
    if said.on and said.instead_of is not None:
        _forget(shift, said.day, said.instead_of)
        RosterChange.objects.create(
            shift=shift, day=said.day, off_id=said.instead_of, on_id=None if serves else said.member
        )
    elif said.on and not serves:
        RosterChange.objects.create(shift=shift, day=said.day, on_id=said.member)
    elif not said.on and serves:
        RosterChange.objects.create(shift=shift, day=said.day, off_id=said.member)


def _forget(shift: Shift, day: date, member: int) -> None:
    """Nothing is said of this member on this day any more; who came or stayed away with him still does."""
    there = RosterChange.objects.filter(shift=shift, day=day)
    there.filter(on=member, off=None).delete()
    there.filter(off=member, on=None).delete()
    there.filter(on=member).update(on=None)
    there.filter(off=member).update(off=None)


def _differences(
    roster: Roster, shift: int, day: date, members: Iterable[int]
) -> Iterable[tuple[int | None, int | None]]:
    usual = {who for at, weekday, who in roster.posts if (at, weekday) == (shift, day.weekday())}
    for who in usual.symmetric_difference(members):
        yield (who, None) if who in usual else (None, who)


def _write_week(unit: Unit, first: date, rows: Iterable[Change]) -> None:
    within = {"day__gte": first, "day__lt": first + timedelta(days=WEEK)}
    RosterChange.objects.filter(shift__unit=unit, **within).delete()
    RosterChange.objects.bulk_create(
        RosterChange(shift_id=row.shift, day=row.day, off_id=row.off, on_id=row.on) for row in dict.fromkeys(rows)
    )


def _shift_set_by(member: Member, shift_id: int) -> tuple[Shift, Unit]:
    shift = Shift.objects.select_related("unit__parent").filter(pk=shift_id, retired_at=None).first()
    if shift is None:
        raise Refused("not_found")
    return shift, _set_by(member, shift.unit.code)


def _set_by(member: Member, code: str) -> Unit:
    unit = seen_unit(member, code)
    access.check(access.may_set_roster(member, scope_of(unit)))
    return unit


def _hold(unit: Unit) -> None:
    """Two who change the same roster do it one after the other."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


_TAKEN = {"field": "name", "message": "已经有一个班叫这个名字", "message_en": "There is a shift of this name already"}
_STRANGER = {
    "field": "member",
    "message": "只能排本单位在职的人",
    "message_en": "Only members of this unit can serve here",
}
