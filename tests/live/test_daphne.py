"""Against a real Daphne: catching up over a network that breaks, and being shown out in time."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.db import connections
from django.utils import timezone
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from backend.cases.models import Case
from backend.live.duty import tell_duty
from backend.people.models import Member, Unit
from backend.storage import one_transaction
from tests.cases.scene import Scene
from tests.live.served import RemotePhone
from tests.live.watching import session_of

pytestmark = [pytest.mark.daphne, pytest.mark.django_db(transaction=True)]
aside = database_sync_to_async  # gives the connection back
LONGEST = 90


@pytest.fixture(autouse=True)
async def in_time() -> AsyncIterator[None]:
    async with asyncio.timeout(LONGEST):
        yield


async def phone_of(member: Member, address: str) -> RemotePhone:
    return RemotePhone(address, await aside(session_of)(member))


def notes(case: Case, count: int) -> dict[str, Any]:
    """A batch of notes as a phone sends them."""
    made = [
        {
            "id": str(uuid4()),
            "case": str(case.pk),
            "kind": "note",
            "note": "楼下有人",
            "flow": "dissuasion-1",
            "seq": number,
            "made_at": timezone.now().isoformat(),
        }
        for number in range(1, count + 1)
    ]
    return {"device": str(uuid4()), "reports": made}


def send(phone: RemotePhone, batch: dict[str, Any]) -> None:
    with phone.browser() as browser:
        answer = browser.post("/api/reports/", json=batch)
        assert {result["status"] for result in answer.json()["results"]} == {"stored"}, answer.text


def write_events(scene: Scene, commits: int, in_each: int) -> None:
    """Many changes on a connection of their own: people go on and off duty, and now and then a report comes in."""
    officer = scene.cast.officer
    try:
        for number in range(commits):
            with one_transaction():
                for _ in range(in_each):
                    tell_duty(officer, timezone.now(), officer)
            if number % 10 == 0:
                scene.send(officer, scene.made(officer, "note", note="楼下有人"))
    finally:
        connections.close_all()


def snapshot(phone: RemotePhone) -> dict[str, Any]:
    with phone.browser() as browser:
        return {case["id"]: case for case in browser.get("/api/news/").json()["cases"]}


async def test_a_report_on_one_phone_is_heard_on_the_board_and_by_nobody_else(scene: Scene, address: str) -> None:
    cast = scene.cast
    officer, board, stranger = [await phone_of(m, address) for m in (cast.officer, cast.chief, cast.outsider)]
    async with board.connected() as at_board, stranger.connected() as at_stranger:
        await board.news(at_board)
        await stranger.news(at_stranger)
        await asyncio.to_thread(send, officer, notes(scene.case, 1))
        told = await board.news(at_board)
        assert [event["kind"] for event in told["events"]] == ["report_stored"]
        await at_stranger.send('{"type":"ping"}')
        assert "pong" in str(await at_stranger.recv())
    assert stranger.held.cases == {}


async def test_the_receipt_of_a_real_phone_reaches_the_board(scene: Scene, address: str) -> None:
    board, officer = await phone_of(scene.cast.chief, address), await phone_of(scene.cast.officer, address)
    async with board.connected() as at_board, officer.connected() as at_officer:
        await board.news(at_board)
        await officer.news(at_officer)
        while "delivered" not in [event["kind"] for event in board.held.events]:
            await board.news(at_board)
    await aside(scene.visit.refresh_from_db)()
    assert scene.visit.delivered_at is not None


async def test_five_hundred_events_while_the_phone_reconnects_in_a_loop_end_equal_to_the_server(
    scene: Scene, address: str
) -> None:
    board = await phone_of(scene.cast.chief, address)
    async with board.connected() as socket:
        start = (await board.news(socket))["cursors"][str(scene.cast.nanping.pk)]
    writing = asyncio.create_task(asyncio.to_thread(write_events, scene, 100, 5))
    while not writing.done():
        await cut_off(board, writing)
    await writing
    head = (await aside(Unit.objects.get)(pk=scene.cast.nanping.pk)).stream_head
    async with board.connected() as socket:
        while board.held.cursors[str(scene.cast.nanping.pk)] < head:
            await board.news(socket)
    assert board.held.cases == await asyncio.to_thread(snapshot, board)
    assert [event["number"] for event in board.held.events] == list(range(start + 1, head + 1))
    assert head - start == 510


async def cut_off(phone: RemotePhone, writing: asyncio.Task[None]) -> None:
    """Connect, hear the welcome and whatever comes next, and vanish without a word."""
    async with phone.connected() as socket:
        await phone.news(socket)
        hearing = asyncio.create_task(phone.news(socket))
        await asyncio.wait({hearing, writing}, return_when=asyncio.FIRST_COMPLETED)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        socket.transport.abort()
        await socket.wait_closed()


@pytest.mark.parametrize(
    ("change", "code"), [({"is_active": False}, 4403), ({"role": "officer"}, 4409)], ids=["disabled", "moved"]
)
async def test_a_disabled_or_moved_members_socket_closes_within_five_seconds(
    scene: Scene, address: str, change: dict[str, Any], code: int
) -> None:
    board = await phone_of(scene.cast.chief, address)
    async with board.connected() as socket:
        await board.news(socket)
        await aside(Member.objects.filter(pk=scene.cast.chief.pk).update)(**change)
        changed = time.monotonic()
        assert await closing_code(socket) == code
        assert time.monotonic() - changed < 5


async def closing_code(socket: ClientConnection) -> int | None:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
