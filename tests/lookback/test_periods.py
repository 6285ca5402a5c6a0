"""Weeks and months as Beijing counts them, one after the other without a gap."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.flow.lookbacks import PeriodKind
from backend.lookback.periods import next_draw_at, next_period
from backend.times import BEIJING

START = datetime(2024, 1, 1, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("kind", "starts", "ends"),
    [("week", at(2026, 11, 16), at(2026, 11, 23)), ("month", at(2026, 10, 1), at(2026, 11, 1))],
)
def test_the_first_one_drawn_is_the_last_that_is_over(kind: PeriodKind, starts: datetime, ends: datetime) -> None:
    period = next_period(kind, None, at(2026, 11, 25, 9))
    assert (period.starts_at, period.ends_at) == (starts, ends)


def test_a_night_in_utc_is_a_day_in_beijing() -> None:
    assert next_period("week", None, datetime(2026, 11, 22, 17, tzinfo=UTC)).ends_at == at(2026, 11, 23)


@settings(max_examples=50)
@given(st.integers(0, 6 * 365 * 24 * 60), st.sampled_from(["week", "month"]))
def test_one_begins_where_the_last_one_ended(minutes: int, kind: PeriodKind) -> None:
    now = START + timedelta(minutes=minutes)
    first = next_period(kind, None, now)
    assert first.is_over(now)
    second = next_period(kind, first.ends_at, now)
    assert second.starts_at == first.ends_at
    assert not second.is_over(now)
    assert second.is_over(next_draw_at(kind, now))
    assert not second.is_over(next_draw_at(kind, now) - timedelta(seconds=1))


def test_a_city_that_goes_over_to_months_leaves_no_day_out() -> None:
    period = next_period("month", at(2026, 11, 23).astimezone(UTC), at(2026, 12, 2))
    assert (period.starts_at, period.ends_at) == (at(2026, 11, 23), at(2026, 12, 1))
