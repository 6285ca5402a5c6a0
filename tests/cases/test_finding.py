"""A case is found by what somebody remembers of it, and only by who may see it."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.cases.actions import assign, route, sign
from backend.cases.finding import matching
from backend.cases.handing import Said, ask_transfer, settle_transfer
from backend.cases.models import SearchWord
from backend.cases.opening import join_signal, open_case
from backend.cases.searchwords import asked_for, words_of
from backend.cases.transfer import TransferState
from backend.initials import initials
from backend.people.models import Unit
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def search(scene: Scene, username: str, text: str) -> Any:
    """What this member is answered."""
    client = scene.cast.client(getattr(scene.cast, username))
    return client.post("/api/cases/search/", {"text": text}, content_type="application/json").json()


def found(scene: Scene, username: str, text: str) -> list[str]:
    """The numbers this member finds by this text."""
    return [one["number"] for one in search(scene, username, text)["cases"]]


@pytest.mark.parametrize(
    "text",
    ["1234", "234", "199 0000 1234", "彭先", "彭先生", "先生", "pxs", "PXS", "px", "01", "00001", "NUMBER", "DAY"],
)
def test_any_of_these_finds_him(scene: Scene, text: str) -> None:
    number = scene.case.number
    text = {"NUMBER": number, "DAY": number.split("-", 1)[1]}.get(text, text)
    assert found(scene, "chief", text) == [number]


@pytest.mark.parametrize("text", ["34", "9900", "0001234567", "彭女士", "pxss", "00002", "xs", "南坪", "--", "  "])
def test_none_of_these_finds_him(scene: Scene, text: str) -> None:
    assert found(scene, "chief", text) == []


def test_a_single_character_is_refused(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.chief)
    answer = client.post("/api/cases/search/", {"text": "彭"}, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("彭先生", "pxs"),
        ("单女士", "sns dns"),
        ("曾先生", "zxs cxs"),
        ("解 志强", "xzq jzq"),
        ("仇先生", "qxs cxs"),
        ("区先生", "oxs qxs"),
        ("A·彭", "ap"),
        ("", ""),
        ("……", ""),
    ],
)
def test_every_reading_of_a_name_counts(name: str, expected: str) -> None:
    assert set(expected.split()) <= set(initials(name))
    assert bool(initials(name)) == bool(expected)


def test_a_name_of_many_readings_stays_small() -> None:
    assert len(words_of("500108-20260101-00001", "单" * 40, "")) < 60
    assert all(len(word) <= 48 for word in words_of("500108-20260101-00001", "单" * 40, "1" * 20))


def test_a_phone_is_not_taken_for_a_number() -> None:
    assert asked_for("1234") == ["p4321", "c01234"]
    assert asked_for("19900001234") == ["p43210000991", "d19900001234"]


def test_nobody_finds_what_he_may_not_see(scene: Scene) -> None:
    cast = scene.cast
    finders = {m.username for m in cast.everyone() if matching(m, "彭先生").exists()}
    expected = (cast.officer, cast.chief, cast.operator, cast.operator2, cast.commander, cast.city_commander)
    assert finders == {m.username for m in expected}


def test_a_volunteer_finds_nothing_by_name_though_the_case_is_his(scene: Scene) -> None:
    cast = scene.cast
    assign(scene.case, "visit", cast.nanping, cast.volunteer, by=cast.chief, why="chief", now=timezone.now())
    client = cast.client(cast.volunteer)
    for text in ("彭先生", "1234", "pxs"):
        answer = client.post("/api/cases/search/", {"text": text}, content_type="application/json")
        assert answer.status_code == 403
    held = client.get(f"/api/cases/{scene.case.pk}/").json()
    assert held["target"]["initials"] == []


def test_the_board_gets_the_initials_with_the_case(scene: Scene) -> None:
    held = scene.cast.client(scene.cast.chief).get(f"/api/cases/{scene.case.pk}/").json()
    assert "pxs" in held["target"]["initials"]


def test_a_closed_case_is_found_like_an_open_one(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    assert found(scene, "chief", "pxs") == [scene.case.number]


def test_what_is_found_says_which_case_it_is_and_no_more(scene: Scene) -> None:
    case = scene.case
    known = {
        "id": str(case.pk),
        "number": case.number,
        "drill": case.drill,
        "level": case.level,
        "name": "彭先生",
        "address": case.address,
        "division_name": case.division.name if case.division else "",
    }
    assert search(scene, "chief", "彭先生") == {"cases": [known | {"state": "open", "closed_at": None}], "more": False}
    scene.send(scene.cast.officer, *scene.whole_visit())
    sign(scene.cast.chief, str(case.pk), timezone.now())
    case.refresh_from_db()
    assert case.closed_at
    [found_now] = search(scene, "chief", "彭先生")["cases"]
    assert found_now["state"] == "closed"
    assert datetime.fromisoformat(found_now["closed_at"]) == case.closed_at


def test_a_corrected_name_is_found_and_the_old_one_no_longer(scene: Scene) -> None:
    signal = dict(scene.case.signals[0])
    target = {"target_name": "龚先生", "target_phone": "19900009876"}
    join_signal(scene.case, signal=signal, target=target, level="high", reasons=[], now=timezone.now())
    assert found(scene, "chief", "龚先") == found(scene, "chief", "9876") == [scene.case.number]
    assert found(scene, "chief", "彭先") == found(scene, "chief", "1234") == []


def test_in_another_district_it_is_found_by_those_there(scene: Scene) -> None:
    cast = scene.cast
    route(scene.case, Unit.objects.select_related("parent").get(pk=cast.yubei.pk), cast.commander, timezone.now())
    for member in ("chief_yubei", "desk", "operator_shapingba", "city_commander", "officer"):
        assert found(scene, member, "彭先") == [scene.case.number]
    for member in ("chief", "operator", "commander"):
        assert found(scene, member, "彭先") == []


def test_in_another_district_it_is_found_by_whoever_has_to_review_it(scene: Scene) -> None:
    cast, now = scene.cast, timezone.now()
    waiting = TransferState.WAITING
    transfer = ask_transfer(scene.case, cast.yubei, Said(), by=cast.chief, state=waiting, has_moved=True, now=now)
    route(scene.case, Unit.objects.select_related("parent").get(pk=cast.yubei.pk), cast.chief, now)
    assert found(scene, "commander", "彭先") == [scene.case.number]
    scene.case.refresh_from_db()
    settle_transfer(transfer, scene.case, TransferState.APPROVED, by=cast.commander, now=now)
    assert found(scene, "commander", "彭先") == []


def test_in_the_same_district_its_words_are_left_alone(scene: Scene) -> None:
    station = Unit.objects.select_related("parent").get(pk=scene.cast.huayuanlu.pk)
    with CaptureQueriesContext(connection) as asked:
        route(scene.case, station, scene.cast.commander, timezone.now())
    assert "cases_searchword" not in str(asked.captured_queries)
    assert found(scene, "chief_huayuanlu", "彭先") == [scene.case.number]


@pytest.mark.parametrize("district", [None, "shapingba"])
def test_the_district_beside_a_word_shows_nobody_more(scene: Scene, district: str | None) -> None:
    SearchWord.objects.update(district=district and getattr(scene.cast, district))
    assert not any(found(scene, member, "彭先") for member in ("chief_yubei", "desk", "operator_shapingba"))


def test_a_word_without_its_district_is_found_until_refold_writes_it(scene: Scene) -> None:
    """As an older version wrote it."""
    SearchWord.objects.update(district=None)
    for member in ("chief", "operator", "commander", "city_commander", "officer"):
        assert found(scene, member, "彭先") == [scene.case.number]
    call_command("refold", stdout=StringIO())
    assert set(scene.case.search_words.values_list("district", flat=True)) == {scene.cast.nanan.pk}


def test_words_of_another_district_are_not_even_looked_up_and_refold_corrects_them(scene: Scene) -> None:
    """As they are when an older version moved the case."""
    SearchWord.objects.update(district=scene.cast.shapingba)
    assert not any(found(scene, member, "彭先") for member in ("chief", "operator", "commander"))
    call_command("refold", stdout=StringIO())
    assert all(found(scene, member, "彭先") for member in ("chief", "operator", "commander"))


def test_a_station_of_no_district_finds_its_cases(scene: Scene) -> None:
    Unit.objects.filter(pk=scene.cast.nanping.pk).update(parent=None)
    assert found(scene, "chief", "彭先") == [scene.case.number]


def test_the_newest_fifty_come_first_and_it_says_when_there_are_more(scene: Scene) -> None:
    cast = scene.cast
    opened = [open_case(opening(cast.nanan, drill=True), timezone.now()).number for _ in range(51)]
    client = cast.client(cast.commander)
    answer = client.post("/api/cases/search/", {"text": "彭先"}, content_type="application/json").json()
    assert answer["more"] is True
    assert [one["number"] for one in answer["cases"]] == opened[:0:-1]


def test_the_words_are_found_by_their_index(scene: Scene) -> None:
    """However many cases there are: no table is read from end to end."""
    if connection.vendor == "postgresql":
        # Of a few rows it reads whatever is at hand.
        SearchWord.objects.bulk_create(SearchWord(case=scene.case, word=f"nother{each}") for each in range(2000))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_searchword")
            cursor.execute(
                "SELECT attstattarget FROM pg_attribute WHERE attname = 'word' AND attrelid = 'cases_searchword'::regclass"
            )
            assert cursor.fetchone() == (1000,)
    for text in ("彭先生", "1234", "pxs", scene.case.number):
        plan = matching(scene.cast.chief, text).explain()
        assert "search_words" in plan
        assert "SCAN cases_case" not in plan
        assert "SCAN cases_searchword" not in plan


def test_the_migration_gives_the_words_of_the_cases_there_were(scene: Scene) -> None:
    from importlib import import_module

    from django.apps import apps

    before = set(SearchWord.objects.values_list("word", flat=True))
    SearchWord.objects.all().delete()
    import_module("backend.cases.migrations.0004_search_words").note_words(apps, None)
    assert set(SearchWord.objects.values_list("word", flat=True)) == before
    assert {"p" + PENG["target_phone"][::-1], "n彭先生", "ipxs"} <= before  # type: ignore[index]
