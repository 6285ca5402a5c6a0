"""Times are stored in UTC; what people call a day is Beijing's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_day(at: datetime) -> date:
    """The day it is in Beijing at that moment."""
    return at.astimezone(BEIJING).date()
