"""A station with a roster: by day one officer, by night another, and the clock set to a Thursday in Beijing."""

from datetime import date, datetime, timedelta

from backend.people.models import Member, Unit
from backend.people.roster import Post, Shift
from backend.people.turning import replan
from backend.times import BEIJING

THURSDAY = date(2026, 11, 26)
FRIDAY = THURSDAY + timedelta(days=1)


def at(clock: str, day: date = THURSDAY) -> datetime:
    """This time of day in Beijing."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BEIJING)


def set_roster(
    unit: Unit, by_day: Member, by_night: Member, now: datetime, *, follows: bool = True
) -> tuple[Shift, Shift]:
    """白班 8 to 18 and 夜班 18 to 8, all week."""
    week = list(range(7))
    day = Shift.objects.create(unit=unit, name="白班", start=480, end=1080, weekdays=week)
    night = Shift.objects.create(unit=unit, name="夜班", start=1080, end=480, weekdays=week)
    posts = [(day, by_day), (night, by_night)]
    Post.objects.bulk_create(Post(shift=shift, weekday=each, member=who) for shift, who in posts for each in week)
    Unit.objects.filter(pk=unit.pk).update(follows_roster=follows)
    unit.follows_roster = follows
    replan(unit, now)
    return day, night
