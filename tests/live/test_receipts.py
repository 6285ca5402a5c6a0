"""送达 of many at once: each has his own receipt, no more than one, and whoever has nothing to confirm costs nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.cases.models import Assignment
from backend.cases.receipts import mark_all_delivered
from backend.live.models import Event
from backend.live.views import Arrival
from backend.people.models import Device, Member, Unit
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def everywhere(member: Member) -> Arrival:
    return Arrival(member, dict(Unit.objects.values_list("pk", "stream_head")), uuid4())


def told_by() -> dict[int, int | None]:
    """Who confirmed which assignment."""
    return {event.data["assignment"]: event.by_id for event in Event.objects.filter(kind="delivered")}


def test_each_confirms_what_is_his_and_in_his_name(scene: Scene) -> None:
    cast, now = scene.cast, timezone.now()
    marked = mark_all_delivered([everywhere(one) for one in (cast.officer, cast.chief, cast.operator)], now)
    assert marked == [[scene.visit.pk], [], [scene.call.pk]]
    assert told_by() == {scene.visit.pk: cast.officer.pk, scene.call.pk: cast.operator.pk}
    assert set(Assignment.objects.values_list("delivered_at", flat=True)) == {now}


def test_of_two_phones_of_one_member_the_first_has_it(scene: Scene) -> None:
    officer, now = scene.cast.officer, timezone.now()
    assert mark_all_delivered([everywhere(officer), everywhere(officer)], now) == [[scene.visit.pk], []]
    assert mark_all_delivered([everywhere(officer)], now + timedelta(seconds=9)) == [[]]
    assert Assignment.objects.get(pk=scene.visit.pk).delivered_at == now
    assert len(told_by()) == 1


def test_a_phone_that_is_not_that_far_confirms_nothing(scene: Scene) -> None:
    officer, now = scene.cast.officer, timezone.now()
    behind = Arrival(officer, dict.fromkeys(Unit.objects.values_list("pk", flat=True), 0))
    assert mark_all_delivered([behind, everywhere(scene.cast.operator)], now) == [[], [scene.call.pk]]
    assert Assignment.objects.get(pk=scene.visit.pk).delivered_at is None


def test_what_is_said_of_the_phone_is_said_of_each_one(scene: Scene) -> None:
    officer, operator = scene.cast.officer, scene.cast.operator
    desk = Device.objects.create(pk=uuid4(), member=operator, label="Windows · Edge", seen_at=timezone.now())
    at_desk = Arrival(operator, everywhere(operator).cursors, desk.pk)
    mark_all_delivered([at_desk, everywhere(officer)], timezone.now())
    said = {event.data["assignment"]: event.data["on_phone"] for event in Event.objects.filter(kind="delivered")}
    assert said == {scene.visit.pk: True, scene.call.pk: False}


def test_many_who_have_nothing_to_confirm_are_asked_for_once(scene: Scene) -> None:
    everyone = [everywhere(member) for member in scene.cast.everyone()]
    mark_all_delivered(everyone, timezone.now())
    with CaptureQueriesContext(connection) as asked:
        assert mark_all_delivered(everyone, timezone.now()) == [[] for _ in everyone]
    assert len(asked) == 2
