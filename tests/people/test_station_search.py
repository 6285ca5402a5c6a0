"""A station is found by what somebody remembers of it."""

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("渝碚", ["渝碚路派出所"]),
        ("500106", ["渝碚路派出所"]),
        ("YBL", ["渝碚路派出所"]),
        ("双石村", ["中塘派出所"]),
        ("街道", ["花园路派出所", "南坪派出所", "渝碚路派出所"]),
        ("派出所", ["渝碚路派出所", "花园路派出所", "南坪派出所", "中塘派出所"]),
        ("没有这个", []),
    ],
)
def test_a_station_is_found_by_name_code_initials_or_street(cast: Cast, typed: str, found: list[str]) -> None:
    answer = cast.client(cast.chief).get("/api/stations/", {"find": typed}).json()
    assert sorted(each["name"] for each in answer["stations"]) == sorted(found)


def test_what_begins_so_comes_first(cast: Cast) -> None:
    cast.huayuanlu.name = "新南坪派出所"
    cast.huayuanlu.save()
    answer = cast.client(cast.chief).get("/api/stations/", {"find": "南坪"}).json()
    assert [each["name"] for each in answer["stations"]] == ["南坪派出所", "新南坪派出所"]


def test_without_what_is_sought_it_is_the_own_district(cast: Cast) -> None:
    answer = cast.client(cast.chief).get("/api/stations/", {"find": ""}).json()
    assert {each["name"] for each in answer["stations"]} == {"南坪派出所", "花园路派出所"}
