"""When something may go out: at the end of quiet hours, and at the next round of what is gathered. Pure."""

from datetime import datetime, timedelta

from backend.times import BEIJING


def after_quiet(at: datetime, starts: str, ends: str) -> datetime:
    """The first moment from `at` on that is not quiet, by Beijing time; quiet hours may reach across midnight."""
    if starts == ends:
        return at
    there = at.astimezone(BEIJING)
    clock = there.strftime("%H:%M")
    is_quiet = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if not is_quiet:
        return at
    hour, minute = (int(part) for part in ends.split(":"))
    end = there.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return end if end > there else end + timedelta(days=1)


def next_round(at: datetime, minutes: int) -> datetime:
    """The next full `minutes` of the day, so that what comes in meanwhile goes as one."""
    midnight = at.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    gone = (at - midnight) // timedelta(minutes=minutes)
    return midnight + timedelta(minutes=minutes) * (gone + 1)
