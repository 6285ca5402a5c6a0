"""Streams: numbers without gaps, whatever is written at once or rolled back."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from backend.live import layer
from backend.live.actions import Change, record, record_all
from backend.live.duty import tell_duty
from backend.live.events import CaseOpened, DutyChanged
from backend.live.models import Entry, Event
from backend.people.models import Member, Unit
from backend.storage import one_transaction
from tests.cast import Cast, build_cast
from tests.together import together

NOW = timezone.now()


class Interrupted(Exception):
    """Something went wrong in the middle of a change."""


def tell(*units: Unit, by: Member | None = None, now: datetime = NOW) -> Event:
    with one_transaction():
        return record(DutyChanged(member=1, on_duty=True), by=by, now=now, units=units)


def tell_and_fail(unit: Unit) -> None:
    with one_transaction():
        record(DutyChanged(member=2, on_duty=True), by=None, now=NOW, units=[unit])
        raise Interrupted


def numbers(unit: Unit) -> list[int]:
    return list(Entry.objects.filter(unit=unit).order_by("pk").values_list("number", flat=True))


def test_each_stream_counts_for_itself_from_one(cast: Cast) -> None:
    tell(cast.nanan, cast.nanping)
    tell(cast.nanping)
    tell(cast.nanan)
    assert numbers(cast.nanan) == [1, 2]
    assert numbers(cast.nanping) == [1, 2]
    assert numbers(cast.yubei) == []
    assert Event.objects.count() == 3


def test_a_unit_named_twice_gets_the_event_once(cast: Cast) -> None:
    with one_transaction():
        record(DutyChanged(member=1, on_duty=True), by=None, now=NOW, units=[cast.nanan, cast.nanan.pk])
    assert numbers(cast.nanan) == [1]


def test_an_event_outside_the_transaction_of_its_change_is_refused(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(CaseOpened(level="high"), by=None, now=NOW)
    assert not Event.objects.exists()


def test_a_rollback_takes_no_number_and_leaves_no_event(cast: Cast) -> None:
    tell(cast.nanan)
    with pytest.raises(Interrupted):
        tell_and_fail(cast.nanan)
    tell(cast.nanan)
    assert numbers(cast.nanan) == [1, 2]
    assert Unit.objects.get(pk=cast.nanan.pk).stream_head == 2


@pytest.mark.django_db(transaction=True)
def test_twelve_writers_at_once_leave_no_gap_and_no_double_and_commit_in_order() -> None:
    cast = build_cast()
    pairs = [[cast.nanan, cast.nanping], [cast.nanan, cast.huayuanlu], [cast.nanping, cast.nanan]]
    together([partial(_several, pairs[writer % 3]) for writer in range(12)])
    assert numbers(cast.nanan) == list(range(1, 61))
    assert numbers(cast.nanping) == list(range(1, 41))
    assert Unit.objects.get(pk=cast.nanan.pk).stream_head == 60


def _several(units: list[Unit]) -> None:
    for _ in range(5):
        tell(*units)


def test_readers_are_woken_once_a_commit_and_stream_and_not_before(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    woken: list[str] = []
    monkeypatch.setattr("backend.live.actions.wake", woken.extend)
    with django_capture_on_commit_callbacks(execute=True):
        tell(cast.city)  # Takes along what earlier tests rolled back.
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True), one_transaction():
        for _ in range(3):
            record(DutyChanged(member=1, on_duty=True), by=None, now=NOW, units=[cast.nanan, cast.nanping])
        assert woken == []
    assert woken == [f"unit.{cast.nanan.pk}", f"unit.{cast.nanping.pk}"]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = build_cast()
    woken: list[str] = []
    monkeypatch.setattr("backend.live.actions.wake", woken.extend)
    with pytest.raises(Interrupted):
        tell_and_fail(cast.nanan)
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_a_layer_that_is_down_costs_nobody_his_change(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast = build_cast()

    class Down(layer.InProcessLayer):
        def post(self, groups: Iterable[str], message: layer.Message) -> None:
            raise ConnectionError

    monkeypatch.setattr(layer, "get_channel_layer", Down)
    tell(cast.nanan)
    assert numbers(cast.nanan) == [1]
    assert "readers could not be woken" in caplog.text


def test_a_duty_change_is_told_to_the_station_and_its_district_alone(cast: Cast) -> None:
    with one_transaction():
        tell_duty(cast.officer, NOW, cast.officer)
    assert [len(numbers(unit)) for unit in (cast.nanping, cast.nanan, cast.city, cast.huayuanlu)] == [1, 1, 0, 0]


def test_several_events_written_at_once_are_numbered_in_their_order_in_each_stream_they_belong_to(cast: Cast) -> None:
    tell(cast.nanan)
    changes = [
        Change(DutyChanged(member=member, on_duty=True), units={unit.pk for unit in units})
        for member, units in enumerate([(cast.nanan,), (cast.nanan, cast.nanping), (cast.nanping,), (cast.nanan,)])
    ]
    with one_transaction():
        events = record_all(changes, by=None, now=NOW)
    assert [event.data["member"] for event in events] == [0, 1, 2, 3]
    assert [event.pk for event in events] == sorted(event.pk for event in events)
    told = Entry.objects.filter(event__in=events).order_by("number")
    assert list(told.filter(unit=cast.nanan).values_list("number", "event")) == [
        (2, events[0].pk),
        (3, events[1].pk),
        (4, events[3].pk),
    ]
    assert list(told.filter(unit=cast.nanping).values_list("number", "event")) == [(1, events[1].pk), (2, events[2].pk)]
    tell(cast.nanan)
    assert numbers(cast.nanan) == [1, 2, 3, 4, 5]


def test_nothing_to_tell_is_nothing_written(cast: Cast) -> None:
    with one_transaction():
        assert record_all([], by=None, now=NOW) == []
    assert not Event.objects.exists()
