"""A phone reported lost leaves the socket and is not let in again; a report of its that is on its way ends whole."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from backend.cases.models import Report
from backend.live.watch import EVERY_SECONDS, watch
from backend.people.devices import report_found, report_lost, seen_device
from backend.people.models import Device, Member
from backend.people.session import DEVICE
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.watching import Phone, session_of
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
aside = database_sync_to_async  # gives the connection back


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return set_scene(build_cast())


def signed_in(member: Member, device: UUID) -> str:
    """The cookie of a session begun on this device."""
    seen_device(member, device, "Android · Chrome", timezone.now())
    cookie = session_of(member)
    session = Session.objects.get(pk=cookie)
    held = session.get_decoded() | {DEVICE: str(device)}
    session.session_data = Session.objects.encode(held)
    session.save()
    return cookie


def lose(scene: Scene, device: UUID) -> None:
    report_lost(scene.cast.chief, device, timezone.now(), take_in=timedelta(days=1))


def arrived(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.visited("travel", "arrived"))


async def phone_on(scene: Scene, device: UUID) -> Phone:
    """The chief's phone, connected and welcomed; it calls itself anything."""
    phone = Phone(await aside(signed_in)(scene.cast.chief, device))
    await phone.arrive()
    return phone


async def test_a_phone_reported_lost_is_shown_out_by_the_next_look_of_the_watch(scene: Scene) -> None:
    device = uuid4()
    phone, other = await phone_on(scene, device), await phone_on(scene, uuid4())
    await aside(lose)(scene, device)
    await watch().look()
    assert await phone.closed() == 4410
    assert (await other.ping())["type"] == "pong"
    assert EVERY_SECONDS <= 2
    await phone.hang_up()
    await other.hang_up()


async def test_a_phone_reported_lost_hears_nothing_more_in_the_meantime(scene: Scene) -> None:
    device = uuid4()
    phone = await phone_on(scene, device)
    known = len(phone.held.events)
    await aside(lose)(scene, device)
    await aside(arrived)(scene)
    assert await phone.closed() == 4410
    assert len(phone.held.events) == known
    await phone.hang_up()


async def test_a_lost_phone_is_not_let_in_until_it_is_found(scene: Scene) -> None:
    device = uuid4()
    cookie = await aside(signed_in)(scene.cast.chief, device)
    await aside(lose)(scene, device)
    refused = Phone(cookie)
    await refused.connect()
    assert await refused.closed() == 4410
    await refused.hang_up()
    await aside(report_found)(scene.cast.chief, device)
    phone = Phone(cookie)
    assert (await phone.arrive())["snapshot"]
    await phone.hang_up()


async def test_a_hello_in_the_name_of_a_lost_phone_is_refused(scene: Scene) -> None:
    device = uuid4()
    await aside(seen_device)(scene.cast.chief, device, "Android · Chrome", timezone.now())
    await aside(lose)(scene, device)
    phone = Phone(await aside(session_of)(scene.cast.chief))
    await phone.connect()
    await phone.socket.send_json_to({"type": "hello", "device": str(device), "cursors": {}})
    assert await phone.closed() == 4410
    await phone.hang_up()


async def test_a_phone_without_a_noted_session_is_watched_by_what_it_said_in_its_hello(scene: Scene) -> None:
    device = uuid4()
    await aside(seen_device)(scene.cast.chief, device, "Android · Chrome", timezone.now())
    phone = Phone(await aside(session_of)(scene.cast.chief))
    await phone.connect()
    await phone.socket.send_json_to({"type": "hello", "device": str(device), "cursors": {}})
    assert (await phone.news())["snapshot"]
    await aside(lose)(scene, device)
    await watch().look()
    assert await phone.closed() == 4410
    await phone.hang_up()


async def test_a_hello_shows_that_the_phone_is_in_use(scene: Scene) -> None:
    device = uuid4()
    cookie = await aside(signed_in)(scene.cast.chief, device)
    long_ago = timezone.now() - timedelta(days=1)
    await aside(Device.objects.filter(pk=device).update)(seen_at=long_ago)
    phone = Phone(cookie)
    await phone.arrive()
    assert (await aside(Device.objects.get)(pk=device)).seen_at > long_ago
    await phone.hang_up()


def sending(scene: Scene, device: UUID, *reports: dict[str, Any]) -> Callable[[], Any]:
    """The officer's phone, about to send these."""
    client = Client()
    client.cookies["sessionid"] = signed_in(scene.cast.officer, device)
    body = {"device": str(device), "reports": list(reports)}
    return lambda: client.post("/api/reports/", body, content_type="application/json")


@pytest.mark.parametrize("take_in", [timedelta(0), timedelta(hours=1)])
def test_reports_on_their_way_when_the_loss_is_reported_are_all_stored_or_all_refused(
    scene: Scene, take_in: timedelta
) -> None:
    for _ in range(5):
        device = uuid4()
        notes = [scene.made(scene.cast.officer, "note", note="楼下有人") for _ in range(3)]
        send = sending(scene, device, *notes)
        calls: list[Callable[[], Any]] = [
            send,
            partial(report_lost, scene.cast.chief, device, timezone.now(), take_in=take_in),
        ]
        answer = together(calls)[0]
        stored = Report.objects.filter(device=device).count()
        if answer.status_code == 200:
            assert [each["status"] for each in answer.json()["results"]] == ["stored"] * 3
            assert stored == 3
        else:
            assert take_in == timedelta(0)
            assert (answer.json()["code"], answer.json()["take_in"], stored) == ("device_lost", False, 0)
        again = send().json()
        assert again.get("code") == "device_lost" or {each["status"] for each in again["results"]} == {"known"}


def test_reports_on_their_way_when_the_phone_says_it_is_wiped_are_all_stored_or_all_refused(scene: Scene) -> None:
    device = uuid4()
    notes = [scene.made(scene.cast.officer, "note", note="楼下有人") for _ in range(3)]
    send, other = sending(scene, device, *notes), Client()
    other.cookies["sessionid"] = signed_in(scene.cast.officer, device)
    lose(scene, device)
    answer, wiped = together([send, lambda: other.post("/api/me/wiped/")])
    assert wiped.status_code == 204
    assert Report.objects.filter(device=device).count() == (3 if answer.status_code == 200 else 0)
    assert send().json()["code"] == "device_lost"
