"""Cases that may be one are shown side by side; a person joins them, or splits one that was two."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.models import Case
from backend.cases.opening import open_case
from backend.intake.duplicates import same_person
from backend.intake.joining import join, split
from backend.intake.models import Identity, Signal, Source
from backend.people.models import Member
from backend.problems import Refused
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import Cast
from tests.intake.scene import ID_NUMBER, post, signal

OTHER_ID = "500108196503070038"


def another(cast: Cast, **changes: Any) -> Case:
    """A second case about 彭先生: of the same name and village, under another number."""
    target = PENG | {"target_phone": "19900009999", "target_id_number": ""} | changes.pop("target", {})
    return open_case(opening(changes.pop("district", cast.nanan), target=target, **changes), timezone.now())


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def listed(cast: Cast, who: Member, case: Case) -> list[tuple[str, list[str]]]:
    answer = cast.client(who).get(f"/api/cases/{case.pk}/duplicates/").json()
    return [(each["case"]["number"], each["shared"]) for each in answer["duplicates"]]


def test_what_two_cases_share_is_said_and_the_surest_comes_first(scene: Scene, cast: Cast) -> None:
    village = "500108003001"
    Case.objects.update(division_id=village)
    by_village = another(cast, target={"division_id": village})
    by_phone = another(cast, target={"target_phone": PENG["target_phone"], "target_name": "彭某"})
    by_both = another(cast, target={"target_id_number": PENG["target_id_number"], "division_id": village})
    assert listed(cast, cast.chief, scene.case) == [
        (by_both.number, ["id_number", "name_village"]),
        (by_phone.number, ["phone"]),
        (by_village.number, ["name_village"]),
    ]


def test_the_same_account_under_the_same_name_is_a_duplicate(scene: Scene, cast: Cast) -> None:
    shown = scene.case.signals[0] | {"suspect_account": "6222000011112222"}
    Case.objects.filter(pk=scene.case.pk).update(signals=[shown])
    same = another(cast, signals=[shown])
    another(cast, signals=[shown], target={"target_name": "钱先生"})
    assert listed(cast, cast.chief, scene.case) == [(same.number, ["account"])]


def test_a_name_alone_is_none_nor_another_stations_case_nor_a_drill(scene: Scene, cast: Cast) -> None:
    phone = {"target_phone": PENG["target_phone"]}
    another(cast)
    another(cast, target=phone, drill=True)
    away = another(cast, district=cast.shapingba, target=phone | {"division_id": "500106003"})
    assert listed(cast, cast.chief, scene.case) == []
    assert listed(cast, cast.city_commander, scene.case) == [(away.number, ["phone"])]
    assert cast.client(cast.chief_yubei).get(f"/api/cases/{scene.case.pk}/duplicates/").status_code == 404


def test_joined_it_is_closed_as_repeated_and_the_other_goes_on_with_its_signals(scene: Scene, cast: Cast) -> None:
    low = another(cast, level="low")
    open_ones = low.assignments.filter(ended_at=None)
    assert open_ones.exists()
    into = join(cast.chief, scene.case.pk, low.pk, timezone.now())
    scene.case.refresh_from_db()
    into.refresh_from_db()
    assert (scene.case.state, scene.case.standing["outcome"]["code"]) == ("closed", "repeat")
    assert scene.case.closed_at is not None
    assert not scene.case.assignments.filter(ended_at=None).exists()
    assert (into.signal_count, len(into.signals), into.level) == (2, 2, "critical")
    assert into.assignments.filter(track="visit", ended_at=None).count() == 1
    assert into.target_id_number == PENG["target_id_number"]


def test_both_tell_where_they_belong(scene: Scene, cast: Cast) -> None:
    other = another(cast)
    path = f"/api/cases/{other.pk}/join/"
    body = {"into": str(scene.case.pk)}
    shown = cast.client(cast.chief).post(path, body, content_type="application/json").json()
    assert [(tie["kind"], tie["number"], tie["signals"]) for tie in shown["links"]] == [("took_in", other.number, 1)]
    gone = cast.client(cast.chief).get(f"/api/cases/{other.pk}/").json()
    assert [(tie["kind"], tie["number"]) for tie in gone["links"]] == [("joined_into", scene.case.number)]
    assert [decision["kind"] for decision in gone["decisions"]] == ["joined"]


def test_what_comes_late_to_a_joined_case_is_kept_as_stray_and_its_money_not_counted(scene: Scene, cast: Cast) -> None:
    join(cast.chief, scene.case.pk, another(cast).pk, timezone.now())
    results = scene.send(cast.officer, *scene.whole_visit())
    assert {result.status for result in results} == {"stored"}
    assert {result.stray for result in results} == {"stood_down"}
    assert scene.case.standing["money"]["saved_fen"] == 0
    assert scene.case.state == "closed"


def test_later_signals_about_a_person_go_to_the_case_that_went_on(source: Source, cast: Cast) -> None:
    post(signal("a", target={"phone": "19900001234", "division": "500108003"}))
    post(signal("b", target={"id_number": ID_NUMBER, "division": "500108003"}))
    first, second = Case.objects.order_by("number")
    join(cast.chief, second.pk, first.pk, timezone.now())
    assert post(signal("c", target={"id_number": ID_NUMBER})).json()["results"][0]["case"] == first.number
    first.refresh_from_db()
    assert first.signal_count == 3
    assert set(Signal.objects.values_list("case", flat=True)) == {first.pk}


def test_a_case_is_joined_into_one_that_was_closed_without_waking_it(scene: Scene, cast: Cast) -> None:
    scene.send(cast.officer, *scene.whole_visit())
    sign(cast.chief, str(scene.case.pk), timezone.now())
    again = another(cast)
    into = join(cast.chief, again.pk, scene.case.pk, timezone.now())
    into.refresh_from_db()
    assert (into.state, into.signal_count) == ("closed", 1)
    assert not into.assignments.filter(ended_at=None).exists()


def test_what_cannot_be_joined_says_why(scene: Scene, cast: Cast) -> None:
    now = timezone.now()

    def refusal(who: Member, case: Case, into: Case) -> str:
        with pytest.raises(Refused) as refused:
            join(who, case.pk, into.pk, now)
        return refused.value.code

    other, drill = another(cast), another(cast, drill=True)
    assert refusal(cast.chief, scene.case, scene.case) == "same_case"
    assert refusal(cast.chief, scene.case, drill) == "not_same_kind"
    assert refusal(cast.chief, drill, scene.case) == "not_same_kind"
    assert refusal(cast.officer, scene.case, other) == "not_allowed"
    assert refusal(cast.chief_yubei, scene.case, other) == "not_found"
    away = another(cast, district=cast.shapingba, target={"division_id": "500106003"})
    assert refusal(cast.chief, scene.case, away) == "not_found"
    join(cast.chief, other.pk, scene.case.pk, now)
    assert refusal(cast.chief, other, scene.case) == "case_closed"
    assert refusal(cast.chief, another(cast), other) == "joined_before"


def two_in_one(source: Source) -> Case:
    """Father and son share a phone: their signals came into one case."""
    phone = "19900001234"
    post(signal("a", target={"phone": phone, "name": "彭先生", "id_number": ID_NUMBER, "division": "500108003"}))
    post(
        signal(
            "b",
            behaviours=[],
            amount_fen=600_000,
            target={"phone": phone, "name": "彭小东", "id_number": OTHER_ID, "division": "500108002"},
        )
    )
    return Case.objects.get()


def test_split_signals_open_a_case_of_their_own_that_is_graded_and_routed(source: Source, cast: Cast) -> None:
    case = two_in_one(source)
    new = split(cast.commander, case.pk, [1], timezone.now())
    new.refresh_from_db()
    case.refresh_from_db()
    assert (new.target_name, new.target_id_number, new.level, new.station) == (
        "彭小东",
        OTHER_ID,
        "medium",
        cast.huayuanlu,
    )
    assert new.assignments.filter(track="call", ended_at=None).exists()
    assert (case.signal_count, new.signal_count) == (1, 1)
    shown = cast.client(cast.commander).get(f"/api/cases/{case.pk}/").json()
    assert [(tie["kind"], tie["number"]) for tie in shown["links"]] == [("split_to", new.number)]


def test_what_was_split_is_never_joined_again(source: Source, cast: Cast) -> None:
    case = two_in_one(source)
    new = split(cast.commander, case.pk, [1], timezone.now())
    phone = "19900001234"
    for reference, person, expected in [
        ("c", {"id_number": OTHER_ID}, new),
        ("d", {"name": "彭小东"}, new),
        ("e", {"id_number": ID_NUMBER}, case),
        ("f", {}, case),
    ]:
        result = post(signal(reference, target={"phone": phone, **person})).json()["results"][0]
        assert (reference, result["case"]) == (reference, expected.number)
    case.refresh_from_db()
    assert not any(new.number in reason["words"] for reason in case.reasons)
    assert listed(cast, cast.commander, case) == []
    with pytest.raises(Refused, match="split_before"):
        join(cast.commander, new.pk, case.pk, timezone.now())


def test_a_number_only_the_split_signals_have_leads_to_the_new_case(source: Source, cast: Cast) -> None:
    case = two_in_one(source)
    new = split(cast.commander, case.pk, [1], timezone.now())
    owners = dict(Identity.objects.values_list("value", "case"))
    assert (owners[OTHER_ID], owners[ID_NUMBER], owners["19900001234"]) == (new.pk, case.pk, case.pk)


def test_a_case_keeps_at_least_one_signal(source: Source, cast: Cast) -> None:
    case = two_in_one(source)
    for chosen, code in [([0, 1], "split_all"), ([7], "bad_input"), ([], "bad_input")]:
        with pytest.raises(Refused, match=code):
            split(cast.commander, case.pk, chosen, timezone.now())
    with pytest.raises(Refused, match="not_found"):
        split(cast.outsider, case.pk, [1], timezone.now())
    path = f"/api/cases/{case.pk}/split/"
    answer = cast.client(cast.commander).post(path, {"signals": [1]}, content_type="application/json")
    assert (answer.status_code, answer.json()["signal_count"]) == (200, 1)


def test_signals_without_a_row_of_their_own_keep_the_address(cast: Cast, scene: Scene) -> None:
    shown = scene.case.signals[0]
    Case.objects.filter(pk=scene.case.pk).update(signals=[shown, shown | {"text": "另一个人"}], signal_count=2)
    new = split(cast.chief, scene.case.pk, [1], timezone.now())
    assert (new.target_name, new.address, new.division_id) == ("", PENG["address"], PENG["division_id"])


def test_other_cases_of_the_person_are_found_by_index(scene: Scene, cast: Cast) -> None:
    """A board asks for them with every case it opens: no table is read from end to end."""
    if connection.vendor == "postgresql":
        # Of a few rows it would read them all.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Case.objects.filter(same_person(scene.case)).explain()
    assert "SCAN" not in plan
    assert plan.count("cases_case_target__") == 3
