"""The duty switch: one's own, told once, to those who send people."""

import pytest
from django.test import Client
from django.utils import timezone

from backend.live.models import Entry, Event
from backend.people.actions import set_duty
from backend.people.models import Member
from backend.problems import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_going_off_duty_is_told_to_the_station_and_the_district(cast: Cast) -> None:
    client = cast.client(cast.officer)
    answer = client.post("/api/me/duty/", {"on_duty": False}, content_type="application/json")
    assert (answer.status_code, answer.json()["on_duty"]) == (200, False)
    assert not Member.objects.get(pk=cast.officer.pk).on_duty
    event = Event.objects.get()
    assert (event.kind, event.by, event.case_id) == ("duty_changed", cast.officer, None)
    assert event.data == {"member": cast.officer.pk, "on_duty": False}
    assert set(Entry.objects.values_list("unit", flat=True)) == {cast.nanping.pk, cast.nanan.pk}


def test_what_is_no_change_is_not_told(cast: Cast) -> None:
    set_duty(cast.officer, on_duty=True, now=timezone.now())
    assert not Event.objects.exists()


def test_a_change_of_the_city_is_told_there(cast: Cast) -> None:
    set_duty(cast.city_commander, on_duty=False, now=timezone.now())
    assert list(Entry.objects.values_list("unit", flat=True)) == [cast.city.pk]


def test_nobody_elses_duty_changes(cast: Cast) -> None:
    set_duty(cast.officer, on_duty=False, now=timezone.now())
    assert set(Member.objects.filter(on_duty=False)) == {cast.officer}


def test_an_administrator_has_no_duty(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        set_duty(cast.admin, on_duty=False, now=timezone.now())
    assert not Event.objects.exists()


@pytest.mark.parametrize("said", [{}, {"on_duty": "yes"}, {"on_duty": None}, {"on_duty": 1}])
def test_on_duty_is_yes_or_no_and_nothing_else(cast: Cast, said: dict[str, object]) -> None:
    answer = cast.client(cast.officer).post("/api/me/duty/", said, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["fields"][0]["field"] == "on_duty"
    assert not Event.objects.exists()


def test_who_is_not_signed_in_has_no_duty_to_change(cast: Cast) -> None:
    answer = Client().post("/api/me/duty/", {"on_duty": False}, content_type="application/json")
    assert answer.status_code == 401
