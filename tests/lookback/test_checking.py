"""Another unit asks: taken once, seen as little as needed, tried again, and told to the unit only when it is in."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from backend.cases.models import Case
from backend.live.models import Entry, Event
from backend.lookback.actions import take
from backend.lookback.models import LookBack, LookBackReveal, LookBackTry
from backend.people.models import Member
from backend.problems import Refused
from tests.cast import Cast, build_cast
from tests.lookback.scene import NOW, drawn
from tests.together import together

pytestmark = pytest.mark.django_db
YES = {"reached": "yes", "came": "yes", "result": "true"}


@pytest.fixture
def row(cast: Cast) -> LookBack:
    return drawn(cast)


@pytest.fixture
def asker(cast: Cast, row: LookBack) -> Member:
    return asker_of(cast, row)


def asker_of(cast: Cast, row: LookBack) -> Member:
    return cast.operator_shapingba if row.checker == cast.shapingba else cast.operator_qianjiang


def post(cast: Cast, member: Member, row: LookBack, verb: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    answer = cast.client(member).post(f"/api/lookbacks/{row.pk}/{verb}/", body or {}, content_type="application/json")
    return answer.status_code, answer.json()


def page(cast: Cast, member: Member) -> Any:
    answer = cast.client(member).get("/api/lookbacks/")
    assert answer.status_code == 200
    return answer.json()


def of_case(cast: Cast, member: Member, case: Case) -> Any:
    return cast.client(member).get(f"/api/cases/{case.pk}/lookback/").json()


def test_the_checking_unit_sees_what_was_reported_and_not_who_it_is(cast: Cast, row: LookBack, asker: Member) -> None:
    (task,) = page(cast, asker)["open"]
    assert (task["name"], task["phone"], task["unit"]["name"]) == ("彭**", "199******34", "南坪派出所")
    assert (task["outcome"], task["track"]) == ("persuaded", "visit")
    assert not {"case", "number", "address", "target", "signals"} & set(task)
    assert cast.client(asker).get(f"/api/cases/{row.case_id}/").status_code == 404


def test_the_number_is_shown_to_who_has_it_and_that_is_on_record(cast: Cast, row: LookBack, asker: Member) -> None:
    assert post(cast, asker, row, "reveal")[1]["code"] == "not_taken"
    post(cast, asker, row, "take")
    assert page(cast, asker)["mine"][0]["phone"] == "199******34"
    assert post(cast, asker, row, "reveal")[1]["phone"] == "19900001234"
    seen = LookBackReveal.objects.get()
    assert (seen.look_back, seen.by) == (row, asker)
    post(cast, asker, row, "give-back")
    assert page(cast, asker)["open"][0]["phone"] == "199******34"


def test_who_takes_it_first_has_it_until_he_or_his_commander_gives_it_back(
    cast: Cast, row: LookBack, asker: Member
) -> None:
    cast.operator2.unit = cast.commander.unit = row.checker
    cast.operator2.save()
    cast.commander.save()
    assert post(cast, asker, row, "take")[0] == 200
    assert post(cast, asker, row, "take")[0] == 200
    for verb, body in (("take", {}), ("answer", YES), ("give-back", {})):
        assert post(cast, cast.operator2, row, verb, body)[1]["code"] == "not_taken"
    assert post(cast, cast.commander, row, "give-back")[0] == 200
    assert post(cast, cast.operator2, row, "take")[0] == 200


def test_it_is_answered_on_one_screen(cast: Cast, row: LookBack, asker: Member) -> None:
    post(cast, asker, row, "take")
    said = {"reached": "yes", "came": "no", "result": "false", "reason": "nobody_came", "note": " 没人来过 "}
    status, task = post(cast, asker, row, "answer", said)
    assert (status, task["result"], task["reason"], task["note"]) == (200, "false", "nobody_came", "没人来过")
    assert page(cast, asker)["done"][0]["id"] == row.pk
    assert post(cast, asker, row, "answer", YES)[1]["code"] == "look_back_over"


@pytest.mark.parametrize(
    "said",
    [
        {"reached": "yes"},
        {"reached": "yes", "came": "yes"},
        {"reached": "yes", "came": "yes", "result": "false"},
        {"reached": "yes", "came": "yes", "result": "false", "reason": "made_up"},
        {"reached": "yes", "came": "yes", "result": "true", "reason": "other"},
        {"reached": "no_answer", "result": "true"},
        {"reached": "perhaps"},
    ],
)
def test_an_answer_that_says_half_is_refused_and_nothing_is_stored(
    cast: Cast, row: LookBack, asker: Member, said: dict[str, str]
) -> None:
    post(cast, asker, row, "take")
    assert post(cast, asker, row, "answer", said)[1]["code"] == "bad_input"
    assert not LookBackTry.objects.exists()


def test_who_is_not_reached_is_tried_again_and_then_it_cannot_be_verified(
    cast: Cast, row: LookBack, asker: Member
) -> None:
    post(cast, asker, row, "take")
    first = post(cast, asker, row, "answer", {"reached": "no_answer"})[1]
    assert (first["result"], first["tries_left"]["no_answer"]) == ("", 2)
    assert first["again_at"]
    post(cast, asker, row, "answer", {"reached": "refuses"})
    post(cast, asker, row, "answer", {"reached": "no_answer"})
    last = post(cast, asker, row, "answer", {"reached": "no_answer"})[1]
    assert (last["result"], len(last["tries"]), last["again_at"]) == ("unverified", 4, None)


def test_a_wrong_number_is_not_tried_again(cast: Cast, row: LookBack, asker: Member) -> None:
    post(cast, asker, row, "take")
    assert post(cast, asker, row, "answer", {"reached": "wrong_number"})[1]["result"] == "unverified"


def test_until_the_result_is_in_nobody_of_the_unit_learns_that_it_is_asked_about(
    cast: Cast, row: LookBack, asker: Member
) -> None:
    post(cast, asker, row, "take")
    post(cast, asker, row, "answer", {"reached": "no_answer"})
    for member in (cast.chief, cast.operator, cast.commander, cast.city_commander):
        assert of_case(cast, member, row.case)["found"] is None
        assert page(cast, member)["results"] == []
        assert page(cast, member)["open"] == []
    assert not Event.objects.exists()
    post(cast, asker, row, "answer", YES)
    for member in (cast.chief, cast.operator, cast.commander, cast.city_commander):
        assert of_case(cast, member, row.case)["found"]["result"] == "true"
        assert page(cast, member)["results"][0]["case"] == str(row.case_id)
    told = Event.objects.get()
    assert (told.kind, told.case_id, told.data["state"]) == ("look_back_settled", None, "answered")
    assert set(Entry.objects.values_list("unit", flat=True)) == {cast.nanping.pk, cast.nanan.pk}


def test_to_everybody_else_there_is_no_look_back(cast: Cast, row: LookBack, asker: Member) -> None:
    for member in cast.everyone():
        if member == asker:
            continue
        for verb, body in (("take", {}), ("give-back", {}), ("reveal", {}), ("answer", YES)):
            assert post(cast, member, row, verb, body)[1]["code"] == "not_found"
        assert post(cast, member, row, "settle", {"result": "true", "note": "没错"})[1]["code"] == "not_found"
        assert post(cast, member, row, "object", {"reason": "不对"})[1]["code"] == "not_found"
    for member in (cast.officer, cast.volunteer, cast.desk, cast.admin):
        assert cast.client(member).get("/api/lookbacks/").status_code == 403
        assert cast.client(member).get("/api/lookbacks/summary/").status_code == 403
    assert cast.client(cast.chief_yubei).get(f"/api/cases/{row.case_id}/lookback/").status_code == 404


def test_nobody_asks_about_his_own_work(cast: Cast, row: LookBack, asker: Member) -> None:
    row.case.assignments.create(track="call", unit=cast.nanan, member=asker, why="first", assigned_at=NOW)
    assert page(cast, asker)["open"] == []
    assert post(cast, asker, row, "take")[1]["code"] == "own_work"


def test_the_station_objects_once_and_the_checking_commander_decides(cast: Cast, row: LookBack, asker: Member) -> None:
    cast.commander.unit = row.checker
    cast.commander.save()
    post(cast, asker, row, "take")
    post(cast, asker, row, "answer", {"reached": "yes", "came": "no", "result": "false", "reason": "nobody_came"})
    decided = {"result": "true", "note": "录像在，见过本人"}
    assert post(cast, cast.commander, row, "settle", decided)[1]["code"] == "look_back_over"
    found = post(cast, cast.chief, row, "object", {"reason": "有执法记录仪录像"})[1]["found"]
    assert (found["objection"], found["may_object"]) == ("有执法记录仪录像", False)
    assert post(cast, cast.chief, row, "object", {"reason": "再说一次"})[1]["code"] == "objected_before"
    assert page(cast, cast.commander)["done"][0]["may_settle"]
    assert post(cast, asker, row, "settle", decided)[1]["code"] == "not_found"
    assert post(cast, cast.commander, row, "settle", decided)[0] == 200
    shown = of_case(cast, cast.chief, row.case)["found"]
    assert (shown["result"], shown["first_result"], shown["settled_note"]) == ("true", "false", "录像在，见过本人")
    assert post(cast, cast.commander, row, "settle", decided)[1]["code"] == "look_back_over"


def test_the_rates_are_counted_from_answers_alone(cast: Cast, row: LookBack, asker: Member) -> None:
    post(cast, asker, row, "take")
    post(cast, asker, row, "answer", YES)
    LookBack.objects.create(
        draw=row.draw, case=drawn_beside(row), unit=row.unit, checker=row.checker, answer_by=row.answer_by
    )
    found = cast.client(cast.commander).get("/api/lookbacks/summary/").json()
    (unit,) = found["units"]
    assert (unit["unit"]["name"], unit["district"]["name"]) == ("南坪派出所", "南岸区反诈中心")
    assert (unit["drawn"], unit["answered"], unit["true"], unit["open"]) == (2, 1, 1, 1)
    assert (unit["per_mille"], found["too_few"], found["shown"]) == (None, 10, row.draw_id)
    assert found["checkers"] == []
    everything = cast.client(cast.city_commander).get(f"/api/lookbacks/summary/?draw={row.draw_id}").json()
    assert [each["unit"]["id"] for each in everything["checkers"]] == [row.checker_id]
    assert everything["total"]["drawn"] == 2


def drawn_beside(row: LookBack) -> Case:
    case = Case.objects.get(pk=row.case_id)
    case.pk, case.number = uuid4(), "beside"
    case.save(force_insert=True)
    return case


def test_before_the_first_draw_the_screens_say_when_it_comes(cast: Cast) -> None:
    assert page(cast, cast.operator)["next_draw_at"]
    found = cast.client(cast.commander).get("/api/lookbacks/summary/").json()
    assert (found["draws"], found["shown"], found["units"], found["total"]["drawn"]) == ([], None, [], 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_once_are_one() -> None:
    cast = build_cast()
    row = drawn(cast)
    asker = asker_of(cast, row)
    cast.operator2.unit = row.checker
    cast.operator2.save()

    def taken(member: Member) -> bool:
        try:
            take(member, row.pk, NOW)
        except Refused:
            return False
        return True

    assert sorted(together([partial(taken, asker), partial(taken, cast.operator2)])) == [False, True]
