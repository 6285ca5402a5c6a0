"""The clock as a machine: every task gets its turn, none keeps another waiting, and it ends when it is told to."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from backend import clock, portions
from backend.clock import Task, Ticking
from tests.live.served import ROOT

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The wish to end, for this test alone."""
    event = threading.Event()
    monkeypatch.setattr(portions, "_STOPPING", event)
    yield event
    event.set()


def broken(now: datetime) -> int:
    raise ConnectionError("the database is away, and 13800000000 stood in this text")


def test_a_fault_in_one_task_keeps_none_of_the_others_waiting_and_its_text_is_not_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clock, "TASKS", [Task("first", broken), Task("second", lambda _: 3), Task("third", len_of)])
    assert clock.look(NOW) == 3 + 7
    assert "first: ConnectionError" in caplog.text
    assert "13800000000" not in caplog.text


def len_of(now: datetime) -> int:
    assert now == NOW
    return 7


def test_a_fault_in_one_item_is_put_off_and_the_others_are_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    put_off: list[int] = []

    def do(item: int) -> bool:
        if item == 2:
            raise ValueError("what it says is nobody's business")
        done.append(item)
        return item != 3

    assert portions.work_off([1, 2, 3, 4], do, failed=put_off.append) == 2
    assert (done, put_off) == ([1, 3, 4], [2])
    assert "business" not in caplog.text


def test_told_to_end_it_finishes_the_item_at_hand_and_begins_no_other(stopping: threading.Event) -> None:
    done: list[int] = []

    def do(item: int) -> bool:
        if item == 2:
            stopping.set()
        done.append(item)
        return True

    assert portions.work_off(range(1, 9), do) == 2
    assert done == [1, 2]


@pytest.mark.django_db
def test_the_command_goes_on_at_once_while_there_is_something_to_do(
    monkeypatch: pytest.MonkeyPatch, stopping: threading.Event
) -> None:
    left = [20, 20, 5, 0]
    monkeypatch.setattr(clock, "TASKS", [Task("portions", lambda _: left.pop(0))])
    call_command("clock", "--once")
    assert left == []


def test_sigterm_ends_the_command() -> None:
    code = (
        "import os, signal, django; django.setup();"
        "from django.core.management import call_command; from backend import clock;"
        "clock.TASKS[:] = [clock.Task('once', lambda _: os.kill(os.getpid(), signal.SIGTERM) or 1)];"
        "call_command('clock', '--every', '600'); print('ended')"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "ended"), ended.stderr
    assert ended.returncode != -signal.SIGTERM


@pytest.mark.django_db(transaction=True)
async def test_inside_the_serving_process_it_looks_at_every_task_and_again_soon_where_something_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = iter([4, 0])
    looked = asyncio.Event()
    monkeypatch.setattr(clock, "TASKS", [Task("broken", broken), Task("counted", lambda _: next(counts))])
    ticking = Ticking()
    await ticking.look()
    assert ticking.pause() < 0.2
    await ticking.look()
    assert ticking.pause() == 1.0
    monkeypatch.setattr(clock, "TASKS", [Task("told", lambda _: told(looked, loop))])
    loop = asyncio.get_running_loop()
    ticking.ensure()
    await asyncio.wait_for(looked.wait(), 10)
    assert ticking._task is not None
    ticking._task.cancel()


def told(looked: asyncio.Event, loop: asyncio.AbstractEventLoop) -> int:
    loop.call_soon_threadsafe(looked.set)
    return 0
