"""Handing a case to the right station: at once or after a review, refused, returned, and never going to and fro."""

from functools import partial

import pytest
from django.utils import timezone

from backend.cases.actions import clear_drill
from backend.cases.handing import Said
from backend.cases.models import Case
from backend.cases.opening import join_signal, open_case
from backend.cases.transfer import Transfer
from backend.dispatch.actions import assign_by_hand, route_by_hand
from backend.dispatch.transfers import give_back, hand_over, review
from backend.people.models import Member, Unit
from backend.problems import Refused
from tests.cases.scene import Scene, opening, set_scene
from tests.cast import Cast, build_cast
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


@pytest.fixture
def medium(scene: Scene) -> Scene:
    """A case of a level whose transfers out of the district wait."""
    Case.objects.update(level="medium")
    return scene


def give(scene: Scene, who: Member, station: Unit) -> Transfer:
    hand_over(who, str(scene.case.pk), station.code, Said("moved", "搬去渝碚路"), timezone.now())
    scene.case.refresh_from_db()
    return Transfer.objects.filter(case=scene.case).latest("pk")


def decide(scene: Scene, who: Member, transfer: Transfer, reason: str | None = None) -> None:
    review(who, str(scene.case.pk), transfer.pk, reason, timezone.now())
    scene.case.refresh_from_db()
    transfer.refresh_from_db()


def return_it(scene: Scene, who: Member) -> None:
    give_back(who, str(scene.case.pk), "查无此人", timezone.now())
    scene.case.refresh_from_db()


def going(scene: Scene) -> Member | None:
    return scene.case.assignments.get(track="visit", ended_at=None).member


def test_within_the_district_it_goes_at_once_and_is_on_record(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.huayuanlu)
    assert (medium.case.station, transfer.state) == (cast.huayuanlu, "done")
    shown = cast.client(cast.commander).get(f"/api/cases/{medium.case.pk}/").json()
    (told,) = shown["transfers"]
    assert (told["giver"]["name"], told["receiver"]["name"]) == ("南坪派出所", "花园路派出所")
    assert (told["why"], told["note"], told["by"]["name"]) == ("moved", "搬去渝碚路", cast.chief.name)


def test_out_of_the_district_a_medium_case_waits_and_whoever_is_on_it_goes_on(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    assert (transfer.state, transfer.moved_at) == ("waiting", None)
    assert (medium.case.station, medium.case.needs_routing) == (cast.nanping, "transfer_review")
    assert medium.case.assignments.get(track="visit", ended_at=None) == medium.visit
    assert cast.client(cast.chief_yubei).get(f"/api/cases/{medium.case.pk}/").status_code == 404


def test_agreed_to_it_goes_to_the_other_station_and_somebody_there_is_sent(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    decide(medium, cast.commander, transfer)
    assert (medium.case.station, medium.case.district) == (cast.yubei, cast.shapingba)
    assert (transfer.state, transfer.decided_by, medium.case.needs_routing) == ("approved", cast.commander, "")
    assert going(medium) in (cast.officer_yubei, cast.outsider)
    medium.visit.refresh_from_db()
    assert medium.visit.end == "transferred"


def test_refused_it_stays_and_whoever_is_on_it_goes_on(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    decide(medium, cast.commander, transfer, "地址没错，请再去一次")
    assert (transfer.state, transfer.reason) == ("refused", "地址没错，请再去一次")
    assert (medium.case.station, medium.case.needs_routing, going(medium)) == (cast.nanping, "", cast.officer)


def at_the_door(scene: Scene, station: Unit) -> None:
    scene.send(
        scene.cast.officer,
        scene.visited("travel", "wrong_address"),
        scene.visited("hand_on", "transferred", station=station.code, reason="moved", note="门卫说的"),
    )


def test_given_up_at_the_door_the_visit_waits_at_the_station_until_it_is_decided(medium: Scene, cast: Cast) -> None:
    at_the_door(medium, cast.yubei)
    waiting = medium.case.assignments.get(track="visit", ended_at=None)
    assert (waiting.unit, waiting.member, waiting.why) == (cast.nanping, None, "transfer_waits")
    transfer = Transfer.objects.get()
    assert (transfer.by, transfer.why, transfer.note) == (cast.officer, "moved", "门卫说的")
    decide(medium, cast.commander, transfer, "地址没错")
    assert going(medium) is not None


def test_the_chief_may_send_somebody_while_the_paper_waits(medium: Scene, cast: Cast) -> None:
    at_the_door(medium, cast.yubei)
    assign_by_hand(cast.chief, str(medium.case.pk), "visit", cast.officer2.pk, timezone.now())
    decide(medium, cast.commander, Transfer.objects.get(), "地址没错")
    assert going(medium) == cast.officer2


@pytest.mark.parametrize("level", ["high", "critical"])
def test_a_grave_case_goes_at_once_and_is_reviewed_after(scene: Scene, cast: Cast, level: str) -> None:
    Case.objects.update(level=level)
    transfer = give(scene, cast.chief, cast.yubei)
    assert (scene.case.station, transfer.state, scene.case.reviewing) == (cast.yubei, "waiting", cast.nanan)
    assert cast.client(cast.commander).get(f"/api/cases/{scene.case.pk}/").status_code == 200
    with pytest.raises(Refused, match="moved_on"):
        route_by_hand(cast.commander, str(scene.case.pk), cast.nanping.code, timezone.now())
    decide(scene, cast.commander, transfer)
    assert (scene.case.station, transfer.state) == (cast.yubei, "approved")
    assert cast.client(cast.commander).get(f"/api/cases/{scene.case.pk}/").status_code == 404


def test_refused_after_the_fact_it_comes_back_and_somebody_is_sent(scene: Scene, cast: Cast) -> None:
    transfer = give(scene, cast.chief, cast.yubei)
    decide(scene, cast.commander, transfer, "人就在南坪")
    assert (scene.case.station, scene.case.district) == (cast.nanping, cast.nanan)
    assert going(scene) in (cast.officer, cast.officer2, cast.officer3)


def meets(scene: Scene) -> None:
    """The officer of the other station stands before the person."""
    visit = scene.case.assignments.get(track="visit", ended_at=None)
    assert visit.member is not None
    for step, answer in (("travel", "arrived"), ("door", "met_target")):
        said = {"track": "visit", "assignment": visit.pk, "step": step, "answer": answer}
        scene.send(visit.member, scene.made(visit.member, "answer", **said))


def test_once_the_person_was_met_it_is_neither_called_back_nor_returned(scene: Scene, cast: Cast) -> None:
    transfer = give(scene, cast.chief, cast.yubei)
    meets(scene)
    with pytest.raises(Refused, match="met_already"):
        decide(scene, cast.commander, transfer, "人就在南坪")
    with pytest.raises(Refused, match="met_already"):
        return_it(scene, cast.chief_yubei)
    assert scene.case.station == cast.yubei


def test_returned_it_is_the_giving_stations_again_with_the_reason(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    decide(medium, cast.commander, transfer)
    return_it(medium, cast.chief_yubei)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.reason, transfer.decided_by) == ("returned", "查无此人", cast.chief_yubei)
    assert (transfer.approved_by, transfer.approved_at is not None) == (cast.commander, True)
    assert (medium.case.station, medium.case.district) == (cast.nanping, cast.nanan)
    assert medium.case.assignments.get(track="visit", ended_at=None).why == "returned"
    assert going(medium) is not None


def test_returned_a_second_time_the_district_decides_and_then_it_stays(scene: Scene, cast: Cast) -> None:
    for _ in range(2):
        give(scene, cast.chief, cast.yubei)
        return_it(scene, cast.chief_yubei)
    assert (scene.case.needs_routing, scene.case.district) == ("returned", cast.nanan)
    waiting = scene.case.assignments.get(track="visit", ended_at=None)
    assert (waiting.unit, waiting.member) == (cast.nanan, None)
    route_by_hand(cast.commander, str(scene.case.pk), cast.yubei.code, timezone.now())
    scene.case.refresh_from_db()
    assert (scene.case.station, scene.case.needs_routing) == (cast.yubei, "")
    with pytest.raises(Refused, match="return_decided"):
        return_it(scene, cast.chief_yubei)


def test_the_district_that_decides_for_the_same_station_sends_somebody_there(scene: Scene, cast: Cast) -> None:
    for _ in range(2):
        give(scene, cast.chief, cast.huayuanlu)
        Member.objects.filter(pk=cast.chief_huayuanlu.pk).update(on_duty=True)
        return_it(scene, cast.chief_huayuanlu)
    route_by_hand(cast.operator, str(scene.case.pk), cast.nanping.code, timezone.now())
    scene.case.refresh_from_db()
    assert (going(scene) is not None, scene.case.needs_routing) == (True, "")


def test_what_nobody_handed_over_cannot_be_returned(scene: Scene, cast: Cast) -> None:
    with pytest.raises(Refused, match="no_transfer"):
        return_it(scene, cast.chief)


def test_returned_once_it_is_not_returned_again_by_who_got_it_back(scene: Scene, cast: Cast) -> None:
    give(scene, cast.chief, cast.yubei)
    return_it(scene, cast.chief_yubei)
    with pytest.raises(Refused, match="no_transfer"):
        return_it(scene, cast.chief)


def test_the_operator_needs_the_commander_and_the_commander_nobody(medium: Scene, cast: Cast) -> None:
    route_by_hand(cast.operator, str(medium.case.pk), cast.yubei.code, timezone.now())
    medium.case.refresh_from_db()
    assert (medium.case.station, medium.case.needs_routing) == (cast.nanping, "transfer_review")
    route_by_hand(cast.commander, str(medium.case.pk), cast.yubei.code, timezone.now())
    medium.case.refresh_from_db()
    assert medium.case.station == cast.yubei
    assert list(Transfer.objects.order_by("pk").values_list("state", flat=True)) == ["lapsed", "done"]


def test_while_one_waits_the_chief_hands_over_no_second_time(medium: Scene, cast: Cast) -> None:
    give(medium, cast.chief, cast.yubei)
    with pytest.raises(Refused, match="transfer_waits"):
        give(medium, cast.chief, cast.huayuanlu)


def test_an_outcome_overtakes_a_transfer_that_waits(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    medium.send(cast.officer, *medium.whole_visit())
    transfer.refresh_from_db()
    assert (transfer.state, medium.case.reviewing, medium.case.needs_routing) == ("lapsed", None, "")
    with pytest.raises(Refused, match="already_reviewed"):
        decide(medium, cast.commander, transfer)


def test_a_level_that_rises_lets_it_go_and_it_is_reviewed_after(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    join_signal(medium.case, signal=medium.case.signals[0], target={}, level="high", reasons=[], now=timezone.now())
    medium.case.refresh_from_db()
    transfer.refresh_from_db()
    assert (medium.case.station, transfer.state, transfer.moved_at is None) == (cast.yubei, "waiting", False)
    assert medium.case.assignments.filter(track="visit", ended_at=None).count() == 1


def test_a_medium_case_that_was_only_called_takes_its_call_along(cast: Cast) -> None:
    case = open_case(opening(cast.nanan, level="medium"), timezone.now())
    hand_over(cast.chief, str(case.pk), cast.yubei.code, Said("moved"), timezone.now())
    review(cast.commander, str(case.pk), Transfer.objects.get().pk, None, timezone.now())
    assert case.assignments.get(track="call", ended_at=None).member == cast.operator_shapingba
    assert not case.assignments.filter(track="visit").exists()


def post(cast: Cast, who: Member, path: str, body: object) -> tuple[int, dict[str, object]]:
    response = cast.client(who).post(path, body, content_type="application/json")
    return response.status_code, response.json() if response.content else {}


def test_over_the_network_each_step_is_answered_with_what_is_still_seen(scene: Scene, cast: Cast) -> None:
    base = f"/api/cases/{scene.case.pk}"
    body = {"station": cast.yubei.code, "why": "moved", "note": " 搬家 "}
    assert post(cast, cast.chief, f"{base}/transfer/", body)[0] == 204
    transfer = Transfer.objects.get()
    assert transfer.note == "搬家"
    verdict = {"transfer": transfer.pk, "approved": True}
    assert post(cast, cast.city_commander, f"{base}/transfer/review/", verdict)[0] == 200
    assert post(cast, cast.chief_yubei, f"{base}/return/", {"reason": "查无此人"})[0] == 204
    own = cast.client(cast.chief).get("/api/transfers/").json()["transfers"]
    assert [(one["receiver"], one["state"], one["reason"]) for one in own] == [("渝碚路派出所", "returned", "查无此人")]
    assert cast.client(cast.officer).get("/api/transfers/").json() == {"transfers": []}


def test_who_sees_a_case_only_to_review_it_prints_it_not_and_decides_nothing_else(scene: Scene, cast: Cast) -> None:
    base = f"/api/cases/{scene.case.pk}"
    other = open_case(opening(cast.nanan, target={"target_name": "钱先生"}), timezone.now())
    give(scene, cast.chief, cast.yubei)
    visit = {"track": "visit", "member": cast.officer.pk}
    for path, body in [
        ("assign", visit),
        ("route", {"station": cast.nanping.code}),
        ("join", {"into": str(other.pk)}),
        ("split", {"signals": [0]}),
    ]:
        status, refused = post(cast, cast.commander, f"{base}/{path}/", body)
        assert (path, status, refused.get("code")) == (path, 403, "moved_on")
    assert cast.client(cast.commander).get(f"{base}/file.pdf").status_code == 403
    assert not scene.case.printings.exists()


def test_what_is_not_filled_in_is_named(scene: Scene, cast: Cast) -> None:
    base = f"/api/cases/{scene.case.pk}"
    for path, body, field in [
        ("transfer", {"station": cast.yubei.code, "why": "because"}, "why"),
        ("transfer", {"station": cast.nanping.code, "why": "moved"}, "station"),
        ("transfer/review", {"transfer": 1, "approved": False, "reason": " "}, ""),
        ("return", {"reason": "否"}, "reason"),
    ]:
        status, answer = post(cast, cast.chief, f"{base}/{path}/", body)
        assert status == 400
        fields = answer["fields"]
        assert isinstance(fields, list)
        assert [each["field"] for each in fields] == [field]


def test_whoever_may_not_hears_why_and_a_stranger_nothing(medium: Scene, cast: Cast) -> None:
    transfer = give(medium, cast.chief, cast.yubei)
    with pytest.raises(Refused, match="not_allowed"):
        decide(medium, cast.operator, transfer)
    with pytest.raises(Refused, match="not_allowed"):
        give(medium, cast.officer, cast.yubei)
    for stranger in (cast.chief_yubei, cast.operator_shapingba, cast.outsider):
        with pytest.raises(Refused, match="not_found"):
            decide(medium, stranger, transfer)
        with pytest.raises(Refused, match="not_found"):
            return_it(medium, stranger)


@pytest.mark.django_db(transaction=True)
def test_of_two_commanders_who_decide_at_once_one_wins_and_the_other_is_told() -> None:
    cast = build_cast()
    scene = set_scene(cast)
    Case.objects.update(level="medium")
    transfer = give(scene, cast.chief, cast.yubei)

    def verdict(who: Member, reason: str | None) -> str:
        try:
            review(who, str(scene.case.pk), transfer.pk, reason, timezone.now())
        except Refused as refused:
            return refused.code
        return "decided"

    heard = together([partial(verdict, cast.city_commander, None), partial(verdict, cast.city_commander, "地址没错")])
    assert sorted(heard) == ["already_reviewed", "decided"]
    scene.case.refresh_from_db()
    transfer.refresh_from_db()
    assert (transfer.state == "approved") == (scene.case.station == cast.yubei)
    assert scene.case.assignments.filter(track="visit", ended_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_cases_handed_over_crosswise_at_once_both_arrive() -> None:
    cast = build_cast()
    scene = set_scene(cast)
    there = open_case(opening(cast.shapingba, target={"target_phone": "1", "division_id": "500106003"}), timezone.now())
    ways = [(cast.chief, scene.case, cast.yubei), (cast.chief_yubei, there, cast.nanping)]
    together([partial(hand_over, who, str(case.pk), to.code, Said("moved"), timezone.now()) for who, case, to in ways])
    for _, case, to in ways:
        case.refresh_from_db()
        assert (case.station, case.district) == (to, to.parent)


def test_a_drill_that_is_cleared_away_leaves_nobody_a_transfer_to_review(medium: Scene, cast: Cast) -> None:
    Case.objects.update(drill=True)
    transfer = give(medium, cast.chief, cast.yubei)
    assert transfer.state == "waiting"
    assert clear_drill(medium.case.pk, cast.chief, timezone.now())
    transfer.refresh_from_db()
    medium.case.refresh_from_db()
    assert (transfer.state, medium.case.reviewing, medium.case.needs_routing) == ("lapsed", None, "")
