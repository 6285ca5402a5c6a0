"""暂停计时: for a reason from the list, until a time, on record; the limits wait that long, and the clock does nothing meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.models import Case
from backend.cases.pausing import pause, resume
from backend.cases.queries import case_view
from backend.cases.waiting import Escalation, Pause
from backend.dispatch.escalating import look
from backend.live.models import Event
from backend.people.models import Member
from backend.problems import Refused
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def due(case: Case) -> Any:
    case.refresh_from_db()
    return case.due_at


def test_a_pause_moves_every_limit_and_ends_by_itself(scene: Scene) -> None:
    case, chief = scene.case, scene.cast.chief
    before, since = due(case), case.graded_at + timedelta(seconds=10)
    pause(chief, str(case.pk), "asked_later", since + timedelta(minutes=30), since)
    assert due(case) == before + timedelta(minutes=30)
    look(since + timedelta(minutes=29))
    assert not Escalation.objects.exists()
    look(since + timedelta(minutes=30, seconds=11))
    assert Escalation.objects.filter(limit="deliver").exists()
    view = case_view(chief, case.pk)
    (shown,) = view.pauses
    assert (shown.reason, shown.by.name, shown.ended_by) == ("asked_later", chief.name, None)
    assert Event.objects.filter(kind="paused", case_id=case.pk, by=chief).count() == 1


def test_ended_by_hand_only_what_was_paused_counts(scene: Scene) -> None:
    case, chief = scene.case, scene.cast.chief
    before, since = due(case), case.graded_at + timedelta(seconds=10)
    pause(chief, str(case.pk), "asked_later", since + timedelta(minutes=30), since)
    for _ in range(2):
        resume(chief, str(case.pk), since + timedelta(seconds=5))
    assert due(case) == before + timedelta(seconds=5)
    assert Event.objects.filter(kind="resumed").count() == 1
    (shown,) = case_view(scene.cast.officer, case.pk).pauses
    assert (shown.until - shown.since, shown.ended_by and shown.ended_by.id) == (timedelta(seconds=5), chief.pk)


def test_paused_anew_the_former_ends_there_and_tapped_twice_it_is_one(scene: Scene) -> None:
    case, chief = scene.case, scene.cast.chief
    before, since = due(case), case.graded_at + timedelta(seconds=10)
    for _ in range(2):
        pause(chief, str(case.pk), "asked_later", since + timedelta(minutes=10), since)
    pause(chief, str(case.pk), "in_hospital", since + timedelta(minutes=40), since + timedelta(minutes=5))
    assert Pause.objects.count() == 2
    assert due(case) == before + timedelta(minutes=40)


@pytest.mark.parametrize(
    ("reason", "minutes", "field"),
    [("no_such_reason", 10, "reason"), ("asked_later", 61, "until"), ("asked_later", 0, "until")],
)
def test_only_for_a_reason_of_the_list_and_no_longer_than_the_level_allows(
    scene: Scene, reason: str, minutes: int, field: str
) -> None:
    now = timezone.now()
    with pytest.raises(Refused) as refused:
        pause(scene.cast.chief, str(scene.case.pk), reason, now + timedelta(minutes=minutes), now)
    assert [wrong["field"] for wrong in refused.value.fields] == [field]
    assert not Pause.objects.exists()


def test_chief_and_commander_may_and_nobody_else(scene: Scene) -> None:
    cast = scene.cast
    url = f"/api/cases/{scene.case.pk}/pause/"

    def answered(member: Member) -> int:
        said = {"reason": "in_hospital", "until": (timezone.now() + timedelta(minutes=9)).isoformat()}
        return cast.client(member).post(url, said, content_type="application/json").status_code

    assert answered(cast.chief) == 200
    assert answered(cast.commander) == 200
    assert answered(cast.officer) == 403
    assert answered(cast.operator) == 403
    assert answered(cast.outsider) == 404
    assert cast.client(cast.chief).post(f"/api/cases/{scene.case.pk}/resume/").status_code == 200
    assert cast.client(cast.officer).post(f"/api/cases/{scene.case.pk}/resume/").status_code == 403


def test_what_has_its_outcome_is_not_paused(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    now = timezone.now()
    with pytest.raises(Refused) as refused:
        pause(scene.cast.chief, str(scene.case.pk), "asked_later", now + timedelta(minutes=9), now)
    assert refused.value.code == "already_answered"
