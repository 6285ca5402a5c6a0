"""Dates and times as people and spreadsheets write them → a moment in Beijing, or what is missing. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta

from backend.intake.files.cells import Cell, Unreadable
from backend.times import BEIJING

_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Beijing's clock, put on at the end
_CLOCK = (
    r"(?:[\sT日]*(?:周.|星期.)?\s*(?P<half>上午|下午|早上|晚上|中午|凌晨|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})(?::|时|点)(?:(?P<minute>\d{1,2})(?:分|:)?)?(?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?"
    r"\s*(?P<late>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})(?:日|号)?" + _CLOCK, re.IGNORECASE
)
_PACKED = re.compile(
    r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:[ T]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
)
_NO_YEAR = re.compile(r"\d{1,2}(?:[-/.]|月)\d{1,2}(?:日|号)?" + _CLOCK, re.IGNORECASE)
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{1,2}|\d{4})" + _CLOCK, re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def moment_of(cell: Cell, *, is_1904: bool = False) -> datetime:
    """The moment a cell names; a date alone is the beginning of that day."""
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if cell.kind == "moment":
        return _checked(datetime.fromisoformat(text))
    if cell.kind == "span":
        raise Unreadable("只有钟点，没有日期，请写成 2026-03-05 14:02", "A time without a date: write 2026-03-05 14:02")
    if _SERIAL.fullmatch(text):
        return _from_serial(text, _EPOCH_1904 if is_1904 and cell.kind == "number" else _EPOCH)
    found = _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text)
    if found is None:
        raise _why_not(text)
    return _built(found.groupdict())


def _built(parts: dict[str, str | None]) -> datetime:
    try:
        hour = _hour(int(parts.get("hour") or 0), (parts.get("half") or parts.get("late") or "").upper())
        minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
        day = [int(parts[name] or 0) for name in ("year", "month", "day")]
        moment = datetime(day[0], day[1], day[2], hour, minute, second)  # noqa: DTZ001 - the zone follows
        if zone := parts.get("zone"):
            moment = datetime.fromisoformat(moment.isoformat() + zone.upper().replace("Z", "+00:00"))
    except ValueError:
        raise Unreadable("没有这个日期或钟点，请核对", "There is no such date or time; please check it") from None
    return _checked(moment)


def _hour(hour: int, half: str) -> int:
    """下午2点 is 14; 下午14点 is, too. 晚上12点 may be the end of the day or its beginning, so it is neither."""
    if half in ("下午", "晚上", "PM", "中午") and hour < 12:
        is_before_noon = half == "中午" and hour > 9
        return hour if is_before_noon else hour + 12
    if half == "晚上" and hour == 12:
        raise ValueError
    return 0 if half in ("上午", "凌晨", "AM") and hour == 12 else hour


def _from_serial(text: str, epoch: datetime) -> datetime:
    days = float(text)
    # To the second: the fraction of a day is a number of 15 digits, and 14:02 comes as 14:01:59.999.
    return _checked(epoch + timedelta(days=int(days), seconds=round((days - int(days)) * 86400)))


def _checked(moment: datetime) -> datetime:
    if not 2000 <= moment.year < 2100:
        raise Unreadable("日期不像是真的，请核对年份", "This date cannot be right; please check the year")
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _why_not(text: str) -> Unreadable:
    if _DAY_FIRST.fullmatch(text):
        return Unreadable(
            "分不清年、月、日的先后，请写成 2026-03-05 14:02",
            "It is not clear which is the year, month and day: write 2026-03-05 14:02",
        )
    if _NO_YEAR.fullmatch(text):
        return Unreadable("没有写年份，请写成 2026-03-05 14:02", "The year is missing: write 2026-03-05 14:02")
    return Unreadable("时间看不懂，请写成 2026-03-05 14:02", "Not a date and time: write 2026-03-05 14:02")
