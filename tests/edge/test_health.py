"""What a load balancer asks: is the process alive, can it do its work, and if not, which part fails."""

import asyncio
from typing import Any

import httpx
import pytest
from channels.testing import WebsocketCommunicator
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError
from django.utils import timezone
from pytest_django import Settings

from backend.asgi import application
from backend.edge import readiness
from backend.live import beat
from backend.live.beat import SILENCE, Beat
from backend.live.closing import RESTART, closing

pytestmark = pytest.mark.django_db(transaction=True)


async def ask(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        return await client.get(path)


@pytest.fixture(autouse=True)
def _looking(transactional_db: None) -> None:
    """The clock has just looked."""
    beat.look(timezone.now())


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process was told to end."""
    monkeypatch.setattr(closing, "has_begun", True)


async def test_the_process_is_alive_whatever_its_database_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", broken)
    answer = await ask("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_the_process_is_ready_when_all_its_parts_are() -> None:
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "faults": {}})
    assert answer.headers["cache-control"] == "no-store"


async def test_a_database_that_fails_is_named_and_nothing_of_its_words_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_look_at_database", broken)
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, {"database": "OperationalError"})
    assert "secret" not in answer.text


async def test_migrations_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_migrated", readiness._Migrated())
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one"])
    assert (await ask("/readyz")).json()["faults"] == {"migrations": "not applied"}


async def test_a_clock_that_fell_silent_is_named() -> None:
    await Beat.objects.aupdate(at=timezone.now() - SILENCE)
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, {"clock": "does not look"})


async def test_a_clock_that_never_looked_is_named() -> None:
    await Beat.objects.all().adelete()
    assert (await ask("/readyz")).json()["faults"] == {"clock": "does not look"}


async def test_a_layer_that_nobody_answers_for_is_named(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert (await ask("/readyz")).json()["faults"] == {"layer": "ConnectionError"}


async def test_a_part_that_does_not_answer_in_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> dict[str, str]:
        await asyncio.sleep(60)
        return {}

    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    monkeypatch.setattr(readiness, "_look_at_layer", silent)
    assert (await ask("/readyz")).json()["faults"]["layer"] == "no answer"


async def test_thousands_who_ask_together_cause_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    stock = readiness._look_at_database

    def noted() -> dict[str, str]:
        looks.append(1)
        return stock()

    monkeypatch.setattr(readiness, "_look_at_database", noted)
    answers = await asyncio.gather(*(ask("/readyz") for _ in range(100)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(looks) == 1


@pytest.mark.usefixtures("ending")
async def test_a_process_that_ends_is_not_ready_but_alive() -> None:
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, {"process": "ends"})
    assert (await ask("/healthz")).status_code == 200


@pytest.mark.usefixtures("ending")
async def test_a_process_that_ends_sends_a_new_socket_elsewhere() -> None:
    socket = WebsocketCommunicator(application, "/ws/live/", headers=[(b"origin", b"http://testserver")])
    assert (await socket.connect())[0]
    assert await socket.receive_output() == {"type": "websocket.close", "code": RESTART}
    await socket.disconnect()


def broken(*_: Any) -> Any:
    raise OperationalError("secret@10.0.0.1 does not answer")
