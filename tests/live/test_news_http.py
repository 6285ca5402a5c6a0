"""News and receipts over HTTP, where no socket passes."""

import pytest
from django.test import Client

from backend.live.models import Event
from backend.people.models import Unit
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def head(unit: Unit) -> int:
    return Unit.objects.get(pk=unit.pk).stream_head


def test_the_news_answers_over_http_what_the_cursors_ask(scene: Scene) -> None:
    cast = scene.cast
    unit, last = cast.nanping.pk, head(cast.nanping)
    client = cast.client(cast.chief)
    whole = client.get("/api/news/").json()
    assert whole["snapshot"]
    assert whole["cursors"] == {str(unit): last}
    missed = client.get("/api/news/", {"after": f"{unit}:{last - 1}"}).json()
    assert not missed["snapshot"]
    assert [event["number"] for event in missed["events"]] == [last]


@pytest.mark.parametrize(
    "after", ["x", "1", "1:2:3", "1:-2", "1:99999999999999999999", "1:2;3:4", "１:x", "1:" + "9" * 5000]
)
def test_cursors_that_are_none_are_refused_with_the_field(cast: Cast, after: str) -> None:
    answer = cast.client(cast.chief).get("/api/news/", {"after": after})
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_input"
    assert answer.json()["fields"][0]["field"] == "after"


def test_news_is_for_members_alone(cast: Cast) -> None:
    assert Client().get("/api/news/").status_code == 401
    assert Client().post("/api/news/confirm/", {"cursors": {}}, "application/json").status_code == 401


def test_a_receipt_over_http_marks_the_members_own_assignment_once(scene: Scene) -> None:
    cast = scene.cast
    body = {"cursors": {str(cast.nanping.pk): head(cast.nanping)}}
    client = cast.client(cast.officer)
    answers = [client.post("/api/news/confirm/", body, "application/json").json() for _ in range(2)]
    assert answers == [{"delivered": 1}, {"delivered": 0}]
    scene.visit.refresh_from_db()
    assert scene.visit.delivered_at is not None
    assert Event.objects.filter(kind="delivered").count() == 1


def test_a_receipt_for_less_than_the_assignment_delivers_nothing(scene: Scene) -> None:
    cast = scene.cast
    answer = cast.client(cast.officer).post(
        "/api/news/confirm/", {"cursors": {str(cast.nanping.pk): 0}}, "application/json"
    )
    assert answer.json() == {"delivered": 0}
    scene.visit.refresh_from_db()
    assert scene.visit.delivered_at is None
