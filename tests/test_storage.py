"""One transaction: what is left for its end is done once, in order, and goes with what is rolled back."""

from collections.abc import Sequence

import pytest
from django.utils import timezone

from backend.live.actions import record
from backend.live.events import DutyChanged
from backend.live.models import Entry, Event
from backend.storage import at_its_end, do_what_is_left, one_transaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> list[list[str]]:
    return []


def test_what_is_left_is_done_together_at_the_end_of_the_outermost(done: list[list[str]]) -> None:
    def work(items: Sequence[str]) -> None:
        done.append(list(items))

    with one_transaction():
        at_its_end(work, "first")
        with one_transaction():
            at_its_end(work, "second")
        assert done == []
    assert done == [["first", "second"]]


def test_outside_of_a_transaction_nothing_is_left(done: list[list[str]]) -> None:
    at_its_end(lambda items: done.append(list(items)), "only")
    assert done == [["only"]]


def test_what_was_rolled_back_left_nothing(done: list[list[str]]) -> None:
    def work(items: Sequence[str]) -> None:
        done.append(list(items))

    def fail() -> None:
        with one_transaction():
            at_its_end(work, "lost")
            raise ConnectionError

    with one_transaction():
        at_its_end(work, "kept")
        with pytest.raises(ConnectionError):
            fail()
    with pytest.raises(ConnectionError):
        fail()
    with one_transaction():
        pass
    assert done == [["kept"]]


def test_what_fails_at_the_end_undoes_the_transaction(cast: Cast) -> None:
    def fail(_: Sequence[str]) -> None:
        raise ConnectionError

    def change() -> None:
        with one_transaction():
            tell(cast)
            at_its_end(fail, "")

    with pytest.raises(ConnectionError):
        change()
    assert not Event.objects.exists()
    with one_transaction():
        tell(cast)
    assert list(Entry.objects.filter(unit=cast.nanan).values_list("number", flat=True)) == [1]


def test_whoever_looks_at_it_earlier_has_it_done_earlier_and_once(cast: Cast) -> None:
    with one_transaction():
        tell(cast)
        assert not Entry.objects.exists()
        do_what_is_left()
        assert Entry.objects.count() == 1
        tell(cast)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def tell(cast: Cast) -> None:
    record(DutyChanged(member=1, on_duty=True), by=None, now=timezone.now(), units=[cast.nanan])
