"""Signals over HTTP: each is answered on its own, by field, once, and only to who has a key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from backend.cases.models import Case
from backend.cases.opening import open_all
from backend.intake import holding
from backend.intake.actions import take_in
from backend.intake.models import Signal, Source
from tests.cast import Cast
from tests.intake.scene import KEY, post, signal, source_of


def test_the_first_signal_opens_a_case_and_people_are_sent(source: Source, cast: Cast) -> None:
    result = post(signal("a", amount_fen=103_000_000)).json()["results"][0]
    case = Case.objects.get()
    assert (result["status"], result["case"], result["level"]) == ("accepted", case.number, "critical")
    assert case.target_phone == "19900001234"
    assert case.fraud_type == "investment"
    assert case.assignments.get(track="visit").member == cast.officer
    assert "正在转账" in [reason["words"] for reason in case.reasons]
    assert any("1,030,000" in reason["words"] for reason in case.reasons)


def test_the_same_reference_again_changes_nothing(source: Source) -> None:
    post(signal("a"))
    result = post(signal("a", target={"phone": "19900009999"})).json()["results"][0]
    assert (result["status"], result["case"]) == ("known", Case.objects.get().number)
    assert Case.objects.get().signal_count == 1


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


def test_a_signal_that_cannot_be_stored_keeps_no_other_out_and_may_be_sent_again(
    source: Source, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails_for_one(cases: Sequence[Case], now: datetime) -> None:
        open_all(cases, now)
        if any(case.target_phone == "19900005678" for case in cases):
            raise IntegrityError("DETAIL: Key (phone)=(19900005678)")

    monkeypatch.setattr(holding, "open_all", fails_for_one)
    batch = [signal("a"), signal("b", target={"phone": "19900005678"}), signal("c", target={"phone": "19900006789"})]
    results = take_in(source, batch, timezone.now())
    assert [one.status for one in results] == ["accepted", "failed", "accepted"]
    assert (results[1].case, results[1].errors[0].field) == (None, "")
    assert "19900005678" not in caplog.text
    assert Signal.objects.count() == Case.objects.count() == 2
    monkeypatch.undo()
    assert [one.status for one in take_in(source, batch, timezone.now())] == ["known", "accepted", "known"]


def test_a_district_or_station_source_without_an_address_is_on_its_own_districts_board(cast: Cast) -> None:
    for unit, key in ((cast.nanan, "of-district"), (cast.nanping, "of-station")):
        source_of(unit, key)
        post(signal("a", target={"phone": f"1990000{unit.pk:04d}"}), key=key)
    assert set(Case.objects.values_list("district", flat=True)) == {cast.nanan.pk}


def test_an_unknown_village_goes_to_the_station_of_the_township_around_it(source: Source, cast: Cast) -> None:
    target = {"phone": "19900001234", "division": "500108003099"}
    result = post(signal("a", target=target)).json()["results"][0]
    case = Case.objects.get()
    assert (result["errors"], case.division_id, case.station) == ([], "500108003", cast.nanping)


@pytest.mark.parametrize("level", ["特危", "critical", "特", "Critical"])
def test_the_sources_own_level_is_understood_by_code_and_by_name(source: Source, level: str) -> None:
    assert post(signal("a", level=level, behaviours=[])).json()["results"][0]["level"] == "critical"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": 7}, "reference"),
        ({"amount_fen": "100"}, "amount_fen"),
        ({"amount_fen": 1.5}, "amount_fen"),
        ({"amount_fen": 10**14}, "amount_fen"),
        ({"transaction_at": "2026-11-25T12:00:00"}, "transaction_at"),
        ({"transaction_at": 1764072000}, "transaction_at"),
        ({"behaviours": ["dances"]}, "behaviours.0"),
        ({"text": "a\x00b"}, "text"),
        ({"colour": "red"}, "colour"),
        ({"target": {"phone": 19900001234}}, "target.phone"),
        ({"target": {"phone": "1990000"}, "text": 5}, "text"),
        ({"target": {"phone": "199"}}, "target.phone"),
        ({"target": {"name": "彭先生"}}, "target"),
        ({"target": {"phone": "19900001234", "latitude": 29.5}}, "target"),
        ({"target": {"phone": "19900001234", "latitude": 129.5, "longitude": 1}}, "target.latitude"),
        ({"target": {"phone": "19900001234", "division": "南岸区"}}, "target.division"),
        ({"target": None}, "target"),
    ],
)
def test_a_wrong_field_is_named_with_words_in_both_languages(
    source: Source, changes: dict[str, Any], field: str
) -> None:
    result = post(signal("a") | changes).json()["results"][0]
    assert (result["status"], result["case"]) == ("invalid", None)
    (error,) = [one for one in result["errors"] if one["field"] == field]
    assert error["message"]
    assert error["message_en"].isascii()
    assert Signal.objects.count() == Case.objects.count() == 0


def test_no_session_is_needed_and_none_helps(source: Source, cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Api-Key {KEY}"}
    sent = browser.post("/api/signals/", signal("a"), content_type="application/json", headers=headers)
    assert sent.status_code == 200
    refused = cast.client(cast.city_commander).post("/api/signals/", signal("b"), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_key")


def test_only_the_hash_of_a_key_is_kept(source: Source) -> None:
    assert KEY not in str(vars(Source.objects.get()))


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
