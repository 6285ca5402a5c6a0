"""What happens to a case, and what of it is told outside the app."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.cases.actions import assign, end_assignment
from backend.cases.receipts import mark_delivered
from backend.live import actions as live
from backend.live.events import Escalated
from backend.live.models import Event
from backend.live.notify.post import Outgoing
from backend.live.notify.rows import Notification
from backend.people.models import Device
from backend.storage import one_transaction
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast
from tests.live.notify.conftest import SMS_GATEWAY, channel
from tests.live.notify.receiver import SMS, Receiver


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """The case, with a gateway for everybody in the district."""
    channel(cast.nanan, "sms", SMS_GATEWAY)
    return set_scene(cast)


def states(scene: Scene, track: str) -> list[str]:
    assignment = {"visit": scene.visit, "call": scene.call}[track]
    return list(Notification.objects.filter(assignment=assignment.pk).values_list("state", flat=True))


def everywhere(member: Any) -> dict[int, int]:
    return {member.unit_id: 10_000, **({member.unit.parent_id: 10_000} if member.unit.parent_id else {})}


def test_whoever_is_sent_is_told_with_level_tail_and_unit_and_nothing_else(
    scene: Scene,
    receiver: Receiver,
    deliver: Callable[[datetime], None],
) -> None:
    deliver(timezone.now() + timedelta(minutes=2))
    tail = scene.case.number[-4:]
    officer, operator = scene.cast.officer, scene.cast.operator
    assert sorted(receiver.texts(SMS)) == sorted([
        f"{officer.phone} 【特危】南坪派出所有新任务，编号尾号{tail}。打开敲门查看。",
        f"{operator.phone} 【特危】南岸区反诈中心有新任务，编号尾号{tail}。打开敲门查看。",
    ])  # fmt: skip
    assert all(personal not in str(receiver.got) for personal in ("彭先生", "19900001234", "南坪正街", "103000000"))


def test_a_receipt_from_the_phone_spares_the_message(scene: Scene) -> None:
    mark_delivered(scene.cast.officer, everywhere(scene.cast.officer), timezone.now())
    assert (states(scene, "visit"), states(scene, "call")) == (["withdrawn"], ["waiting"])


def test_a_tab_left_open_on_a_desktop_does_not_hold_back_the_phone(scene: Scene) -> None:
    desk = Device.objects.create(pk=uuid4(), member=scene.cast.officer, label="Windows · Edge", seen_at=timezone.now())
    mark_delivered(scene.cast.officer, everywhere(scene.cast.officer), timezone.now(), desk.pk)
    assert states(scene, "visit") == ["waiting"]


def test_accepting_spares_everybody_the_message(scene: Scene) -> None:
    said = scene.made(scene.cast.officer, "accept", track="visit", assignment=scene.visit.pk)
    assert scene.send(scene.cast.officer, said)[0].status == "stored"
    assert (states(scene, "visit"), states(scene, "call")) == (["withdrawn"], ["waiting"])


def test_the_end_of_an_assignment_spares_the_message(scene: Scene) -> None:
    end_assignment(scene.visit, "reassigned", scene.cast.chief, timezone.now())
    assert states(scene, "visit") == ["withdrawn"]


def test_whoever_takes_it_himself_is_not_told(scene: Scene) -> None:
    end_assignment(scene.visit, "reassigned", scene.cast.chief, timezone.now())
    chief = scene.cast.chief
    assign(scene.case, "visit", scene.cast.nanping, chief, by=chief, why="chief", now=timezone.now())
    assert not Notification.objects.filter(member=chief).exists()


def test_a_call_for_help_reaches_the_chief_at_once_until_it_ends(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.made(scene.cast.officer, "help", track="visit", assignment=scene.visit.pk))
    row = Notification.objects.get(member=scene.cast.chief, occasion="help")
    assert (row.is_loud, row.limit, row.next_at) == (True, "help", row.created_at)
    scene.send(scene.cast.officer, scene.made(scene.cast.officer, "safe"))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_what_became_of_it_stands_in_the_streams_of_the_case(
    scene: Scene,
    receiver: Receiver,
    deliver: Callable[[datetime], None],
) -> None:
    now = scene.visit.assigned_at + timedelta(seconds=60)
    deliver(now)
    event = Event.objects.get(kind="notified", data__member=scene.cast.officer.pk)
    assert event.data == {
        "assignment": scene.visit.pk,
        "member": scene.cast.officer.pk,
        "way": "sms",
        "result": "sent",
        "seconds": 60,
    }
    assert event.case_id == scene.case.pk
    assert set(event.entries.values_list("unit", flat=True)) == scene.case.streams()


def test_two_posts_at_once_send_it_once(
    scene: Scene,
    receiver: Receiver,
    post: Outgoing,
) -> None:
    other, now = Outgoing(), timezone.now() + timedelta(minutes=2)
    for each in (post, other, post):
        each.look(now)
    for each in (post, other):
        each.settle()
        each.look(now)
    assert len(receiver.texts(SMS)) == 2


def test_an_escalation_reaches_whom_it_names_each_step_once(scene: Scene) -> None:
    chief, officer, now = scene.cast.chief, scene.cast.officer, timezone.now()
    first = Escalated(limit="accept", step=1, does="next_person", assignment=scene.visit.pk, members=[chief.pk])
    for happening in (first, first, first.model_copy(update={"step": 2})):
        with one_transaction():
            live.record(happening, by=None, now=now, case=scene.case)
    assert Notification.objects.filter(member=chief, occasion="escalated").count() == 2
    assert states(scene, "visit") == ["waiting"] * 3
    scene.send(officer, scene.made(officer, "accept", track="visit", assignment=scene.visit.pk))
    assert states(scene, "visit") == ["withdrawn"] * 3


def test_what_has_not_arrived_goes_over_every_way_at_once_and_no_way_twice(scene: Scene) -> None:
    officer, now = scene.cast.officer, timezone.now()
    channel(officer, "feishu", "feishu://x")
    late = Escalated(limit="deliver", step=1, does="fallback", assignment=scene.visit.pk, members=[officer.pk])
    with one_transaction():
        live.record(late, by=None, now=now, case=scene.case)
    waiting = Notification.objects.filter(assignment=scene.visit.pk, state="waiting")
    assert {(row.channel.kind, row.limit, row.next_at) for row in waiting} == {
        ("feishu", "deliver", now),
        ("sms", "deliver", now),
    }
