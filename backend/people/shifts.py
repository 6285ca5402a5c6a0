"""Weekly pattern + exceptions + now → who is on duty, in which shift, until when, and who comes next. Pure; days are Beijing's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.times import BEIJING, beijing_day

DAY_MINUTES = 24 * 60
# A shift lasts a day at most; what runs now began today or yesterday.
_BEFORE = timedelta(days=1)
# Whoever serves on without a break is looked at again after so long; a weekly pattern repeats within it.
AHEAD_DAYS = 8


@dataclass(frozen=True)
class ShiftTime:
    """A shift: minutes of the day, the weekdays it runs on, how many it takes."""

    id: int
    name: str
    start: int
    end: int
    weekdays: frozenset[int]
    least: int = 1


@dataclass(frozen=True)
class Change:
    """On this one day `off` stays away and `on` comes."""

    shift: int
    day: date
    off: int | None
    on: int | None


@dataclass(frozen=True)
class Roster:
    """All there is to say of one unit: `posts` are shift, weekday, member."""

    shifts: tuple[ShiftTime, ...] = ()
    posts: frozenset[tuple[int, int, int]] = frozenset()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A shift on one day: from when to when, and who covers it."""

    shift: ShiftTime
    day: date
    starts: datetime
    ends: datetime
    members: tuple[int, ...]

    @property
    def is_short(self) -> bool:
        """Whether too few cover it."""
        return len(self.members) < self.shift.least


@dataclass(frozen=True)
class Plan:
    """What the roster says of a member now, and until when. Off duty it holds until the unit's next change of shift."""

    is_on: bool
    until: datetime
    turn: Turn | None = None


def bounds(shift: ShiftTime, day: date) -> tuple[datetime, datetime]:
    """When the shift of this day begins and ends; the end may be tomorrow."""
    midnight = datetime.combine(day, time(), BEIJING)
    length = (shift.end - shift.start) % DAY_MINUTES or DAY_MINUTES
    starts = midnight + timedelta(minutes=shift.start)
    return starts, starts + timedelta(minutes=length)


def covering(roster: Roster, shift: ShiftTime, day: date) -> tuple[int, ...]:
    """Who covers the shift of this day: as every week, less who stays away, and who comes besides."""
    usual = {member for at, weekday, member in roster.posts if (at, weekday) == (shift.id, day.weekday())}
    changes = [change for change in roster.changes if (change.shift, change.day) == (shift.id, day)]
    away = {change.off for change in changes}
    more = {change.on for change in changes if change.on is not None}
    return tuple(sorted((usual - away) | more))


def turns(roster: Roster, first: date, days: int) -> list[Turn]:
    """Every turn that begins on one of these days, in the order in which they begin; one that runs only by exception, too."""
    found = []
    for offset in range(days):
        day = first + timedelta(days=offset)
        for shift in roster.shifts:
            members = covering(roster, shift, day)
            if day.weekday() in shift.weekdays or members:
                found.append(Turn(shift, day, *bounds(shift, day), members))
    return sorted(found, key=lambda turn: (turn.starts, turn.ends, turn.shift.id))


def running(roster: Roster, now: datetime) -> list[Turn]:
    """The turns under way."""
    return [turn for turn in turns(roster, beijing_day(now - _BEFORE), 2) if turn.starts <= now < turn.ends]


def coming(roster: Roster, now: datetime, within: timedelta) -> list[Turn]:
    """The turns that begin from now on, no later than this."""
    days = within.days + 2
    return [turn for turn in turns(roster, beijing_day(now), days) if now < turn.starts <= now + within]


def is_rostered(roster: Roster, member: int, now: datetime) -> bool:
    """Whether the roster has anything to say of this member: every week, or on a day that is not over."""
    since = beijing_day(now - _BEFORE)
    return any(post[2] == member for post in roster.posts) or any(
        change.on == member and change.day >= since for change in roster.changes
    )


def plan_of(roster: Roster, member: int, now: datetime) -> Plan | None:
    """What the roster says of this member now; nothing of whom it does not name."""
    if not is_rostered(roster, member, now):
        return None
    all_turns = turns(roster, beijing_day(now - _BEFORE), AHEAD_DAYS)
    own = [turn for turn in all_turns if member in turn.members]
    under_way = [turn for turn in own if turn.starts <= now < turn.ends]
    if under_way:
        return Plan(is_on=True, until=_end_of(own, now), turn=max(under_way, key=lambda turn: turn.ends))
    return Plan(is_on=False, until=_next_change(all_turns, now))


def next_people(roster: Roster, member: int, now: datetime) -> list[int]:
    """Who is on after this member goes, those who come freshly first; whoever serves with him is there already."""
    plan = plan_of(roster, member, now)
    at = plan.until if plan and plan.is_on else now
    around = turns(roster, beijing_day(at - _BEFORE), 3)
    fresh = [turn for turn in around if turn.starts == at]
    there = [turn for turn in around if turn.starts < at < turn.ends]
    return list(dict.fromkeys(one for turn in fresh + there for one in turn.members if one != member))


def overlaps(roster: Roster, first: date, days: int) -> Iterator[tuple[int, Turn, Turn]]:
    """Everybody who is to be in two places at once: who, and the two turns."""
    found = turns(roster, first, days)
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if other.starts < one.ends:
                yield from ((member, one, other) for member in one.members if member in other.members)


def _end_of(own: Iterable[Turn], now: datetime) -> datetime:
    """When he goes: the turns that follow each other without a break are one."""
    until = now
    for turn in sorted(own, key=lambda turn: turn.starts):
        if turn.starts <= until < turn.ends:
            until = turn.ends
    return until


def _next_change(all_turns: Iterable[Turn], now: datetime) -> datetime:
    moments = [moment for turn in all_turns for moment in (turn.starts, turn.ends) if moment > now]
    return min(moments, default=now + timedelta(days=1))
