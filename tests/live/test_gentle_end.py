"""A web process that is told to end: its answers are given, its sockets told to come back, and then it goes."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from backend.live import serving
from backend.live.closing import RESTART
from tests.cases.scene import set_scene
from tests.cast import Cast, build_cast
from tests.live.served import RemotePhone, wait_until_idle, web
from tests.live.watching import session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.daphne]
Served = tuple[str, subprocess.Popen[bytes]]
ANSWERS = 20
AT_ONCE = 400


@pytest.fixture
def cast_and_cookie(transactional_db: None) -> tuple[Cast, str]:
    cast = build_cast()
    set_scene(cast)
    return cast, session_of(cast.chief)


@pytest.fixture
def served(cast_and_cookie: tuple[Cast, str], tmp_path: Path) -> Iterator[Served]:
    with web(tmp_path) as running:
        yield running
        wait_until_idle()


async def test_every_socket_is_told_to_come_back_and_the_process_ends_well(
    served: Served, cast_and_cookie: tuple[Cast, str]
) -> None:
    address, process = served
    phone, other = (RemotePhone(address, cast_and_cookie[1]) for _ in range(2))
    async with phone.connected() as socket, other.connected() as second:
        await phone.news(socket)
        await other.news(second)
        process.send_signal(signal.SIGTERM)
        for each in (socket, second):
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(each.recv(), 10)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == RESTART
    assert await asyncio.to_thread(process.wait, 15) == 0


async def test_what_was_asked_before_is_answered(served: Served, cast_and_cookie: tuple[Cast, str]) -> None:
    address, process = served
    host, port = address.split(":")
    opened = [await asyncio.open_connection(host, int(port)) for _ in range(ANSWERS)]
    request = f"GET /api/cases/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: sessionid={cast_and_cookie[1]}\r\n\r\n"
    for _, writer in opened:
        writer.write(request.encode())
    first = await opened[0][0].readline()
    process.send_signal(signal.SIGTERM)
    answers = [first, *[await reader.readline() for reader, _ in opened[1:]]]
    assert answers == [b"HTTP/1.1 200 OK\r\n"] * ANSWERS
    assert await asyncio.to_thread(process.wait, 15) == 0
    for _, writer in opened:
        writer.close()


async def test_sockets_are_let_go_at_a_rate_and_one_that_broke_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretended sockets: a storm of real ones is tried on the cluster."""
    left: list[int] = []
    pauses: list[float] = []

    class Socket:
        def __init__(self, number: int) -> None:
            self.number = number

        async def leave(self, code: int) -> None:
            assert code == RESTART
            if self.number == 3:
                raise RuntimeError("closed already")
            left.append(self.number)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    class Watch:
        sockets = [Socket(number) for number in range(10_000)]

    monkeypatch.setattr(serving, "watch", Watch)
    monkeypatch.setattr("asyncio.sleep", pause)
    await serving._say_goodbye()
    assert sorted(left) == [number for number in range(10_000) if number != 3]
    assert left != sorted(left)
    assert sum(pauses) == pytest.approx(serving.LONGEST_GOODBYE, rel=0.01)


async def test_as_many_as_come_back_at_once_find_room_at_the_door(served: Served) -> None:
    address, process = served
    host, port = address.split(":")
    process.send_signal(signal.SIGSTOP)  # Busy: it accepts nobody.
    try:
        opened = await asyncio.wait_for(
            asyncio.gather(*(asyncio.open_connection(host, int(port)) for _ in range(AT_ONCE))), 10
        )
    finally:
        process.send_signal(signal.SIGCONT)
    for _, writer in opened:
        writer.close()
