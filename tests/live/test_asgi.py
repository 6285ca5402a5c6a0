"""The service as a server runs it: on SQLite one thread and one connection for everything, and nothing worse than a refusal."""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from pytest_django.fixtures import Settings

from backend.asgi import OneDatabaseThread, application
from backend.cases.evidence import store_evidence
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.watching import Phone, session_of

pytestmark = pytest.mark.django_db(transaction=True)
one_thread = pytest.mark.skipif(not settings.ON_SQLITE, reason="PostgreSQL has a pool of connections")
PICTURE = b"\xff\xd8\xff\xe0" + b"\x00" * 200_000


@pytest.fixture
def opened() -> Iterator[list[int]]:
    """The threads on which a database connection was opened."""
    threads: list[int] = []

    def note(**_: Any) -> None:
        threads.append(threading.get_ident())

    connection_created.connect(note)
    yield threads
    connection_created.disconnect(note)


def browser(cookie: str = "") -> httpx.AsyncClient:
    cookies = {settings.SESSION_COOKIE_NAME: cookie} if cookie else {}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=application), base_url="http://testserver", cookies=cookies
    )


@one_thread
async def test_two_hundred_requests_and_a_socket_share_one_thread_and_one_connection(
    opened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = await database_sync_to_async(build_cast)()
    cookie = await database_sync_to_async(session_of)(cast.chief)
    answered: set[int] = set()
    stock = OneDatabaseThread.get_response

    def noted(self: OneDatabaseThread, request: Any) -> Any:
        answered.add(threading.get_ident())
        return stock(self, request)

    monkeypatch.setattr(OneDatabaseThread, "get_response", noted)
    opened.clear()
    phone = Phone(cookie)
    await phone.arrive()
    async with browser(cookie) as client:
        for _ in range(20):
            answers = await asyncio.gather(*(client.get("/api/me/") for _ in range(10)))
            assert {answer.status_code for answer in answers} == {200}
    await phone.hang_up()
    assert await database_sync_to_async(threading.get_ident)() in answered
    assert len(answered) == 1
    assert len(opened) <= 1, "a new connection, and so its PRAGMAs, for a request"


@one_thread
async def test_the_connection_waits_for_the_write_lock_at_the_start_and_keeps_what_it_stores() -> None:
    def pragma(name: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            return cursor.fetchone()[0]

    assert await database_sync_to_async(pragma)("journal_mode") == "wal"
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


async def test_requests_at_once_are_all_answered() -> None:
    cast = await database_sync_to_async(build_cast)()
    cookie = await database_sync_to_async(session_of)(cast.officer)
    async with browser(cookie) as client:
        token = (await client.get("/api/me/")).json()["csrf"]
        headers = {"X-CSRFToken": token, "Referer": "http://testserver/"}
        answers = await asyncio.gather(
            *(client.post("/api/me/duty/", json={"on_duty": bool(n % 2)}, headers=headers) for n in range(16))
        )
    assert {answer.status_code for answer in answers} == {200}


async def test_a_picture_comes_whole_and_without_a_warning(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    def stored() -> Scene:
        scene = set_scene(build_cast())
        sha256 = hashlib.sha256(PICTURE).hexdigest()
        store_evidence(scene.cast.officer, str(scene.case.pk), sha256, PICTURE, scene.case.opened_at)
        return scene

    scene = await database_sync_to_async(stored)()
    cookie = await database_sync_to_async(session_of)(scene.cast.chief)
    async with browser(cookie) as client:
        answer = await client.get(f"/api/cases/{scene.case.pk}/evidence/{hashlib.sha256(PICTURE).hexdigest()}/")
    assert answer.status_code == 200
    assert answer.content == PICTURE


async def test_a_socket_anywhere_else_is_refused() -> None:
    socket = WebsocketCommunicator(application, "/ws/other/", headers=[(b"origin", b"http://testserver")])
    is_open, _ = await socket.connect(10)
    assert not is_open


async def test_what_is_neither_http_nor_socket_is_no_business_of_the_handler() -> None:
    with pytest.raises(ValueError, match="only http"):
        await OneDatabaseThread()({"type": "lifespan"}, None, None)
