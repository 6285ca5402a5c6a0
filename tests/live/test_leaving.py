"""Who is let in, and who has to leave: at once when spoken to, and within two seconds by the watch."""

from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from pytest_django.fixtures import Settings

from backend.asgi import Rooms
from backend.live.watch import EVERY_SECONDS, watch
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.watching import Phone, phone_of, session_of

pytestmark = pytest.mark.django_db(transaction=True)
aside = database_sync_to_async  # gives the connection back


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return set_scene(build_cast())


def arrived(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.visited("travel", "arrived"))


async def test_without_a_login_the_socket_says_why_it_closes(scene: Scene) -> None:
    for cookie in (None, "made-up"):
        phone = Phone(cookie)
        await phone.connect()
        assert await phone.closed() == 4401
        await phone.hang_up()


async def test_a_disabled_member_is_not_let_in(scene: Scene) -> None:
    cookie = await aside(session_of)(scene.cast.officer)
    await aside(Member.objects.filter(pk=scene.cast.officer.pk).update)(is_active=False)
    phone = Phone(cookie)
    await phone.connect()
    assert await phone.closed() == 4403
    await phone.hang_up()


def disable(scene: Scene) -> None:
    Member.objects.filter(pk=scene.cast.chief.pk).update(is_active=False)


def move(scene: Scene) -> None:
    Member.objects.filter(pk=scene.cast.chief.pk).update(unit=scene.cast.huayuanlu)


def demote(scene: Scene) -> None:
    Member.objects.filter(pk=scene.cast.chief.pk).update(role="officer")


def sign_out(scene: Scene) -> None:
    Session.objects.all().delete()


def reset_password(scene: Scene) -> None:
    Member.objects.filter(pk=scene.cast.chief.pk).update(password="another")


CHANGES = [(disable, 4403), (move, 4409), (demote, 4409), (sign_out, 4401), (reset_password, 4401)]


@pytest.mark.parametrize(("change", "code"), CHANGES)
async def test_whoever_is_not_who_he_was_is_shown_out_by_the_watch(
    change: Callable[[Scene], None], code: int, scene: Scene
) -> None:
    phone = await phone_of(scene.cast.chief)
    await aside(change)(scene)
    await watch().look()
    assert await phone.closed() == code
    await phone.hang_up()


@pytest.mark.parametrize(("change", "code"), CHANGES)
async def test_whoever_is_not_who_he_was_hears_nothing_more_in_the_meantime(
    change: Callable[[Scene], None], code: int, scene: Scene
) -> None:
    phone = await phone_of(scene.cast.chief)
    known = len(phone.held.events)
    await aside(change)(scene)
    await aside(arrived)(scene)
    assert await phone.closed() == code
    assert len(phone.held.events) == known
    await phone.hang_up()


async def test_the_watch_runs_by_itself_while_there_are_sockets(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.live.watch.EVERY_SECONDS", 0.01)
    phone = await phone_of(scene.cast.chief)
    await aside(disable)(scene)
    assert await phone.closed() == 4403
    await phone.hang_up()
    assert watch().sockets == set()


async def test_of_more_sockets_than_one_look_takes_each_has_its_turn(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.live.watch.MOST_AT_ONCE", 1)
    phones = [await phone_of(member) for member in (scene.cast.chief, scene.cast.officer, scene.cast.operator)]
    assert watch().pause() == pytest.approx(EVERY_SECONDS / 3)
    await aside(Member.objects.update)(is_active=False)
    for _ in phones:
        await watch().look()
    assert [await phone.closed() for phone in phones] == [4403] * 3
    for phone in phones:
        await phone.hang_up()


async def test_a_wake_that_was_lost_is_made_good_by_the_watch(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await phone_of(scene.cast.chief)
    monkeypatch.setattr("backend.live.actions.wake", lambda _: None)
    await aside(arrived)(scene)
    assert (await phone.ping())["type"] == "pong"
    await watch().look()
    assert [event["kind"] for event in (await phone.news())["events"]] == ["report_stored"]
    await phone.hang_up()


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_watch(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("backend.live.watch.EVERY_SECONDS", 0.01)
    looks: list[int] = []
    real = watch().look

    async def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise ConnectionError
        await real()

    monkeypatch.setattr(watch(), "look", look)
    phone = await phone_of(scene.cast.chief)
    await aside(disable)(scene)
    assert await phone.closed() == 4403
    assert "could not be looked after" in caplog.text
    await phone.hang_up()


async def test_another_sites_page_opens_no_socket(settings: Settings, scene: Scene) -> None:
    settings.ALLOWED_HOSTS = ["qiaomen.example"]
    guarded = Rooms()
    cookie = f"{settings.SESSION_COOKIE_NAME}={await aside(session_of)(scene.cast.chief)}".encode()
    for origin, is_let_in in (
        ([(b"origin", b"https://evil.example")], False),
        ([(b"origin", b"https://qiaomen.example.evil.example")], False),
        ([(b"origin", b"https://[qiaomen.example")], False),
        ([], False),
        ([(b"origin", b"https://qiaomen.example")], True),
    ):
        socket = WebsocketCommunicator(guarded, "/ws/live/", headers=[*origin, (b"cookie", cookie)])
        is_open, _ = await socket.connect(10)
        assert is_open == is_let_in
        await socket.disconnect()
