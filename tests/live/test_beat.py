"""The clock's heartbeat: one row, written now and then, by however many clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.live.beat import EVERY, Beat, look, silence

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_before_the_first_look_nobody_can_say() -> None:
    assert silence(NOW) is None


def test_a_look_is_noted_and_is_no_work() -> None:
    assert look(NOW) == 0
    assert silence(NOW + timedelta(seconds=7)) == 7


def test_two_clocks_write_one_row_and_only_every_few_seconds() -> None:
    for _ in range(2):
        look(NOW)
    look(NOW + EVERY / 2)
    assert list(Beat.objects.values_list("at", flat=True)) == [NOW]
    look(NOW + EVERY)
    assert list(Beat.objects.values_list("at", flat=True)) == [NOW + EVERY]


def test_a_clock_that_is_an_hour_late_does_not_take_the_beat_back() -> None:
    look(NOW)
    look(NOW - timedelta(hours=1))
    assert silence(NOW) == 0
