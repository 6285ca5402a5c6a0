"""Many sockets woken by one change: they are answered together, each with what its own member may see, and fail alone."""

from collections.abc import Sequence
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

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
    # One more question: the entries of the other unit's stream.
    assert len(together) == len(alone) + 1


@pytest.mark.django_db(transaction=True)
async def test_sockets_that_one_change_wakes_are_answered_together(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = await aside(scene_of)()
    phones = [await phone_of(member) for member in (scene.cast.chief, scene.cast.operator, scene.cast.commander)]
    at_once: list[int] = []

    def counted(readers: Sequence[Reader], *given: Any) -> Any:
        at_once.append(len(readers))
        return news_for(readers, *given)

    monkeypatch.setattr("backend.live.reading.news_for", counted)
    await aside(arrived)(scene)
    for phone in phones:
        assert [event["kind"] for event in (await phone.news())["events"]] == ["report_stored"]
    assert max(at_once) == len(phones)
    for phone in phones:
        await phone.hang_up()


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
