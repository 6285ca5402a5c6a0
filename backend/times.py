"""Times are stored in UTC; what people call a day is Beijing's."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_day(at: datetime) -> date:
    """The day it is in Beijing at that moment."""
    return at.astimezone(BEIJING).date()


def beijing_time(at: datetime, clock: str) -> datetime:
    """On that moment's day in Beijing, when the clocks there show this: `09:00`."""
    return datetime.combine(beijing_day(at), time.fromisoformat(clock), BEIJING)
