"""The weeks and months samples are drawn of, as Beijing counts them. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.flow.lookbacks import PeriodKind
from backend.times import BEIJING, beijing_day

# What closed in the last second of a period may be stored a little after it.
GRACE = timedelta(minutes=10)


@dataclass(frozen=True)
class Period:
    """From its start to the moment before its end."""

    starts_at: datetime
    ends_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether all that closed in it is there."""
        return now >= self.ends_at + GRACE


def next_period(kind: PeriodKind, last_end: datetime | None, now: datetime) -> Period:
    """The one to be drawn next: it begins where the last one drawn ended, so that no case falls between two.

    Where nothing was ever drawn it is the last one that is over.
    """
    if last_end is not None:
        return Period(last_end, _end_of(kind, last_end))
    running = _start_of(kind, now - GRACE)
    return Period(_start_of(kind, running - timedelta(hours=1)), running)


def next_draw_at(kind: PeriodKind, now: datetime) -> datetime:
    """When the period that runs now is drawn."""
    return _end_of(kind, now - GRACE) + GRACE


def _start_of(kind: PeriodKind, at: datetime) -> datetime:
    day = beijing_day(at)
    first = day.replace(day=1) if kind == "month" else day - timedelta(days=day.weekday())
    return datetime.combine(first, time.min, BEIJING)


def _end_of(kind: PeriodKind, at: datetime) -> datetime:
    # Into the next one from its start on: no week has eight days, no month more than 31.
    return _start_of(kind, _start_of(kind, at) + timedelta(days=32 if kind == "month" else 7))
