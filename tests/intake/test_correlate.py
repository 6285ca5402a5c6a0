"""Correlation and what a later signal changes, as pure questions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.intake.columns import corrected, corrections, target_of, view_of
from backend.intake.correlate import Known, also_in, keys_of, to_join, told_apart
from backend.intake.wire import SignalIn, TargetIn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ID_NUMBER = "500108196503070011"
OTHER_ID = "500108196503070038"
KNOWN = {
    "target_name": "彭先生",
    "target_phone": "19900001234",
    "target_id_number": "",
    "target_age": None,
    "address": "南坪正街1号",
    "division_id": "500108003",
    "latitude": None,
    "longitude": None,
}


def known(number: int, days_open: int, days_ago: float) -> Known:
    return Known(UUID(int=number), str(number), NOW - timedelta(days=days_open), NOW - timedelta(days=days_ago))


def test_a_person_is_known_by_phone_and_id_number_always_in_one_order() -> None:
    person = TargetIn(phone="+86 199-0000-1234", id_number=ID_NUMBER)
    assert keys_of(person, drill=False) == [("id_number", ID_NUMBER, False), ("phone", "19900001234", False)]
    assert keys_of(TargetIn(phone="19900001234"), drill=True) == [("phone", "19900001234", True)]


def test_the_older_of_two_open_cases_is_joined_in_whatever_order_they_are_found() -> None:
    found = [known(1, 3, 1), known(2, 5, 2), known(2, 5, 0)]
    for order in permutations(found):
        assert [one.number for one in to_join(order, NOW, 7)] == ["2", "1"]


@pytest.mark.parametrize(("days_ago", "joins"), [(0, True), (7, True), (7.1, False)])
def test_the_window_begins_with_the_last_signal(days_ago: float, joins: bool) -> None:
    assert bool(to_join([known(1, 30, days_ago)], NOW, 7)) is joins


def test_another_case_of_the_same_person_is_remembered_by_its_number() -> None:
    (reason,) = also_in([known(8, 1, 1)], "high")
    assert (reason["rule"], reason["level"]) == ("same_person_8", "high")
    assert "8" in reason["words"]
    assert "8" in reason["words_en"]


@pytest.mark.parametrize(
    ("given", "has_station", "changed"),
    [
        ({"target_name": "", "target_age": None, "address": ""}, True, {}),
        ({"target_phone": "19900001234"}, True, {}),
        ({"target_phone": "19900005678", "target_age": 61}, True, {"target_phone": "19900005678", "target_age": 61}),
        ({"division_id": "500106003", "address": "别处", "latitude": 29.5}, True, {"latitude": 29.5}),
        ({"division_id": "500106003", "address": "别处"}, False, {"division_id": "500106003", "address": "别处"}),
    ],
)
def test_a_later_signal_fills_in_and_corrects_but_never_forgets_nor_moves(
    given: dict[str, Any], has_station: bool, changed: dict[str, Any]
) -> None:
    assert corrected(KNOWN, given, has_station=has_station) == changed


def test_a_corrected_number_stays_readable_and_a_new_one_is_no_correction() -> None:
    assert corrections(KNOWN, {"target_phone": "19900005678"}) == "电话更正：19900001234 → 19900005678"
    assert corrections({**KNOWN, "target_name": ""}, {"target_name": "彭某"}) == ""
    assert corrections(KNOWN, {"target_id_number": ID_NUMBER}) == ""


def test_the_age_follows_from_the_id_number_unless_the_source_knows_it() -> None:
    def said(**target: Any) -> SignalIn:
        return SignalIn.model_validate({"reference": "a", "target": target})

    day = date(2026, 11, 25)
    assert target_of(said(id_number=ID_NUMBER), None, day)["target_age"] == 61
    assert target_of(said(id_number=ID_NUMBER, age=62), None, day)["target_age"] == 62
    assert target_of(said(phone="19900001234"), None, day)["target_age"] is None


def test_the_case_shows_what_the_signal_said_and_of_the_person_nothing() -> None:
    signal = SignalIn.model_validate(
        {
            "reference": "a",
            "text": "下载APP",
            "target": {"phone": "19900001234", "bank_card": "6222000000000000"},
            "suspect": {"phone": "+1 650", "account": "6222111"},
            "amount_fen": 5,
        }
    )
    view = view_of(signal, "市局预警平台", NOW)
    assert (view["text"], view["amount_fen"], view["suspect_account"]) == ("下载APP", 5, "6222111")
    assert "19900001234" not in str(view)
    assert "6222000000000000" not in str(view)


def test_cases_that_were_split_are_told_apart_by_id_number_then_by_name() -> None:
    father, son = uuid4(), uuid4()
    both = [
        Known(father, "1", NOW, NOW, name="彭先生", id_number=ID_NUMBER, apart_from=frozenset({son})),
        Known(son, "2", NOW, NOW, name="彭小东", apart_from=frozenset({father})),
    ]
    assert told_apart([], TargetIn(phone="19900001234")) == []
    assert told_apart(both, TargetIn(phone="19900001234", name="彭小东")) == [both[1]]
    assert told_apart(both, TargetIn(phone="19900001234", name="彭小东", id_number=ID_NUMBER)) == [both[0]]
    with_id = [both[0], replace(both[1], id_number=OTHER_ID)]
    assert told_apart(with_id, TargetIn(phone="19900001234", name="彭先生", id_number=OTHER_ID)) == [with_id[1]]
    assert told_apart(both, TargetIn(phone="19900001234")) == [both[0]]
    assert told_apart(both[:1], TargetIn(phone="19900001234", name="别人")) == both[:1]
