"""The socket: hello and welcome, news as it commits, receipts, heartbeat, and who has to leave."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.utils import timezone

from backend.cases.actions import assign
from backend.cases.models import Assignment
from backend.live.layer import InProcessLayer
from backend.live.models import Event
from backend.live.queries import news, news_for
from backend.live.views import Arrival, receipts
from backend.live.watch import watch
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.watching import Held, Phone, phone_of, session_of

pytestmark = pytest.mark.django_db(transaction=True)
aside = database_sync_to_async  # gives the connection back


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return set_scene(build_cast())


def arrived(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.visited("travel", "arrived"))


def fresh(member: Member) -> Held:
    held = Held()
    held.take(news(member, {}, timezone.now()).model_dump(mode="json"))
    return held


def reports(scene: Scene) -> Callable[[Held], int]:
    return lambda held: len(held.cases[str(scene.case.pk)]["reports"])


async def test_after_hello_comes_one_welcome_with_everything(scene: Scene) -> None:
    phone = Phone(await aside(session_of)(scene.cast.chief))
    welcome = await phone.arrive()
    assert welcome["snapshot"]
    assert phone.held.cases.keys() == {str(scene.case.pk)}
    await phone.hang_up()


async def test_whoever_has_everything_is_welcomed_all_the_same(scene: Scene) -> None:
    held = await aside(fresh)(scene.cast.chief)
    phone = Phone(await aside(session_of)(scene.cast.chief), held)
    welcome = await phone.arrive()
    assert not welcome["snapshot"]
    assert welcome["events"] == []
    await phone.hang_up()


async def test_what_commits_is_heard_at_once_and_once(scene: Scene) -> None:
    phone = await phone_of(scene.cast.chief)
    await aside(arrived)(scene)
    told = await phone.news()
    assert [event["kind"] for event in told["events"]] == ["report_stored"]
    assert reports(scene)(phone.held) == 1
    assert (await phone.ping())["type"] == "pong"
    await phone.hang_up()


async def test_after_being_away_exactly_the_missed_comes(scene: Scene) -> None:
    phone = await phone_of(scene.cast.chief)
    await phone.hang_up()
    await aside(arrived)(scene)
    back = await phone_of(scene.cast.chief, phone.held)
    assert [event["kind"] for event in back.held.events] == ["report_stored"]
    assert back.held.cases == (await aside(fresh)(scene.cast.chief)).cases
    await back.hang_up()


async def test_colleagues_and_strangers_hear_nothing_of_it(scene: Scene) -> None:
    cast = scene.cast
    silent = [await phone_of(member) for member in (cast.officer2, cast.outsider, cast.volunteer, cast.admin)]
    loud = await phone_of(cast.chief)
    await aside(arrived)(scene)
    await loud.news()
    for phone in silent:
        assert (await phone.ping())["type"] == "pong"
        assert phone.held.cases == {}
        assert phone.held.events == []
        await phone.hang_up()
    await loud.hang_up()


async def test_a_relieved_officer_is_told_to_drop_the_case(scene: Scene) -> None:
    cast = scene.cast
    phone, other = await phone_of(cast.officer), await phone_of(cast.officer2)
    await aside(assign)(
        scene.case, "visit", cast.nanping, cast.officer2, by=cast.chief, why="chief", now=timezone.now()
    )
    await phone.until(lambda held: not held.cases)
    await other.until(lambda held: str(scene.case.pk) in held.cases)
    await phone.hang_up()
    await other.hang_up()


async def test_the_confirmation_is_the_receipt_and_everybody_sees_it(scene: Scene) -> None:
    phone, board = await phone_of(scene.cast.officer), await phone_of(scene.cast.chief)
    await phone.confirm()
    await board.until(lambda held: bool(_visit(held, scene)["delivered_at"]))
    await phone.confirm()
    await phone.until(lambda held: bool(held.events))
    assert await aside(Event.objects.filter(kind="delivered").count)() == 1
    await phone.hang_up()
    await board.hang_up()


async def test_a_receipt_is_noted_only_where_one_is_waited_for(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, real = scene.cast, receipts()
    noted: list[str] = []

    def note(arrivals: Sequence[Arrival], now: datetime) -> list[list[int]]:
        noted.extend(one.member.username for one in arrivals)
        return real(arrivals, now)

    monkeypatch.setattr("backend.live.reading.receipts", lambda: note)
    board, phone = await phone_of(cast.chief), await phone_of(cast.officer2)
    for one in (board, phone, board, phone):  # What was told them before this socket is asked for once.
        await one.confirm()
        await one.ping()
    assert noted == [cast.chief.username, cast.officer2.username]
    before = dict(phone.held.cursors)
    await aside(assign)(
        scene.case, "visit", cast.nanping, cast.officer2, by=cast.chief, why="chief", now=timezone.now()
    )
    await board.until(lambda held: bool(_sent(held, scene, cast.officer2)))
    await board.confirm()
    await board.ping()
    await phone.until(lambda held: str(scene.case.pk) in held.cases)
    for cursors in (before, None):
        await phone.confirm(cursors)
        await phone.ping()
    assert noted[2:] == [cast.officer2.username] * 2
    await board.until(lambda held: bool(_sent(held, scene, cast.officer2)["delivered_at"]))
    await phone.hang_up()
    await board.hang_up()


async def test_no_receipt_for_what_was_never_sent(scene: Scene) -> None:
    await aside(Assignment.objects.filter(pk=scene.visit.pk).update)(delivered_at=None)
    phone = Phone(await aside(session_of)(scene.cast.officer))
    await phone.connect()
    await phone.confirm({str(scene.cast.nanping.pk): 10**6})
    assert (await phone.ping())["type"] == "pong"
    await aside(scene.visit.refresh_from_db)()
    assert scene.visit.delivered_at is None
    await phone.hang_up()


async def test_a_pong_carries_the_time_of_the_server(scene: Scene) -> None:
    phone = Phone(await aside(session_of)(scene.cast.officer))
    await phone.connect()
    said = await phone.ping()
    assert said.keys() == {"type", "server_time"}
    assert said["server_time"].endswith("Z")
    await phone.hang_up()


BAD_WORDS = [
    "{",
    "null",
    "[]",
    '"hello"',
    "{}",
    '{"type":"shout"}',
    '{"type":"hello"}',
    '{"type":"hello","device":"x"}',
    json.dumps({"type": "hello", "device": str(uuid4()), "cursors": {"x": 1}}),
    json.dumps({"type": "hello", "device": str(uuid4()), "cursors": {"1": -1}}),
    json.dumps({"type": "hello", "device": str(uuid4()), "cursors": {"1": 2**70}}),
    json.dumps({"type": "confirm", "cursors": [1]}),
    json.dumps({"type": "confirm"}),
    "[" * 50_000,
    " " * 70_000,
    "\u0000",
]


async def test_words_that_are_not_understood_are_answered_and_the_socket_lives_on(scene: Scene) -> None:
    phone = Phone(await aside(session_of)(scene.cast.officer))
    await phone.connect()
    for word in BAD_WORDS:
        said = await phone.say(word)
        assert said["type"] == "error", word[:60]
        assert said["code"] in ("bad_json", "bad_input")
        assert said["message"]
        assert said["message_en"]
    await phone.socket.send_to(bytes_data=b"\x00\xff")
    assert (await phone.hear())["code"] == "bad_json"
    assert (await phone.hello())["snapshot"]
    await phone.hang_up()


async def test_news_that_cannot_be_read_closes_the_socket_and_says_nothing_personal(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ConnectionError

    phone = await phone_of(scene.cast.chief)
    monkeypatch.setattr("backend.live.reading.news_for", fail)
    await aside(arrived)(scene)
    assert await phone.closed() == 1011
    assert "彭" not in caplog.text
    assert "19900001234" not in caplog.text
    await phone.hang_up()


async def test_a_second_hello_starts_anew(scene: Scene) -> None:
    phone = await phone_of(scene.cast.chief)
    phone.held.cursors = {}
    assert (await phone.hello())["snapshot"]
    await phone.hang_up()


async def test_a_burst_during_reconnects_ends_with_the_phone_equal_to_the_server(scene: Scene) -> None:
    cast, held = scene.cast, Held()
    cookie = await aside(session_of)(cast.chief)
    for _ in range(10):
        phone = Phone(cookie, held)
        await phone.connect()
        await phone.socket.send_json_to({"type": "hello", "device": str(uuid4()), "cursors": held.cursors})
        await aside(_notes)(scene, 2)
        await phone.news()
        await phone.hang_up()
    phone = Phone(cookie, held)
    await phone.arrive()
    await phone.until(lambda held: reports(scene)(held) == 20)
    server = await aside(fresh)(cast.chief)
    assert (held.cases, held.cursors) == (server.cases, server.cursors)
    numbers = [(event["unit"], event["number"]) for event in held.events]
    assert len(numbers) == len(set(numbers))
    await phone.hang_up()


async def test_wakes_during_one_reading_cost_one_more_reading(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await phone_of(scene.cast.chief)
    readings: list[int] = []

    def counted(*given: Any) -> Any:
        readings.append(1)
        return news_for(*given)

    monkeypatch.setattr("backend.live.reading.news_for", counted)
    await aside(_notes)(scene, 20)
    await phone.until(lambda held: reports(scene)(held) == 20)
    assert (await phone.ping())["type"] == "pong"
    assert len(readings) <= 4
    await phone.hang_up()


async def test_whoever_hangs_up_leaves_nothing_behind(scene: Scene) -> None:
    layer = get_channel_layer()
    phones = [await phone_of(member) for member in (scene.cast.chief, scene.cast.city_commander)]
    assert len(watch().sockets) == 2
    for phone in phones:
        await phone.hang_up()
    assert watch().sockets == set()
    if isinstance(layer, InProcessLayer):
        assert (layer.inboxes, layer.groups) == ({}, {})


def _visit(held: Held, scene: Scene) -> dict[str, Any]:
    assignments = held.cases[str(scene.case.pk)]["assignments"]
    found: dict[str, Any] = next(one for one in assignments if one["id"] == scene.visit.pk)
    return found


def _sent(held: Held, scene: Scene, member: Member) -> dict[str, Any]:
    """His assignment to the case; empty when there is none."""
    assignments = held.cases[str(scene.case.pk)]["assignments"]
    return next((one for one in assignments if one["member"] and one["member"]["id"] == member.pk), {})


def _notes(scene: Scene, count: int) -> None:
    for _ in range(count):
        scene.send(scene.cast.officer, scene.made(scene.cast.officer, "note", note="楼下有人"))
