"""Who sees whom, which streams each follows, and which stations one can name."""

from uuid import uuid4

import pytest
from django.utils import timezone

from backend.people.devices import seen_device
from backend.people.models import Device, Member
from backend.people.queries import members_seen_by, streams, units_below
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def names(members: list[dict[str, object]]) -> set[object]:
    return {member["name"] for member in members}


def test_a_unit_reaches_down_to_its_stations_and_no_further(cast: Cast) -> None:
    assert units_below(cast.nanping) == {cast.nanping.pk}
    assert units_below(cast.nanan) == {cast.nanan.pk, cast.nanping.pk, cast.huayuanlu.pk}
    assert len(units_below(cast.city)) == 8


def test_each_follows_the_stream_of_his_unit_and_the_city_every_district(cast: Cast) -> None:
    assert streams(cast.officer) == [cast.nanping.pk]
    assert streams(cast.volunteer) == [cast.zhongtang.pk]
    assert streams(cast.operator) == streams(cast.commander) == [cast.nanan.pk]
    districts = [cast.nanan.pk, cast.shapingba.pk, cast.qianjiang.pk]
    assert streams(cast.city_commander) == sorted([cast.city.pk, *districts])


def test_the_chief_sees_his_station_and_the_district_all_of_its_stations(cast: Cast) -> None:
    station = {cast.officer, cast.officer2, cast.officer3, cast.chief}
    assert set(members_seen_by(cast.chief)) == station
    district = station | {cast.chief_huayuanlu, cast.operator, cast.operator2, cast.commander}
    assert set(members_seen_by(cast.operator)) == set(members_seen_by(cast.commander)) == district
    assert set(members_seen_by(cast.admin)) == set(cast.everyone())


def test_who_neither_leads_nor_assigns_sees_nobody(cast: Cast) -> None:
    for member in [cast.officer, cast.volunteer, cast.desk, cast.outsider]:
        assert not members_seen_by(member)
        refused = cast.client(member).get("/api/members/")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_disabled_member_is_no_longer_listed(cast: Cast) -> None:
    Member.objects.filter(pk=cast.officer2.pk).update(is_active=False)
    listed = cast.client(cast.chief).get("/api/members/").json()["members"]
    assert names(listed) == {cast.officer.name, cast.officer3.name, cast.chief.name}


def test_a_member_is_shown_with_unit_village_and_duty(cast: Cast) -> None:
    listed = cast.client(cast.chief_zhongtang).get("/api/members/").json()["members"]
    shown = next(member for member in listed if member["id"] == cast.volunteer.pk)
    assert shown["village"] == {"code": "500114121204", "name": "双石村村民委员会"}
    assert (shown["role"], shown["unit"]["name"], shown["on_duty"]) == ("volunteer", "中塘派出所", True)
    assert "password" not in shown


def test_anybody_can_name_the_stations_of_his_own_district(cast: Cast) -> None:
    for member in [cast.officer, cast.operator, cast.chief]:
        answer = cast.client(member).get("/api/stations/").json()
        assert answer["stations"] == [
            {"code": "500108002", "name": "花园路派出所", "district": "南岸区反诈中心"},
            {"code": "500108003", "name": "南坪派出所", "district": "南岸区反诈中心"},
        ]
        assert [each["code"] for each in answer["districts"]] == ["500106", "500108", "500114"]


def test_another_district_can_be_asked_for_and_the_city_has_none_of_its_own(cast: Cast) -> None:
    client = cast.client(cast.city_commander)
    assert client.get("/api/stations/").json()["stations"] == []
    other = client.get("/api/stations/?district=500106").json()["stations"]
    assert [station["name"] for station in other] == ["渝碚路派出所"]


@pytest.mark.parametrize("code", ["500199", "50", "500108003", "x"])
def test_a_district_that_is_none_is_a_fault_of_that_field(cast: Cast, code: str) -> None:
    answer = cast.client(cast.officer).get(f"/api/stations/?district={code}")
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["fields"]] == ["district"]


def test_listing_members_costs_the_same_few_queries_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client = cast.client(cast.admin)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert len(client.get("/api/members/").json()["members"]) == len(cast.everyone())


def test_a_device_is_one_row_and_belongs_to_who_used_it_last(cast: Cast) -> None:
    device, now = uuid4(), timezone.now()
    seen_device(cast.officer, device, "Android · Chrome", now)
    seen_device(cast.officer, device, "Android · Chrome", now)
    seen_device(cast.officer2, device, "x" * 200, now)
    row = Device.objects.get()
    assert (row.pk, row.member, len(row.label)) == (device, cast.officer2, 80)
