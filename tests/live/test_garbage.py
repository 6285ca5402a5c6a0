"""Thousands of sockets must not cost everybody the time of a full garbage collection, and whoever has gone leaves nothing behind."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from backend.live.garbage import STEP, Aside


class Left:
    """What a socket leaves behind: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    gc.unfreeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_what_came_is_set_aside_in_steps() -> None:
    aside, sockets = Aside(), []
    for _ in range(STEP - 1):
        sockets.append(Left())
        aside.came()
    assert gc.get_freeze_count() == 0
    aside.came()
    before = gc.get_freeze_count()
    assert before > STEP
    assert not {id(socket) for socket in sockets} & {id(each) for each in gc.get_objects()}
    for _ in range(STEP):
        sockets.append(Left())
        aside.came()
    assert gc.get_freeze_count() > before


def test_what_is_garbage_already_is_not_set_aside() -> None:
    aside, garbage = Aside(), weakref.ref(Left())
    for _ in range(STEP):
        aside.came()
    assert garbage() is None


@pytest.mark.parametrize(("stayed", "leave"), [(0, STEP), (800, 800)])
def test_what_those_leave_behind_who_have_gone_is_found(stayed: int, leave: int) -> None:
    aside, sockets = Aside(), [Left() for _ in range(leave)]
    behind = weakref.ref(sockets[0])
    for _ in range(STEP):
        aside.came()
    sockets.clear()
    gc.collect()
    assert behind() is not None, "set aside"
    for _ in range(leave - 1):
        aside.went(stayed)
    assert behind() is not None
    aside.went(stayed)
    assert behind() is None
    assert gc.get_freeze_count() > 0, "what is still here is set aside again"
