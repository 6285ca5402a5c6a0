"""Many cases in one go: each on its own, with the reason where it was not done, and nothing about what one may not see."""

import pytest
from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.models import Case
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def post(cast: Cast, member: Member, path: str, body: dict[str, object]) -> list[tuple[str, str]]:
    """What became of each: status and code."""
    response = cast.client(member).post(f"/api/cases/{path}/", body, content_type="application/json")
    assert response.status_code == 200, response.json()
    return [(each["status"], each["code"]) for each in response.json()["results"]]


def ids(*scenes: Scene) -> list[str]:
    return [str(scene.case.pk) for scene in scenes]


def test_three_are_given_to_one_person(cast: Cast) -> None:
    scenes = [set_scene(cast) for _ in range(3)]
    said = {"cases": ids(*scenes), "track": "visit", "member": cast.officer3.pk}
    assert post(cast, cast.chief, "assign", said) == [("done", "")] * 3
    for scene in scenes:
        assert scene.case.assignments.get(track="visit", ended_at=None).member == cast.officer3
    assert post(cast, cast.chief, "assign", said) == [("already", "")] * 3


def test_one_that_cannot_be_done_says_why_and_the_others_are_done(cast: Cast) -> None:
    first, closed, last = (set_scene(cast) for _ in range(3))
    closed.send(cast.officer, *closed.whole_visit())
    sign(cast.chief, str(closed.case.pk), timezone.now())
    said = {"cases": ids(first, closed, last), "track": "visit", "member": cast.officer3.pk}
    assert post(cast, cast.chief, "assign", said) == [("done", ""), ("refused", "case_closed"), ("done", "")]


def test_a_case_named_twice_is_done_once(cast: Cast) -> None:
    scene = set_scene(cast)
    said = {"cases": ids(scene, scene), "track": "visit", "member": cast.officer3.pk}
    assert post(cast, cast.chief, "assign", said) == [("done", "")]


@pytest.mark.parametrize("who", ["outsider", "chief_yubei", "volunteer", "operator_shapingba", "admin"])
def test_what_one_does_not_see_does_not_exist(cast: Cast, who: str) -> None:
    scene = set_scene(cast)
    member = getattr(cast, who)
    said = {"cases": ids(scene), "track": "visit", "member": cast.officer.pk}
    assert post(cast, member, "assign", said) == [("refused", "not_found")]
    assert post(cast, member, "route", {"cases": ids(scene), "station": "500108003"}) == [("refused", "not_found")]


def test_an_officer_sees_his_case_but_gives_it_to_nobody(cast: Cast) -> None:
    scene = set_scene(cast)
    said = {"cases": ids(scene), "track": "visit", "member": cast.officer3.pk}
    assert post(cast, cast.officer, "assign", said) == [("refused", "not_allowed")]


def test_people_of_another_station_are_refused_for_each(cast: Cast) -> None:
    scene = set_scene(cast)
    said = {"cases": ids(scene), "track": "visit", "member": cast.officer_yubei.pk}
    assert post(cast, cast.chief, "assign", said) == [("refused", "other_station")]


def test_several_are_routed_to_a_station(cast: Cast) -> None:
    scenes = [set_scene(cast) for _ in range(2)]
    said: dict[str, object] = {"cases": ids(*scenes), "station": "500108002"}
    assert post(cast, cast.operator, "route", said) == [("done", "")] * 2
    assert set(Case.objects.values_list("station__code", flat=True)) == {"500108002"}
    assert post(cast, cast.operator, "route", said) == [("already", "")] * 2
    assert post(cast, cast.operator, "route", said | {"station": "123"}) == [("refused", "bad_input")] * 2


@pytest.mark.parametrize("count", [0, 101])
def test_none_and_more_than_a_hundred_are_refused(cast: Cast, count: int) -> None:
    scene = set_scene(cast)
    said = {"cases": ids(scene) * count, "track": "visit", "member": cast.officer3.pk}
    answer = cast.client(cast.chief).post("/api/cases/assign/", said, content_type="application/json")
    assert answer.status_code == 400
