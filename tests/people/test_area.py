"""The divisions of one's own area, a level at a time: for those who have a board, and nothing beyond it."""

from typing import Any

import pytest

from backend.people.models import Coverage, Division, Member
from backend.people.queries import area_of
from backend.problems import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def asked(cast: Cast, member: Member, within: str = "") -> dict[str, Any]:
    """What the door answers."""
    answer = cast.client(member).get("/api/area/", {"within": within} if within else {})
    assert answer.status_code == 200
    return dict(answer.json())


def codes(divisions: list[dict[str, str]]) -> list[str]:
    return [division["code"] for division in divisions]


def test_a_station_sees_its_villages_a_district_its_streets_the_city_its_districts(cast: Cast) -> None:
    station, district, city = (asked(cast, each) for each in (cast.chief, cast.operator, cast.city_commander))
    assert (station["within"], codes(station["divisions"])) == ("500108003", ["500108003001"])
    assert (district["within"], codes(district["divisions"])) == ("500108", ["500108002", "500108003"])
    assert (city["within"], codes(city["divisions"])) == ("50", ["500106", "500108", "500114"])
    assert station["path"] == district["path"] == city["path"] == []


def test_one_goes_down_to_a_village_and_sees_the_way_back(cast: Cast) -> None:
    street = asked(cast, cast.city_commander, "500114121")
    assert street["path"] == [{"code": "500114", "name": "黔江区"}, {"code": "500114121", "name": "中塘镇"}]
    assert codes(street["divisions"]) == ["500114121203", "500114121204"]
    village = asked(cast, cast.city_commander, "500114121204")
    assert codes(village["path"]) == ["500114", "500114121", "500114121204"]
    assert village["divisions"] == []


def test_a_station_that_also_covers_a_village_elsewhere_begins_with_both(cast: Cast) -> None:
    Coverage.objects.filter(division="500114121203").delete()
    Coverage.objects.create(unit=cast.nanping, division=Division.objects.get(pk="500114121203"))
    whole = asked(cast, cast.chief)
    assert (whole["within"], whole["path"]) == ("", [])
    assert codes(whole["divisions"]) == ["500108003", "500114121203"]
    assert codes(asked(cast, cast.chief, "500108003")["path"]) == ["500108003"]


def test_a_village_covered_beside_its_own_township_is_not_a_second_part(cast: Cast) -> None:
    assert asked(cast, cast.chief_zhongtang)["within"] == "500114121"


def test_a_centre_whose_code_is_no_division_has_what_its_stations_cover(cast: Cast) -> None:
    cast.nanan.code = "999999"
    cast.nanan.save()
    cast.operator.refresh_from_db()
    assert codes(asked(cast, cast.operator)["divisions"]) == ["500108002", "500108003"]


@pytest.mark.parametrize("beyond", ["50", "500106", "500108002", "5001080030", "500108003999", "none", "500108003'"])
def test_beyond_the_own_area_there_is_nothing(cast: Cast, beyond: str) -> None:
    answer = cast.client(cast.chief).get("/api/area/", {"within": beyond})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("who", ["officer", "volunteer", "desk", "admin"])
def test_who_has_no_board_has_no_map(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        area_of(getattr(cast, who), "")
    assert refused.value.code == "not_allowed"


def test_the_whole_answer_takes_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = cast.client(cast.city_commander)
    with django_assert_max_num_queries(6):
        client.get("/api/area/", {"within": "500108003"})
