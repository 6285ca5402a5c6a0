"""`/metrics`: who may read it, what it counts, and that it costs one look at the database in ten seconds."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from backend.asgi import application
from backend.cases.models import Assignment, Case
from backend.cases.receipts import mark_delivered
from backend.edge import metrics
from backend.edge.metrics import standing
from backend.edge.state import read_state
from backend.figures import REGISTRY
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast

pytestmark = pytest.mark.django_db(transaction=True)
LOCAL = "127.0.0.1"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test reads anew."""
    monkeypatch.setattr(standing, "_read_at", -metrics.KEPT_SECONDS)


@pytest.fixture
def scene() -> Scene:
    return set_scene(build_cast())


async def ask(peer: str = LOCAL, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=application, client=(peer, 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        return await client.get("/metrics", headers=headers)


async def test_nobody_may_read_without_a_setting() -> None:
    assert (await ask()).status_code == 404


@pytest.mark.parametrize(("peer", "status"), [(LOCAL, 200), ("10.2.3.4", 200), ("10.3.0.1", 404)])
async def test_who_asks_from_a_network_of_the_list_may(peer: str, status: int, settings: Settings) -> None:
    settings.METRICS_FROM = "127.0.0.1,10.2.0.0/16"
    assert (await ask(peer)).status_code == status


@pytest.mark.parametrize(
    ("told", "status"), [("Bearer right", 200), ("Bearer wrong", 404), ("Bearer ", 404), ("", 404)]
)
async def test_who_has_the_token_may(told: str, status: int, settings: Settings) -> None:
    settings.METRICS_TOKEN = "right"
    assert (await ask(**({"Authorization": told} if told else {}))).status_code == status


async def test_an_empty_token_opens_nothing() -> None:
    assert (await ask(Authorization="Bearer ")).status_code == 404


async def test_it_says_how_the_service_stands(settings: Settings) -> None:
    settings.METRICS_FROM = LOCAL
    await database_sync_to_async(set_scene)(await database_sync_to_async(build_cast)())
    text = (await ask()).text
    assert 'qiaomen_open_cases{level="' in text
    assert 'qiaomen_oldest_waiting_seconds{queue="delivery"}' in text
    assert "qiaomen_sockets 0.0" in text


async def test_a_database_that_is_away_costs_only_its_own_figures(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError

    settings.METRICS_FROM = LOCAL
    monkeypatch.setattr(metrics, "read_state", broken)
    answer = await ask()
    assert answer.status_code == 200
    assert "qiaomen_sockets" in answer.text


def test_late_and_waiting_are_counted_by_level(scene: Scene) -> None:
    now = timezone.now()
    Case.objects.update(drill=False, due_at=now - timedelta(seconds=1))
    Assignment.objects.update(delivered_at=None, ended_at=None, assigned_at=now - timedelta(seconds=90))
    state = read_state(now)
    case = Case.objects.get()
    assert state["open_cases"][2] == {case.level: 1}
    assert state["late_cases"][2] == {case.level: 1}
    assert state["oldest_waiting_seconds"][2]["delivery"] == pytest.approx(90)
    assert state["oldest_waiting_seconds"][2]["import"] == 0


def test_a_case_the_clock_passed_by_or_would_never_come_back_to_is_counted(scene: Scene) -> None:
    now = timezone.now()
    assert read_state(now)["overdue_looks"][2] == {"": 0}
    Case.objects.update(look_at=now - timedelta(minutes=3))
    assert read_state(now)["overdue_looks"][2] == {"": 1}
    Case.objects.update(look_at=None)
    assert read_state(now)["overdue_looks"][2] == {"": 1}
    Case.objects.update(closed_at=now)
    assert read_state(now)["overdue_looks"][2] == {"": 0}


def test_drills_are_left_out(scene: Scene) -> None:
    Case.objects.update(drill=True)
    state = read_state(timezone.now())
    assert state["open_cases"][2] == {}
    assert state["oldest_waiting_seconds"][2]["delivery"] == 0


def test_it_is_a_handful_of_queries_whatever_there_is(scene: Scene) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read_state(timezone.now())
    assert len(queries) == 7


def test_the_way_to_the_phone_is_timed(scene: Scene) -> None:
    before = REGISTRY.get_sample_value("qiaomen_delivery_seconds_count") or 0.0
    total = REGISTRY.get_sample_value("qiaomen_delivery_seconds_sum") or 0.0
    waiting = Assignment.objects.filter(ended_at=None, delivered_at=None, member__isnull=False).first()
    assert waiting is not None
    assert waiting.member is not None
    heads = dict.fromkeys(waiting.case.streams(), 10**6)
    assert mark_delivered(waiting.member, heads, waiting.assigned_at + timedelta(seconds=3)) == [waiting.pk]
    assert REGISTRY.get_sample_value("qiaomen_delivery_seconds_count") == before + 1
    assert REGISTRY.get_sample_value("qiaomen_delivery_seconds_sum") == pytest.approx(total + 3)
