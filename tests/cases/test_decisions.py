"""The chief signs or sends back; nobody else does, and only where there is an outcome."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from backend.cases.actions import send_back, sign
from backend.cases.fold import standing_of
from backend.cases.models import Case
from backend.cases.wire import Standing
from backend.problems import Refused
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_the_chief_signs_an_outcome_and_the_case_is_closed(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    response = scene.cast.client(scene.cast.chief).post(f"/api/cases/{scene.case.pk}/sign/")
    assert response.status_code == 200
    assert response.json()["standing"]["state"] == "closed"
    scene.case.refresh_from_db()
    assert scene.case.closed_at is not None


def test_sent_back_with_a_reason_the_case_is_open_again_and_somebody_is_sent(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    response = scene.cast.client(scene.cast.chief).post(
        f"/api/cases/{scene.case.pk}/send-back/", {"reason": "没有见到本人"}, content_type="application/json"
    )
    assert response.json()["standing"]["state"] == "open"
    assert response.json()["decisions"][0]["reason"] == "没有见到本人"
    assert scene.case.assignments.filter(track="visit", ended_at=None, why="sent_back").count() == 1


def test_there_is_nothing_to_sign_before_the_outcome(scene: Scene) -> None:
    with pytest.raises(Refused, match="not_answered"):
        sign(scene.cast.chief, str(scene.case.pk), timezone.now())


def test_a_closed_case_is_not_signed_twice(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    with pytest.raises(Refused, match="case_closed"):
        sign(scene.cast.chief, str(scene.case.pk), timezone.now())


def test_only_the_stations_own_chief_decides(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    with pytest.raises(Refused, match="not_allowed"):
        sign(scene.cast.officer, str(scene.case.pk), timezone.now())
    with pytest.raises(Refused, match="not_found"):
        send_back(scene.cast.chief_huayuanlu, str(scene.case.pk), "不该看到", timezone.now())


def test_a_refold_of_everything_changes_nothing(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.send(scene.cast.operator, scene.called("hung_up"), scene.called("hung_up"))
    scene.send(scene.cast.officer, *scene.whole_visit())
    for case in Case.objects.all():
        assert standing_of(case) == Standing.model_validate(case.standing)
    call_command("refold")
    assert capsys.readouterr().out == "1 cases, 0 standings corrected\n"


def test_a_wrong_cached_standing_is_corrected_by_a_refold(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    spoilt = scene.case.standing | {"state": "closed"}
    Case.objects.update(standing=spoilt, state="closed")
    call_command("refold")
    scene.case.refresh_from_db()
    assert (scene.case.state, capsys.readouterr().out) == ("open", "1 cases, 1 standings corrected\n")
