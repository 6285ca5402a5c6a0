"""What chief, district and operator decide by hand: assign, take over, route, the next call; and who may not."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from backend.cases.models import Assignment, Case
from backend.cases.opening import open_case
from backend.dispatch.actions import assign_by_hand, next_call, route_by_hand
from backend.people.models import Member
from backend.problems import Refused
from tests.cases.scene import PENG, opening, set_scene
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
def test_the_same_person_assigned_twice_keeps_what_he_accepted(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, scene.made(cast.officer, "accept", track="visit", assignment=scene.visit.pk))
    assign_by_hand(cast.chief, str(scene.case.pk), "visit", cast.officer.pk, timezone.now())
    visit = scene.case.assignments.get(track="visit")
    assert (visit.pk, visit.accepted_at is not None) == (scene.visit.pk, True)


@pytest.mark.django_db
def test_whoever_has_no_part_in_a_case_hears_that_it_does_not_exist(cast: Cast) -> None:
    scene = set_scene(cast)
    base = f"/api/cases/{scene.case.pk}"
    outsiders = [
        cast.outsider,
        cast.chief_yubei,
        cast.operator_shapingba,
        cast.chief_huayuanlu,
        cast.volunteer,
        cast.admin,
    ]
    for client in map(cast.client, outsiders):
        assert client.get(f"{base}/candidates/?track=visit").status_code == 404
        assert post(client, f"{base}/assign/", {"track": "visit", "member": cast.officer2.pk})[0] == 404
        assert post(client, f"{base}/route/", {"station": cast.yubei.code})[0] == 404
    assert Client().get(f"{base}/candidates/?track=visit").status_code == 401
    scene.case.refresh_from_db()
    assert scene.case.station == cast.nanping
    assert scene.case.assignments.count() == 2


@pytest.mark.django_db
def test_volunteers_are_suggested_by_hand_after_the_officers_and_never_sent_by_itself(cast: Cast) -> None:
    town = PENG | {"division_id": "500114121", "address": "中塘镇1号"}
    Member.objects.filter(pk=cast.officer_zhongtang.pk).update(on_duty=False)
    case = open_case(opening(cast.qianjiang, target=town), timezone.now())
    case.refresh_from_db()
    assert (case.assignments.get(track="visit").member, case.needs_routing) == (None, "nobody_to_visit")
    Member.objects.filter(pk=cast.officer_zhongtang.pk).update(on_duty=True)
    listed = cast.client(cast.chief_zhongtang).get(f"/api/cases/{case.pk}/candidates/?track=visit").json()
    names = [one["member"]["name"] for one in listed["candidates"]]
    assert names == [m.name for m in (cast.officer_zhongtang, cast.volunteer, cast.volunteer2, cast.chief_zhongtang)]


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
def test_routed_to_where_it_is_whoever_is_on_the_way_goes_on(cast: Cast) -> None:
    scene = set_scene(cast)
    route_by_hand(cast.operator, str(scene.case.pk), cast.nanping.code, timezone.now())
    assert scene.case.assignments.get(track="visit") == scene.visit


@pytest.mark.django_db
def test_routed_again_when_somebody_came_on_duty_he_is_sent(cast: Cast) -> None:
    Member.objects.filter(unit=cast.nanping).update(on_duty=False)
    case = open_case(opening(cast.nanan), timezone.now())
    Member.objects.filter(pk=cast.officer3.pk).update(on_duty=True)
    routed = route_by_hand(cast.operator, str(case.pk), cast.nanping.code, timezone.now())
    routed.refresh_from_db()
    assert routed.assignments.get(track="visit", ended_at=None).member == cast.officer3
    assert routed.needs_routing == ""


@pytest.mark.django_db
def test_an_answered_case_is_not_routed_and_no_second_visit_sent(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    with pytest.raises(Refused, match="already_answered"):
        route_by_hand(cast.operator, str(scene.case.pk), cast.huayuanlu.code, timezone.now())
    assert scene.case.assignments.filter(track="visit").count() == 1


@pytest.mark.django_db
def test_routed_within_the_district_the_operator_keeps_his_call(cast: Cast) -> None:
    scene = set_scene(cast)
    route_by_hand(cast.operator, str(scene.case.pk), cast.huayuanlu.code, timezone.now())
    assert scene.case.assignments.get(track="call") == scene.call
    assert scene.case.assignments.get(track="visit", ended_at=None).unit == cast.huayuanlu


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


@pytest.mark.django_db
def test_a_call_under_way_does_not_keep_the_operator_from_the_next(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.operator, scene.made(cast.operator, "accept", track="call", assignment=scene.call.pk))
    Member.objects.filter(role="operator").update(on_duty=False)
    waiting = open_case(opening(cast.nanan, level="low"), timezone.now())
    assert next_call(cast.operator, timezone.now()) == waiting
    assert waiting.assignments.get(track="call", ended_at=None).why == "called_next"
    waiting.refresh_from_db()
    assert waiting.needs_routing != "nobody_to_call"


@pytest.mark.django_db
def test_of_calls_that_nobody_has_the_gravest_is_next(cast: Cast) -> None:
    Member.objects.filter(role="operator").update(on_duty=False)
    for level in ("low", "high", "critical", "medium"):
        open_case(opening(cast.nanan, level=level), timezone.now())
    taken = []
    for _ in range(4):
        case = next_call(cast.operator, timezone.now())
        taken.append(case.level)
        case.assignments.filter(track="call", ended_at=None).update(accepted_at=timezone.now())
    assert taken == ["critical", "high", "medium", "low"]


@pytest.mark.django_db
def test_another_districts_calls_are_not_ones_own(cast: Cast) -> None:
    Member.objects.filter(role="operator").update(on_duty=False)
    open_case(opening(cast.nanan), timezone.now())
    response = cast.client(cast.operator_qianjiang).post("/api/calls/next/")
    assert (response.status_code, response.json()["code"]) == (404, "no_calls")


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


@pytest.mark.django_db(transaction=True)
def test_cases_routed_crosswise_between_two_districts_at_once_both_arrive() -> None:
    cast = build_cast()
    for _ in range(2):
        here = open_case(opening(cast.nanan), timezone.now())
        there = open_case(opening(cast.shapingba, target=PENG | {"division_id": "500106003"}), timezone.now())
        ways = [(here, cast.yubei), (there, cast.nanping)]
        route = [
            partial(route_by_hand, cast.city_commander, str(case.pk), station.code, timezone.now())
            for case, station in ways
        ]
        together(route)
        for case, station in ways:
            case.refresh_from_db()
            assert (case.station, case.district) == (station, station.parent)
            assert case.assignments.get(track="visit", ended_at=None).unit == station
