"""Many sockets woken by one change: they are answered together, each with what its own member may see, and fail alone."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.desk import MOST_AT_ONCE, Desk, Turn
from backend.live.missed import Reader
from backend.live.queries import news, news_for
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast, build_cast
from tests.live.watching import phone_of

aside = database_sync_to_async  # gives the connection back


def scene_of() -> Scene:
    return set_scene(build_cast())


def arrived(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.visited("travel", "arrived"))


@pytest.mark.django_db
def test_each_hears_the_same_as_if_he_had_asked_alone(cast: Cast) -> None:
    scene, now = set_scene(cast), timezone.now()
    everyone = [member for member in cast.everyone() if member.is_active]
    readers = [Reader(member, news(member, {}, now).cursors) for member in everyone]
    arrived(scene)
    together = news_for(readers, now)
    assert together == [news(reader.member, reader.cursors, now) for reader in readers]
    assert any(heard.cases for heard in together)
    assert not all(heard.cases for heard in together)


@pytest.mark.django_db
def test_a_change_is_read_once_for_all_whom_it_wakes(cast: Cast) -> None:
    scene, now = set_scene(cast), timezone.now()
    leaders = [Reader(member, news(member, {}, now).cursors) for member in (cast.chief, cast.operator, cast.operator2)]
    arrived(scene)
    with CaptureQueriesContext(
        connection,
    ) as alone:
        news_for(leaders[1:2], now)
    with CaptureQueriesContext(connection) as together:
        news_for(leaders, now)
    assert len(together) == len(alone)


@pytest.mark.django_db(transaction=True)
async def test_all_who_ask_at_once_are_answered_together_and_each_with_his_own() -> None:
    at_once: list[int] = []

    def doubled(numbers: Sequence[int]) -> list[int]:
        at_once.append(len(numbers))
        return [2 * number for number in numbers]

    desk = Desk(doubled, Turn.TAKE)
    asked = range(MOST_AT_ONCE + 10)
    assert await asyncio.gather(*(desk.ask(number) for number in asked)) == [2 * number for number in asked]
    assert at_once == [MOST_AT_ONCE, 10]


@pytest.mark.django_db(transaction=True)
async def test_whom_a_change_wakes_hears_of_it_in_the_same_round_and_once() -> None:
    answered: list[tuple[str, int]] = []

    def noting(name: str) -> Callable[[Sequence[int]], list[int]]:
        def note(asked: Sequence[int]) -> list[int]:
            answered.append((name, len(asked)))
            return list(asked)

        return note

    tell = Desk(noting("tell"), Turn.TELL)
    confirm = Desk(noting("confirm"), Turn.CONFIRM)
    take = Desk(noting("take"), Turn.TAKE)

    async def woken(number: int) -> None:
        await take.ask(number)
        await tell.ask(number)

    await asyncio.gather(tell.ask(1), confirm.ask(2), woken(3), woken(4))
    assert answered == [("take", 2), ("confirm", 1), ("tell", 3)]


@pytest.mark.django_db(transaction=True)
async def test_who_has_gone_meanwhile_keeps_nobody_from_his_answer() -> None:
    desk: Desk[int, int] = Desk(list, Turn.TAKE)
    gone = asyncio.create_task(desk.ask(1))
    stays = asyncio.create_task(desk.ask(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    assert await desk.ask(3) == 3


@pytest.mark.django_db(transaction=True)
async def test_news_that_cannot_be_read_for_one_are_read_for_the_others(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = await aside(scene_of)()
    chief, operator = [await phone_of(member) for member in (scene.cast.chief, scene.cast.operator)]

    def failing(readers: Sequence[Reader], *given: Any) -> Any:
        if any(reader.member == scene.cast.chief for reader in readers):
            raise ConnectionError
        return news_for(readers, *given)

    monkeypatch.setattr("backend.live.reading.news_for", failing)
    await aside(arrived)(scene)
    assert [event["kind"] for event in (await operator.news())["events"]] == ["report_stored"]
    assert await chief.closed() == 1011
    for phone in (chief, operator):
        await phone.hang_up()
