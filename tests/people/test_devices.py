"""A phone's key against the password, and a phone that is lost: reported, found again, wiped."""

from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from backend.flow.load import rules
from backend.people.devices import confirm_wiped, report_found, report_lost, seen_device
from backend.people.models import Device, LocalKey, Member
from backend.people.session import DEVICE
from tests.cast import PASSWORD, Cast, build_cast
from tests.together import together

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def sign_in(client: Client, username: str, device: UUID | None, password: str = PASSWORD) -> dict[str, Any]:
    headers = {"X-Device": str(device)} if device else {}
    said = {"username": username, "password": password}
    answer: dict[str, Any] = client.post("/api/login/", said, content_type="application/json", headers=headers).json()
    return answer


def phone_of(member: Member, device: UUID | None = None) -> tuple[Client, UUID]:
    """A phone on which the member signed in with his password."""
    client, device = Client(), device or uuid4()
    assert sign_in(client, member.username, device)["member"]["id"] == member.pk
    return client, device


def lose(by: Member, device: UUID, take_in: timedelta = A_DAY, now: datetime | None = None) -> Device:
    return report_lost(by, device, now or timezone.now(), take_in=take_in)


def test_the_first_sign_in_on_a_phone_makes_its_key_and_every_later_one_gives_the_same(cast: Cast) -> None:
    device = uuid4()
    first = sign_in(Client(), "officer", device)["local_key"]
    assert len(b64decode(first, validate=True)) == 32
    assert sign_in(Client(), "officer", device)["local_key"] == first
    assert LocalKey.objects.count() == 1


def test_each_phone_and_each_member_on_it_has_a_key_of_its_own(cast: Cast) -> None:
    device = uuid4()
    keys = [
        sign_in(Client(), "officer", device)["local_key"],
        sign_in(Client(), "officer2", device)["local_key"],
        sign_in(Client(), "officer", uuid4())["local_key"],
        sign_in(Client(), "officer", device)["local_key"],
    ]
    assert len(set(keys)) == 3
    assert keys[0] == keys[3]


def test_the_key_is_given_only_against_the_password(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    assert client.get("/api/me/", headers={"X-Device": str(device)}).json()["local_key"] is None
    refused = sign_in(Client(), "officer", device, "not-the-password")
    assert refused["code"] == "wrong_login"
    assert "local_key" not in refused


def test_a_browser_that_does_not_name_itself_gets_no_key(cast: Cast) -> None:
    assert sign_in(Client(), "officer", None)["local_key"] is None
    assert not LocalKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_signing_in_at_once_get_the_same_key() -> None:
    build_cast()
    device = uuid4()
    answers = together([lambda: sign_in(Client(), "officer", device)["local_key"]] * 4)
    assert len(set(answers)) == 1
    assert answers[0]


def test_who_signs_in_somewhere_sees_his_devices_the_last_used_first(cast: Cast) -> None:
    _, old = phone_of(cast.officer)
    Device.objects.update(seen_at=timezone.now() - A_DAY)
    client, new = phone_of(cast.officer)
    phone_of(cast.officer2)
    listed = client.get("/api/devices/", headers={"X-Device": str(new)}).json()["devices"]
    assert [(each["id"], each["is_this"]) for each in listed] == [(str(new), True), (str(old), False)]
    assert listed[0]["label"] == "未知设备"
    assert [listed[0][name] for name in ("lost_at", "taken_in_until", "wiped_at")] == [None] * 3


def test_a_members_devices_are_shown_to_those_who_answer_for_him_and_to_nobody_else(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    seen_by = set()
    for member in cast.everyone():
        answer = cast.client(member).get(f"/api/devices/?member={cast.officer.pk}")
        if answer.status_code == 200:
            assert [each["id"] for each in answer.json()["devices"]] == [str(device)]
            seen_by.add(member.username)
        else:
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert seen_by == {"officer", "chief", "commander", "city-commander", "admin"}


@pytest.mark.parametrize(("asked", "status"), [("x", 400), ("-1", 400), ("²", 400), ("9" * 30, 400), ("999999", 404)])
def test_asking_for_nobodys_devices_is_answered_plainly(cast: Cast, asked: str, status: int) -> None:
    assert cast.client(cast.admin).get("/api/devices/", {"member": asked}).status_code == status


def test_a_lost_phone_is_reported_by_those_who_answer_for_it_and_by_nobody_else(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    reported_by = set()
    for member in cast.everyone():
        answer = cast.client(member).post(f"/api/devices/{device}/lost/")
        found = cast.client(member).post(f"/api/devices/{device}/found/")
        assert answer.status_code == found.status_code
        if answer.status_code == 200:
            assert (answer.json()["lost_at"] is None, found.json()["lost_at"]) == (False, None)
            reported_by.add(member.username)
        else:
            assert answer.json()["code"] == "not_found"
    assert reported_by == {"officer", "chief", "commander", "city-commander", "admin"}


def test_who_names_anothers_phone_as_his_own_can_not_report_it_lost(cast: Cast) -> None:
    phone, device = phone_of(cast.chief)
    stranger, _ = phone_of(cast.volunteer, device)
    # Nor when he comes again: he was given nothing that would prove it.
    sign_in(stranger, "volunteer", device)
    assert cast.client(cast.volunteer).post(f"/api/devices/{device}/lost/").status_code == 404
    assert stranger.get("/api/devices/").json()["devices"] == []
    assert phone.get("/api/me/", headers={"X-Device": str(device)}).status_code == 200


def test_a_shared_browser_is_his_who_signed_in_last(cast: Cast) -> None:
    browser, device = phone_of(cast.officer)
    assert sign_in(browser, "officer2", device)["member"]["id"] == cast.officer2.pk
    assert Device.objects.get().member == cast.officer2
    assert cast.client(cast.officer2).post(f"/api/devices/{device}/lost/").status_code == 200


def test_a_phone_nobody_knows_cannot_be_reported(cast: Cast) -> None:
    assert cast.client(cast.admin).post(f"/api/devices/{uuid4()}/lost/").status_code == 404


def test_the_first_report_of_a_loss_stands(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    noon = timezone.now()
    lose(cast.officer, device, now=noon)
    lose(cast.chief, device, now=noon + A_DAY)
    row = Device.objects.get()
    assert (row.lost_at, row.lost_by, row.taken_in_until) == (noon, cast.officer, noon + A_DAY)


def test_how_long_a_lost_phone_is_taken_in_is_data(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    cast.client(cast.chief).post(f"/api/devices/{device}/lost/")
    row = Device.objects.get()
    assert row.lost_at
    assert row.taken_in_until == row.lost_at + timedelta(hours=rules().phones.lost_taken_in_hours)


def test_a_lost_phone_is_told_so_everywhere_and_that_it_may_send_first(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    lose(cast.chief, device)
    for path in ["/api/me/", "/api/cases/", "/api/news/", "/api/rules/", "/api/devices/"]:
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"], answer.json()["take_in"]) == (403, "device_lost", True), path
        assert "报失" in answer.json()["message"]
    for path in ["/api/me/duty/", "/api/logout/", f"/api/devices/{device}/found/"]:
        assert client.post(path, {}, content_type="application/json").json()["code"] == "device_lost", path
    assert Device.objects.get().lost_at


def test_the_other_phone_of_the_same_member_goes_on(cast: Cast) -> None:
    client, other = phone_of(cast.officer)
    _, device = phone_of(cast.officer)
    lose(cast.officer, device)
    assert client.get("/api/me/", headers={"X-Device": str(other)}).status_code == 200


def test_a_thief_does_not_get_in_under_another_name_of_the_phone(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    lose(cast.officer, device)
    assert client.get("/api/cases/", headers={"X-Device": str(uuid4())}).json()["code"] == "device_lost"


def test_a_session_from_before_devices_were_noted_is_refused_by_what_it_calls_itself(cast: Cast) -> None:
    device = uuid4()
    seen_device(cast.officer, device, "Android · Chrome", timezone.now())
    client = cast.client(cast.officer)
    assert client.get("/api/me/", headers={"X-Device": str(device)}).status_code == 200
    assert client.session[DEVICE] == str(device)
    lose(cast.officer, device)
    assert client.get("/api/cases/").json()["code"] == "device_lost"


def test_nobody_signs_in_on_a_lost_phone_and_it_gives_no_key(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    lose(cast.officer, device)
    for username in ("officer", "officer2"):
        client = Client()
        refused = sign_in(client, username, device)
        assert (refused["code"], refused["take_in"]) == ("device_lost", False)
        assert "local_key" not in refused
        assert "sessionid" not in client.cookies
    assert Device.objects.get().member == cast.officer
    assert LocalKey.objects.count() == 1


def test_a_wrong_password_on_a_lost_phone_is_only_a_wrong_password(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    lose(cast.officer, device)
    assert sign_in(Client(), "officer", device, "not-the-password")["code"] == "wrong_login"


def test_a_lost_phone_whose_session_ran_out_still_gets_its_order(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    lose(cast.officer, device)
    Session.objects.all().delete()
    answer = client.get("/api/me/", headers={"X-Device": str(device)})
    assert (answer.status_code, answer.json()["code"], answer.json()["take_in"]) == (403, "device_lost", False)
    assert client.get("/api/me/", headers={"X-Device": str(uuid4())}).json()["code"] == "not_logged_in"


def test_of_a_disabled_member_nothing_is_taken_in_and_his_lost_phone_is_wiped(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    lose(cast.chief, device)
    Member.objects.filter(pk=cast.officer.pk).update(is_active=False)
    answer = client.post("/api/reports/", {"device": str(device), "reports": []}, content_type="application/json")
    assert (answer.json()["code"], answer.json()["take_in"]) == ("device_lost", False)


def test_what_is_unsent_is_taken_in_until_the_time_is_over(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    batch = {"device": str(device), "reports": []}
    lose(cast.officer, device)
    assert client.post("/api/reports/", batch, content_type="application/json").status_code == 200
    Device.objects.update(taken_in_until=timezone.now())
    refused = client.post("/api/reports/", batch, content_type="application/json").json()
    assert (refused["code"], refused["take_in"]) == ("device_lost", False)


def test_a_wiped_phone_says_so_its_session_ends_and_nothing_more_is_taken_in(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    second = Client()
    sign_in(second, "officer", device)
    lose(cast.officer, device)
    assert client.post("/api/me/wiped/").status_code == 204
    row = Device.objects.get()
    assert row.wiped_at
    assert row.lost_at
    assert client.get("/api/me/").json()["code"] == "not_logged_in"
    batch = {"device": str(device), "reports": []}
    refused = second.post("/api/reports/", batch, content_type="application/json").json()
    assert (refused["code"], refused["take_in"]) == ("device_lost", False)
    listed = cast.client(cast.chief).get(f"/api/devices/?member={cast.officer.pk}").json()["devices"]
    assert listed[0]["wiped_at"]


def test_that_it_was_wiped_is_heard_after_the_time_is_over_and_once(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    second = Client()
    sign_in(second, "officer", device)
    lose(cast.officer, device, take_in=timedelta(0))
    assert client.get("/api/me/").json()["take_in"] is False
    assert client.post("/api/me/wiped/").status_code == 204
    at = Device.objects.get().wiped_at
    assert at
    assert second.post("/api/me/wiped/").status_code == 204
    assert Device.objects.get().wiped_at == at


def test_that_it_was_wiped_is_said_by_the_phone_itself_with_its_csrf_token(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    lose(cast.officer, device)
    assert Client().post("/api/me/wiped/", headers={"X-Device": str(device)}).status_code == 401
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(cast.officer)
    assert guarded.post("/api/me/wiped/", headers={"X-Device": str(device)}).json()["code"] == "csrf"
    assert Device.objects.get().wiped_at is None


def test_a_phone_that_was_never_reported_is_not_noted_as_wiped(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    confirm_wiped(device, timezone.now())
    assert Device.objects.get().wiped_at is None
    assert LocalKey.objects.exists()


def test_a_phone_that_was_found_goes_on_with_session_and_key(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    key = LocalKey.objects.get().key
    lose(cast.chief, device)
    report_found(cast.officer, device)
    assert client.get("/api/me/").status_code == 200
    assert sign_in(Client(), "officer", device)["local_key"] == key


def test_a_wiped_phone_that_was_found_signs_in_anew_and_opens_what_it_could_not_send(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    key = LocalKey.objects.get().key
    lose(cast.chief, device)
    client.post("/api/me/wiped/")
    report_found(cast.chief, device)
    row = Device.objects.get()
    assert (row.lost_at, row.lost_by, row.taken_in_until, row.wiped_at) == (None, None, None, None)
    assert sign_in(client, "officer", device)["local_key"] == key


def test_a_device_in_use_is_seen_again_and_written_at_most_once_an_hour(cast: Cast) -> None:
    client, device = phone_of(cast.officer)
    headers = {"X-Device": str(device)}
    long_ago = timezone.now() - A_DAY
    Device.objects.update(seen_at=long_ago)
    client.get("/api/cases/", headers=headers)
    assert Device.objects.get().seen_at == long_ago
    client.get("/api/me/", headers=headers)
    seen = Device.objects.get().seen_at
    assert seen > long_ago
    client.get("/api/me/", headers=headers)
    assert Device.objects.get().seen_at == seen


def test_asking_who_one_is_takes_no_device_from_its_owner(cast: Cast) -> None:
    _, device = phone_of(cast.officer)
    at = timezone.now() - A_DAY
    Device.objects.update(seen_at=at)
    cast.client(cast.outsider).get("/api/me/", headers={"X-Device": str(device)})
    row = Device.objects.get()
    assert (row.member, row.seen_at) == (cast.officer, at)


@pytest.mark.django_db(transaction=True)
def test_signing_in_while_the_loss_is_reported_either_comes_before_it_or_is_refused() -> None:
    cast = build_cast()
    for _ in range(5):
        client, device = phone_of(cast.officer)
        again = Client()
        calls: list[Callable[[], Any]] = [
            partial(lose, cast.chief, device),
            partial(sign_in, again, cast.officer.username, device),
        ]
        answer = together(calls)[1]
        assert ("local_key" in answer) != (answer.get("code") == "device_lost")
        for each in (client, again):
            assert each.get("/api/cases/").status_code in (401, 403)


@pytest.mark.django_db(transaction=True)
def test_a_loss_reported_by_two_at_once_is_one_loss() -> None:
    cast = build_cast()
    _, device = phone_of(cast.officer)
    rows = together([partial(lose, by, device) for by in (cast.officer, cast.chief)])
    assert rows[0].lost_at == rows[1].lost_at
    assert rows[0].lost_by_id == rows[1].lost_by_id == Device.objects.get().lost_by_id
