"""Who is on duty by the roster: patterns, exceptions, nights, the ends of weeks and months."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.people.shifts import (
    Change,
    Plan,
    Roster,
    ShiftTime,
    Turn,
    bounds,
    coming,
    covering,
    is_rostered,
    next_people,
    overlaps,
    plan_of,
    running,
    turns,
)
from backend.times import BEIJING

ALL_WEEK = frozenset(range(7))
DAY = ShiftTime(1, "白班", 8 * 60, 18 * 60, ALL_WEEK)
NIGHT = ShiftTime(2, "夜班", 18 * 60, 8 * 60, ALL_WEEK)
LI, WANG, HE = 11, 12, 13
# 2026-11-26 is a Thursday.
THURSDAY = date(2026, 11, 26)
EVERY_DAY = frozenset({(1, weekday, LI) for weekday in ALL_WEEK} | {(2, weekday, WANG) for weekday in ALL_WEEK})
USUAL = Roster((DAY, NIGHT), EVERY_DAY)


def at(clock: str, day: date = THURSDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BEIJING)


def with_changes(*changes: Change) -> Roster:
    return Roster(USUAL.shifts, USUAL.posts, changes)


def plan(roster: Roster, member: int, clock: str) -> Plan:
    found = plan_of(roster, member, at(clock))
    assert found is not None
    return found


def test_a_night_ends_in_the_morning_of_the_next_day() -> None:
    assert bounds(NIGHT, THURSDAY) == (at("18:00"), at("08:00", date(2026, 11, 27)))


def test_a_shift_that_ends_when_it_begins_lasts_a_day() -> None:
    whole = ShiftTime(3, "值班", 540, 540, ALL_WEEK)
    assert bounds(whole, THURSDAY) == (at("09:00"), at("09:00", date(2026, 11, 27)))


def test_by_day_one_is_on_and_by_night_the_other() -> None:
    assert plan(USUAL, LI, "08:00") == Plan(
        is_on=True, until=at("18:00"), turn=Turn(DAY, THURSDAY, *bounds(DAY, THURSDAY), (LI,))
    )
    assert plan(USUAL, LI, "18:00") == Plan(is_on=False, until=at("08:00", date(2026, 11, 27)))
    assert plan(USUAL, WANG, "07:59").is_on
    assert plan(USUAL, WANG, "07:59").until == at("08:00")


def test_two_turns_without_a_break_are_one() -> None:
    roster = with_changes(Change(2, THURSDAY, WANG, LI))
    assert plan(roster, LI, "09:00").until == at("18:00", date(2026, 11, 27))
    assert not plan(roster, WANG, "20:00").is_on


def test_of_two_turns_at_once_the_longer_is_named() -> None:
    roster = Roster((DAY, ShiftTime(3, "早班", 8 * 60, 12 * 60, ALL_WEEK)), EVERY_DAY | {(3, 3, LI)})
    found = plan(roster, LI, "09:00")
    assert found.turn is not None
    assert (found.turn.shift.name, found.until) == ("白班", at("18:00"))


def test_an_exception_takes_away_brings_or_exchanges() -> None:
    away, more = Change(1, THURSDAY, LI, None), Change(1, THURSDAY, None, HE)
    assert covering(with_changes(away), DAY, THURSDAY) == ()
    assert covering(with_changes(more), DAY, THURSDAY) == (LI, HE)
    assert covering(with_changes(Change(1, THURSDAY, LI, HE)), DAY, THURSDAY) == (HE,)
    assert covering(with_changes(away), DAY, date(2026, 12, 3)) == (LI,)


def test_an_empty_turn_is_short_and_one_filled_is_not() -> None:
    roster = with_changes(Change(1, THURSDAY, LI, None))
    day, night = turns(roster, THURSDAY, 1)
    assert (day.is_short, night.is_short) == (True, False)


def test_a_shift_runs_on_its_weekdays_and_by_exception() -> None:
    weekdays = ShiftTime(1, "白班", 480, 1080, frozenset(range(5)))
    saturday = date(2026, 11, 28)
    assert turns(Roster((weekdays,)), saturday, 2) == []
    extra = Roster((weekdays,), changes=(Change(1, saturday, None, LI),))
    assert [turn.day for turn in turns(extra, saturday, 2)] == [saturday]


def test_whom_the_roster_does_not_name_it_says_nothing_of() -> None:
    assert plan_of(USUAL, HE, at("09:00")) is None
    once = with_changes(Change(1, THURSDAY, None, HE))
    assert is_rostered(once, HE, at("09:00"))
    assert is_rostered(once, HE, at("09:00", date(2026, 11, 27)))
    assert not is_rostered(once, HE, at("09:00", date(2026, 11, 28)))


def test_somebody_named_in_a_roster_without_shifts_is_asked_about_tomorrow() -> None:
    assert plan_of(Roster((), EVERY_DAY), LI, at("09:00")) == Plan(is_on=False, until=at("09:00", date(2026, 11, 27)))


def test_what_runs_and_what_comes() -> None:
    assert [turn.shift.name for turn in running(USUAL, at("03:00"))] == ["夜班"]
    soon = coming(USUAL, at("09:00"), timedelta(hours=12))
    assert [(turn.shift.name, turn.starts) for turn in soon] == [("夜班", at("18:00"))]
    assert coming(USUAL, at("09:00"), timedelta(hours=8)) == []


def test_whoever_comes_next_is_proposed_before_those_who_are_there() -> None:
    whole = ShiftTime(3, "值班", 540, 540, ALL_WEEK)
    roster = Roster((DAY, NIGHT, whole), EVERY_DAY | {(3, weekday, HE) for weekday in ALL_WEEK})
    assert next_people(roster, LI, at("17:30")) == [WANG, HE]
    # Off duty and not in the roster: those who are there now.
    assert next_people(roster, 99, at("20:00")) == [HE, WANG]


def test_nobody_is_in_two_places_at_once_unnoticed() -> None:
    late = ShiftTime(3, "中班", 16 * 60, 22 * 60, ALL_WEEK)
    roster = Roster((DAY, NIGHT, late), EVERY_DAY | {(3, 3, LI)})
    found = list(overlaps(roster, THURSDAY, 1))
    assert [(who, one.shift.name, other.shift.name) for who, one, other in found] == [(LI, "白班", "中班")]
    assert list(overlaps(USUAL, THURSDAY, 3)) == []


MINUTES = st.integers(0, 1439)
SHIFTS = st.lists(st.tuples(MINUTES, MINUTES), min_size=1, max_size=4)
EVERY_POST = [(shift, weekday, who) for shift in range(4) for weekday in ALL_WEEK for who in (LI, WANG, HE)]
POSTS = st.integers(0, 2 ** len(EVERY_POST) - 1).map(
    lambda bits: {post for place, post in enumerate(EVERY_POST) if bits >> place & 1}
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 3, 2))  # noqa: DTZ001 - Beijing's clock follows


@given(times=SHIFTS, posts=POSTS, moment=MOMENTS)
def test_a_plan_holds_until_it_says_so_and_not_longer(
    times: list[tuple[int, int]], posts: set[tuple[int, int, int]], moment: datetime
) -> None:
    now = moment.replace(tzinfo=BEIJING)
    roster = Roster(tuple(ShiftTime(i, str(i), *each, ALL_WEEK) for i, each in enumerate(times)), frozenset(posts))
    for member in (LI, WANG, HE):
        found = plan_of(roster, member, now)
        if found is None:
            assert not any(member in turn.members for turn in turns(roster, now.date(), 8))
            continue
        under_way = [turn for turn in running(roster, now) if member in turn.members]
        assert found.is_on == bool(under_way)
        assert now < found.until <= now + timedelta(days=9)
        just_before = plan_of(roster, member, found.until - timedelta(seconds=1))
        assert just_before is not None
        assert just_before.is_on == found.is_on
        if found.is_on and found.until < now + timedelta(days=6):
            after = plan_of(roster, member, found.until)
            assert after is not None
            assert not after.is_on


@given(times=SHIFTS, moment=MOMENTS)
def test_every_turn_begins_on_its_own_day_and_none_is_left_out(times: list[tuple[int, int]], moment: datetime) -> None:
    roster = Roster(tuple(ShiftTime(i, str(i), *each, ALL_WEEK) for i, each in enumerate(times)))
    found = turns(roster, moment.date(), 35)
    assert len(found) == 35 * len(times)
    for turn in found:
        assert turn.starts.astimezone(BEIJING).date() == turn.day
        assert timedelta(0) < turn.ends - turn.starts <= timedelta(days=1)
    assert found == sorted(found, key=lambda turn: turn.starts)
