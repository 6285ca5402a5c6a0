"""Signals over HTTP: first found, first pushed; each answered on its own, once, whatever comes with it."""

import hashlib
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.models import Case
from backend.intake.actions import take_in
from backend.intake.models import Identity, Signal, Source
from backend.people.models import Unit
from tests.cases.scene import Scene
from tests.cast import Cast, build_cast
from tests.together import together

KEY = "drill-key"


def source_of(unit: Unit, code: str = "city") -> Source:
    key = hashlib.sha256((KEY if code == "city" else code).encode()).hexdigest()
    return Source.objects.create(code=code, name="市局预警平台", key_hash=key, unit=unit)


def signal(reference: str, **changes: Any) -> dict[str, Any]:
    target = {"name": "彭先生", "phone": "199 0000 1234", "address": "南坪正街1号", "division": "500108003"}
    given = {"reference": reference, "fraud_type": "投资理财", "behaviours": ["transfer_under_way"], "target": target}
    return given | changes


def post(body: Any, key: str = KEY) -> Any:
    return Client().post(
        "/api/signals/", body, content_type="application/json", headers={"Authorization": f"Api-Key {key}"}
    )


@pytest.fixture
def source(cast: Cast) -> Source:
    return source_of(cast.city)


def test_the_first_signal_opens_a_case_and_people_are_sent(source: Source, cast: Cast) -> None:
    result = post(signal("a", amount_fen=103_000_000)).json()["results"][0]
    case = Case.objects.get()
    assert (result["status"], result["case"], result["level"]) == ("accepted", case.number, "critical")
    assert case.target_phone == "19900001234"
    assert case.fraud_type == "investment"
    assert case.assignments.get(track="visit").member == cast.officer
    assert "正在转账" in [reason["words"] for reason in case.reasons]
    assert any("1,030,000" in reason["words"] for reason in case.reasons)


def test_a_later_signal_joins_raises_the_level_and_sends_no_second_visit(source: Source) -> None:
    post(signal("a", behaviours=[], amount_fen=600_000))
    assert Case.objects.get().level == "medium"
    result = post(signal("b")).json()["results"][0]
    assert result["status"] == "joined"
    post(signal("c", behaviours=[]))
    case = Case.objects.get()
    assert (case.level, case.signal_count) == ("critical", 3)
    assert case.assignments.filter(track="visit").count() == 1


def test_the_same_reference_again_changes_nothing(source: Source) -> None:
    post(signal("a"))
    result = post(signal("a", target={"phone": "19900009999"})).json()["results"][0]
    assert (result["status"], result["case"]) == ("known", Case.objects.get().number)
    assert Case.objects.get().signal_count == 1


def test_the_same_reference_of_another_source_is_another_signal(source: Source, cast: Cast) -> None:
    source_of(cast.nanan, "other")
    post(signal("a"))
    assert post(signal("a"), key="other").json()["results"][0]["status"] == "joined"


def test_every_way_to_write_a_phone_is_one_person(source: Source) -> None:
    for index, phone in enumerate(["+86 199 0000 1234", "8619900001234", "199-0000-1234", "１９９００００１２３４"]):
        post(signal(f"p{index}", target={"phone": phone}))
    assert Case.objects.get().signal_count == 4


def test_a_bad_signal_among_good_ones_is_named_by_field_and_hurts_nobody(source: Source) -> None:
    bad = signal("bad", amount_fen=-1, target={"name": "谁"})
    results = post({"signals": [signal("a"), bad, signal("b", target={"phone": "19900005678"})]}).json()["results"]
    assert [one["status"] for one in results] == ["accepted", "invalid", "accepted"]
    assert {error["field"] for error in results[1]["errors"]} == {"amount_fen", "target"}
    assert "谁" not in str(results[1]["errors"])


def test_an_id_number_that_lost_its_last_digits_is_refused(source: Source) -> None:
    result = post(signal("a", target={"id_number": "500108196503070000"})).json()["results"][0]
    assert (result["status"], result["errors"][0]["field"]) == ("invalid", "target.id_number")


def test_an_unknown_type_and_place_are_said_and_the_warning_goes_out_all_the_same(source: Source, cast: Cast) -> None:
    target = {"phone": "19900001234", "division": "999999"}
    result = post(signal("a", fraud_type="没听过", target=target)).json()["results"][0]
    assert result["status"] == "accepted"
    assert [error["field"] for error in result["errors"]] == ["fraud_type", "target.division"]
    case = Case.objects.get()
    assert (case.fraud_type, case.needs_routing, case.district) == ("other", "no_station", cast.city)


def test_a_person_warned_again_after_the_case_was_closed_opens_a_new_one_that_counts(
    source: Source, cast: Cast
) -> None:
    post(signal("a"))
    case = Case.objects.get()
    open_ones = case.assignments.filter(ended_at=None)
    scene = Scene(cast, case, open_ones.get(track="call"), open_ones.get(track="visit"))
    scene.send(cast.officer, *scene.whole_visit())
    sign(cast.chief, str(case.pk), timezone.now())
    result = post(signal("b")).json()["results"][0]
    assert result["status"] == "accepted"
    again = Case.objects.exclude(pk=case.pk).get()
    assert "以前预警过1次" in [reason["words"] for reason in again.reasons]


def test_phone_and_id_number_of_two_cases_join_the_older_and_say_so(source: Source) -> None:
    id_number = "50010819650307001X"
    from stdnum.cn import ric

    id_number = id_number[:17] + ric.calc_check_digit(id_number)
    post(signal("a", target={"phone": "19900001234", "division": "500108003"}))
    post(signal("b", target={"id_number": id_number, "division": "500108003"}))
    post(signal("c", target={"phone": "19900001234", "id_number": id_number}))
    older, newer = Case.objects.order_by("opened_at")
    assert (older.signal_count, newer.signal_count) == (2, 1)
    assert any(newer.number in reason["words"] for reason in older.reasons)


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_a_valid_key_nothing_comes_in(source: Source, key: str) -> None:
    response = post(signal("a"), key=key)
    assert (response.status_code, response.json()["code"]) == (401, "bad_key")
    assert Signal.objects.count() == 0


def test_a_switched_off_source_is_refused(source: Source) -> None:
    Source.objects.update(is_active=False)
    assert post(signal("a")).status_code == 401


def test_more_than_a_thousand_at_once_are_refused_whole(source: Source) -> None:
    response = post([signal(str(index)) for index in range(1001)])
    assert (response.status_code, response.json()["code"]) == (413, "too_many")


@pytest.mark.parametrize("body", ["[]", "{not json", "7"])
def test_what_is_no_signal_gets_a_clear_answer(source: Source, body: str) -> None:
    response = post(body)
    assert response.status_code in (200, 400)
    assert "Traceback" not in response.content.decode()
    assert Case.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_signals_in_one_instant_make_one_case() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    for turn in range(3):
        target = {"phone": f"1990000500{turn}", "division": "500108003"}
        both = [signal(f"{turn}-{index}", target=target) for index in range(4)]
        results = together([partial(take_in, source, [one], timezone.now()) for one in both])
        assert sorted(result.status for (result,) in results) == ["accepted", "joined", "joined", "joined"]
        assert Identity.objects.get(value=target["phone"]).times == 1
    assert Case.objects.count() == 3
    assert all(case.assignments.filter(track="visit").count() == 1 for case in Case.objects.all())
