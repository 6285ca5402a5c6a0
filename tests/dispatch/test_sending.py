"""Who is sent by itself: by level, address, duty and load; and what happens when nobody fits."""

from typing import Any

import pytest
from django.utils import timezone

from backend.cases.actions import assign, send_back
from backend.cases.models import Case
from backend.cases.opening import join_signal, open_case
from backend.flow.load import rules
from backend.live.models import Event
from backend.people.models import Member
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import VILLAGE, Cast

pytestmark = pytest.mark.django_db
SHUANGSHI = PENG | {"division_id": VILLAGE, "address": "双石村3组"}


def sent(case: Case, track: str) -> Member | None:
    """Who is on this track now."""
    return case.assignments.get(track=track, ended_at=None).member


def opened(cast: Cast, **changes: Any) -> Case:
    return open_case(opening(changes.pop("district", cast.nanan), **changes), timezone.now())


def test_a_critical_case_goes_to_operator_and_station_at_once(cast: Cast) -> None:
    case = opened(cast)
    case.refresh_from_db()
    assert case.station == cast.nanping
    assert sent(case, "call") == cast.operator
    assert sent(case, "visit") == cast.officer


def test_a_medium_case_is_called_first(cast: Cast) -> None:
    case = opened(cast, level="medium")
    assert sent(case, "call") == cast.operator
    assert not case.assignments.filter(track="visit").exists()
    case.refresh_from_db()
    assert case.station == cast.nanping


def test_a_level_that_rises_sends_the_visit_once(cast: Cast) -> None:
    case = opened(cast, level="medium")
    for _ in range(2):
        join_signal(case, signal=case.signals[0], target={}, level="critical", reasons=[], now=timezone.now())
    assert sent(case, "visit") == cast.officer
    assert case.assignments.filter(track="visit").count() == 1


def test_a_call_that_is_not_believed_sends_a_visit(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.case.assignments.filter(track="visit").delete()
    scene.send(cast.operator, scene.called("disbelieves"))
    assert scene.case.assignments.get(track="visit").why == "visit_wanted"


def test_two_hang_ups_with_an_officer_on_his_way_send_no_second_one(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.operator, scene.called("hung_up"), scene.called("hung_up"))
    assert scene.case.assignments.filter(track="visit").count() == 1


def test_a_remote_village_goes_to_its_volunteer_and_the_station_hears_of_it(cast: Cast) -> None:
    case = opened(cast, district=cast.qianjiang, target=SHUANGSHI)
    assert sent(case, "visit") == cast.volunteer
    told = set(Event.objects.filter(case_id=case.pk, kind="assigned").values_list("entries__unit", flat=True))
    assert told == {cast.qianjiang.pk, cast.zhongtang.pk}


def test_a_village_without_a_volunteer_on_duty_goes_to_the_officers(cast: Cast) -> None:
    Member.objects.filter(role="volunteer").update(on_duty=False)
    assert sent(opened(cast, district=cast.qianjiang, target=SHUANGSHI), "visit") == cast.officer_zhongtang


def test_whoever_is_off_duty_or_on_a_critical_case_is_passed_over(cast: Cast) -> None:
    assert sent(opened(cast), "visit") == cast.officer
    Member.objects.filter(pk=cast.officer2.pk).update(on_duty=False)
    assert sent(opened(cast), "visit") == cast.officer3


def test_nobody_on_duty_lands_on_the_district_board(cast: Cast) -> None:
    Member.objects.filter(unit=cast.nanping).update(on_duty=False)
    case = opened(cast)
    case.refresh_from_db()
    assert sent(case, "visit") is None
    assert case.needs_routing == "nobody_to_visit"
    needed = Event.objects.get(case_id=case.pk, kind="routing_needed")
    assert needed.entries.filter(unit=cast.nanan).exists()


def test_an_address_nobody_covers_needs_routing_until_the_district_routes_it(cast: Cast) -> None:
    case = opened(cast, target=PENG | {"division_id": None})
    case.refresh_from_db()
    assert (case.station, case.needs_routing) == (None, "no_station")
    waiting = case.assignments.get(track="visit")
    assert (waiting.unit, waiting.member) == (cast.nanan, None)
    response = cast.client(cast.operator).post(
        f"/api/cases/{case.pk}/route/", {"station": cast.nanping.code}, content_type="application/json"
    )
    assert response.status_code == 200
    assert response.json()["needs_routing"] == ""
    assert sent(case, "visit") == cast.officer


def test_a_medium_case_without_an_address_needs_routing_before_anybody_has_to_go(cast: Cast) -> None:
    case = opened(cast, level="medium", target=PENG | {"division_id": None})
    case.refresh_from_db()
    assert case.needs_routing == "no_station"
    assert not case.assignments.filter(track="visit").exists()


def test_a_later_signal_that_knows_the_address_sends_the_waiting_case_there(cast: Cast) -> None:
    case = opened(cast, target=PENG | {"division_id": None})
    join_signal(
        case, signal=case.signals[0], target={"division_id": "500108003"}, level="low", reasons=[], now=timezone.now()
    )
    case.refresh_from_db()
    assert (case.station, case.needs_routing) == (cast.nanping, "")
    assert sent(case, "visit") == cast.officer


def test_a_visit_nobody_has_keeps_the_call_from_answering_the_case_alone(cast: Cast) -> None:
    case = opened(cast, target=PENG | {"division_id": None})
    call = case.assignments.get(track="call")
    scene = Scene(cast, case, call, call)
    scene.send(cast.operator, scene.called("persuaded"), scene.called("confirmed", step="call_close"))
    assert scene.case.state == "open"


def test_a_level_that_rises_after_the_call_succeeded_sends_the_first_visit(cast: Cast) -> None:
    case = opened(cast, level="medium")
    call = case.assignments.get(track="call")
    scene = Scene(cast, case, call, call)
    scene.send(cast.operator, scene.called("persuaded"), scene.called("confirmed", step="call_close"))
    assert scene.case.state == "answered"
    join_signal(case, signal=case.signals[0], target={}, level="critical", reasons=[], now=timezone.now())
    case.refresh_from_db()
    assert (sent(case, "visit"), case.state) == (cast.officer, "open")


def test_a_level_that_rises_after_the_visit_is_done_sends_no_second_one(cast: Cast) -> None:
    scene = set_scene(cast)
    Case.objects.update(level="medium")
    scene.send(cast.officer, *scene.whole_visit())
    join_signal(scene.case, signal={}, target={}, level="critical", reasons=[], now=timezone.now())
    assert scene.case.assignments.filter(track="visit").count() == 1


def test_the_outcome_of_the_visit_stands_the_operator_down(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    scene.call.refresh_from_db()
    assert scene.call.end == "stood_down"


def test_sent_back_the_same_person_goes_again_while_he_is_on_duty(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    send_back(cast.chief, str(scene.case.pk), "照片看不清", timezone.now())
    again = scene.case.assignments.get(track="visit", ended_at=None)
    assert (again.member, again.why) == (cast.officer, "sent_back")
    assert not scene.case.assignments.filter(track="call", ended_at=None).exists()


def test_sent_back_after_his_shift_somebody_else_goes(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    Member.objects.filter(pk=cast.officer.pk).update(on_duty=False)
    send_back(cast.chief, str(scene.case.pk), "照片看不清", timezone.now())
    assert sent(scene.case, "visit") == cast.officer2


def test_a_declined_call_goes_to_the_other_operator(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(
        cast.operator, scene.made(cast.operator, "decline", track="call", assignment=scene.call.pk, reason="on_other")
    )
    assert sent(scene.case, "call") == cast.operator2


def test_an_overloaded_officer_is_passed_over(cast: Cast) -> None:
    for _ in range(rules().routing.overload["officer"]):
        assign(opened(cast, level="low"), "visit", cast.nanping, cast.officer, by=None, why="chief", now=timezone.now())
    Member.objects.filter(pk__in=[cast.officer2.pk, cast.officer3.pk]).update(on_duty=False)
    assert sent(opened(cast), "visit") is None


def test_declining_sends_the_next_person_and_never_the_same_again(cast: Cast) -> None:
    scene = set_scene(cast)
    for member in (cast.officer, cast.officer2, cast.officer3):
        visit = scene.case.assignments.get(track="visit", ended_at=None)
        assert visit.member == member
        scene.send(member, scene.made(member, "decline", track="visit", assignment=visit.pk, reason="too_far"))
    assert sent(scene.case, "visit") is None
    assert scene.case.needs_routing == "nobody_to_visit"


def test_a_wrong_address_moves_the_case_to_the_other_station(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(
        cast.officer,
        scene.visited("travel", "wrong_address"),
        scene.visited("hand_on", "transferred", station=cast.yubei.code, reason="moved"),
    )
    assert scene.case.station == cast.yubei
    assert scene.case.district == cast.shapingba
    assert sent(scene.case, "visit") in (cast.officer_yubei, cast.outsider)
    assert sent(scene.case, "call") == cast.operator_shapingba
    scene.visit.refresh_from_db()
    assert scene.visit.end == "transferred"
    former = Event.objects.get(case_id=scene.case.pk, kind="case_routed", entries__unit=cast.yubei)
    assert former.entries.filter(unit__in=[cast.nanan, cast.nanping]).count() == 2


def test_a_transfer_to_nowhere_needs_routing(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(
        cast.officer,
        scene.visited("travel", "wrong_address"),
        scene.visited("hand_on", "transferred", station="999999999", reason="moved"),
    )
    assert scene.case.needs_routing == "unknown_station"
    waiting = scene.case.assignments.get(track="visit", ended_at=None)
    assert (waiting.unit, waiting.member) == (cast.nanan, None)
