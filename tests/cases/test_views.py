"""Everyone sees only what they need: lists, single cases and views agree with access, for every member of the cast."""

import json

import pytest
from django.db import OperationalError
from django.utils import timezone

from backend.cases.actions import assign, sign
from backend.cases.models import Case
from backend.cases.queries import case_views, scope_of, visible_cases
from backend.cases.shown import changed_cases
from backend.cases.views import masked
from backend.people import access
from tests.cases.scene import PENG, Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


@pytest.mark.parametrize("moment", ["open", "closed"])
def test_the_list_and_access_agree_for_everybody(scene: Scene, moment: str) -> None:
    if moment == "closed":
        scene.send(scene.cast.officer, *scene.whole_visit())
        sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    case = Case.objects.select_related("district").get()
    for member in scene.cast.everyone():
        is_listed = visible_cases(member).filter(pk=case.pk).exists()
        assert is_listed == bool(access.may_see_case(member, scope_of(member, case))), member.username
        shown, _ = changed_cases([case.pk], timezone.now()).seen_by(member, [case.pk])
        assert [view.id for view in shown] == ([case.pk] if is_listed else []), member.username


def test_those_who_should_see_it_do_and_the_others_get_a_404(scene: Scene) -> None:
    cast = scene.cast
    seen_by = {
        m.username for m in cast.everyone() if cast.client(m).get(f"/api/cases/{scene.case.pk}/").status_code == 200
    }
    expected = (cast.officer, cast.chief, cast.operator, cast.operator2, cast.commander, cast.city_commander)
    assert seen_by == {m.username for m in expected}


def test_a_volunteer_gets_no_numbers_no_signals_and_only_the_surname(scene: Scene) -> None:
    scene.send(
        scene.cast.operator,
        scene.called("persuaded"),
        scene.called("confirmed", step="call_close", inputs={"saved_fen": 77777}),
    )
    assign(
        scene.case, "visit", scene.cast.nanping, scene.cast.volunteer, by=scene.cast.chief, why="chief",
        now=timezone.now(),
    )  # fmt: skip
    view = case_views(scene.cast.volunteer, visible_cases(scene.cast.volunteer))[0]
    text = json.dumps(view.model_dump(mode="json"), ensure_ascii=False)
    for secret in (PENG["target_phone"], PENG["target_id_number"], "彭先生", "103000000", "77777"):
        assert str(secret) not in text
    assert view.target.name == "彭**"
    assert view.target.address == PENG["address"]
    assert view.signals == []


def test_the_id_number_is_masked_for_everybody(scene: Scene) -> None:
    for member in (scene.cast.officer, scene.cast.chief, scene.cast.commander):
        view = case_views(member, visible_cases(member))[0]
        assert view.target.id_number == "500108***********8"


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("123", "***"), ("6222020000001234", "6222**********34")])
def test_short_numbers_are_hidden_whole(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_relieved_officer_is_told_to_drop_the_case_and_a_stranger_hears_nothing(scene: Scene) -> None:
    assign(
        scene.case, "visit", scene.cast.nanping, scene.cast.officer2, by=scene.cast.chief, why="chief",
        now=timezone.now(),
    )  # fmt: skip
    ids = [scene.case.pk]
    changed = changed_cases(ids, timezone.now())
    assert changed.seen_by(scene.cast.officer, ids) == ([], ids)
    assert changed.seen_by(scene.cast.officer3, ids) == ([], [])
    assert [view.id for view in changed.seen_by(scene.cast.officer2, ids)[0]] == ids


def test_what_is_done_is_listed_under_done(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.officer)
    assert client.get("/api/cases/?done=1").json()["cases"] == []
    scene.send(scene.cast.officer, *scene.whole_visit())
    sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    assert [c["number"] for c in client.get("/api/cases/?done=1").json()["cases"]] == [scene.case.number]


def test_what_was_closed_last_stands_first(scene: Scene) -> None:
    for each in (scene, second := set_scene(scene.cast)):
        each.send(scene.cast.officer, *each.whole_visit())
    sign(scene.cast.chief, str(second.case.pk), timezone.now())
    sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    listed = scene.cast.client(scene.cast.officer).get("/api/cases/?done=1").json()["cases"]
    assert [c["number"] for c in listed] == [scene.case.number, second.case.number]


def test_case_numbers_count_by_district_and_beijing_day(scene: Scene) -> None:
    assert scene.case.number.startswith("500108-")
    assert scene.case.number.endswith("-00001")


def test_a_database_that_is_away_for_a_moment_is_answered_as_that_and_nothing_of_its_words_is_said(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = scene.cast.client(scene.cast.officer)

    def cut(*_: object) -> None:
        raise OperationalError("server at 10.0.0.1 closed the connection")

    monkeypatch.setattr("backend.cases.queries.case_views", cut)
    answer = client.get("/api/cases/?done=1")
    assert (answer.status_code, answer.json()["code"]) == (503, "away")
    assert "10.0.0.1" not in answer.content.decode()
