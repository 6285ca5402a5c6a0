"""What chief, district and operator decide by hand: assign, take over, route, the next call; and who may not."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from backend.cases.actions import open_case
from backend.cases.models import Assignment, Case
from backend.dispatch.actions import assign_by_hand, next_call
from backend.people.models import Member
from backend.problems import Refused
from tests.cases.scene import opening, set_scene
from tests.cast import Cast, build_cast
from tests.together import together


def post(client: Client, path: str, body: object) -> tuple[int, dict[str, object]]:
    response = client.post(path, body, content_type="application/json")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_the_chief_sees_whom_he_can_send_and_why_not(cast: Cast) -> None:
    scene = set_scene(cast)
    Member.objects.filter(pk=cast.officer2.pk).update(on_duty=False)
    path = f"/api/cases/{scene.case.pk}/candidates/?track=visit"
    listed = cast.client(cast.chief).get(path).json()["candidates"]
    verdicts = {one["member"]["name"]: (one["load"], one["objection"]) for one in listed}
    assert verdicts[cast.officer.name] == (1, "on_critical")
    assert verdicts[cast.officer2.name] == (0, "off_duty")
    assert verdicts[cast.officer3.name] == (0, "")
    assert listed[0]["objection"] == ""


@pytest.mark.django_db
def test_the_chief_reassigns_and_takes_over(cast: Cast) -> None:
    scene = set_scene(cast)
    chief, path = cast.client(cast.chief), f"/api/cases/{scene.case.pk}/assign/"
    assert post(chief, path, {"track": "visit", "member": cast.officer3.pk})[0] == 200
    assert post(chief, path, {"track": "visit", "member": cast.chief.pk})[0] == 200
    last = scene.case.assignments.get(track="visit", ended_at=None)
    assert (last.member, last.why) == (cast.chief, "taken_over")
    assert set(scene.case.assignments.filter(track="visit").values_list("end", flat=True)) == {"reassigned", ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "whom", "code"),
    [
        ("chief", "operator", "wrong_track"),
        ("chief", "officer_yubei", "other_station"),
        ("officer", "officer2", "not_allowed"),
        ("outsider", "officer2", "not_found"),
    ],
)
def test_who_may_not_assign_or_be_assigned_hears_why(cast: Cast, who: str, whom: str, code: str) -> None:
    scene = set_scene(cast)
    body = {"track": "visit", "member": getattr(cast, whom).pk}
    answer = post(cast.client(getattr(cast, who)), f"/api/cases/{scene.case.pk}/assign/", body)[1]
    assert answer["code"] == code
    assert scene.case.assignments.filter(track="visit").count() == 1


@pytest.mark.django_db
def test_an_answered_case_is_not_assigned_again(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    with pytest.raises(Refused, match="already_answered"):
        assign_by_hand(cast.chief, str(scene.case.pk), "visit", cast.officer2.pk, timezone.now())


@pytest.mark.django_db
def test_a_station_that_does_not_exist_is_named_by_its_field(cast: Cast) -> None:
    scene = set_scene(cast)
    answer = post(cast.client(cast.operator), f"/api/cases/{scene.case.pk}/route/", {"station": "1"})[1]
    assert answer["fields"] == [{"field": "station", "message": "没有这个派出所", "message_en": "No such station"}]


@pytest.mark.django_db
def test_routed_to_another_district_the_case_leaves_the_first_ones_sight(cast: Cast) -> None:
    scene = set_scene(cast)
    client = cast.client(cast.operator)
    path = f"/api/cases/{scene.case.pk}/route/"
    response = client.post(path, {"station": cast.yubei.code}, content_type="application/json")
    assert response.status_code == 204
    assert client.get(f"/api/cases/{scene.case.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_next_call_is_ones_own_most_urgent_one(cast: Cast) -> None:
    scene = set_scene(cast)
    assert next_call(cast.operator, timezone.now()) == scene.case
    with pytest.raises(Refused, match="no_calls"):
        next_call(cast.operator2, timezone.now())
    with pytest.raises(Refused, match="not_allowed"):
        next_call(cast.officer, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_ask_at_once_get_different_calls() -> None:
    cast = build_cast()
    Member.objects.filter(role="operator").update(on_duty=False)
    cases = {open_case(opening(cast.nanan), timezone.now()).pk for _ in range(2)}
    taken = together([partial(next_call, who, timezone.now()) for who in (cast.operator, cast.operator2)])
    assert {case.pk for case in taken} == cases
    assert set(Assignment.objects.filter(ended_at=None, track="call").values_list("member", flat=True)) == {
        cast.operator.pk,
        cast.operator2.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_two_who_assign_at_once_leave_one_visit() -> None:
    cast = build_cast()
    case = Case.objects.get(pk=open_case(opening(cast.nanan), timezone.now()).pk)
    send = [
        partial(assign_by_hand, who, str(case.pk), "visit", whom.pk, timezone.now())
        for who, whom in ((cast.chief, cast.officer2), (cast.commander, cast.officer3))
    ]
    together(send)
    assert case.assignments.filter(track="visit", ended_at=None).count() == 1
