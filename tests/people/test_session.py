"""Signing in and out: the session, the CSRF token, wrong passwords, lock-out, disabled accounts, devices."""

from uuid import UUID, uuid4

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from backend.people.models import Device, Member
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
PIXEL = (
    "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile Safari/537.36"
)


def sign_in(client: Client, username: str, password: str = PASSWORD, **headers: str) -> tuple[int, dict[str, object]]:
    said = {"username": username, "password": password}
    answer = client.post("/api/login/", said, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_without_a_session_one_is_asked_to_sign_in_and_gets_the_csrf_cookie(db: None) -> None:
    answer = Client().get("/api/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")
    assert answer.json()["message"].startswith("请先登录")
    assert answer.cookies["csrftoken"].value


def test_who_signs_in_is_told_who_he_is_and_which_streams_to_follow(cast: Cast) -> None:
    client = Client()
    status, me = sign_in(client, "officer")
    assert (status, me["streams"]) == (200, [cast.nanping.pk])
    again = client.get("/api/me/").json()
    assert again["member"] == me["member"]
    assert again["member"]["name"] == cast.officer.name
    assert again["member"]["unit"]["code"] == "500108003"


def test_signing_in_makes_a_new_session_and_signing_out_ends_it_on_the_server(cast: Cast) -> None:
    client = Client()
    sign_in(client, "officer")
    cookie = client.cookies["sessionid"].value
    assert client.cookies["sessionid"]["httponly"]
    assert client.post("/api/logout/").status_code == 204
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get("/api/me/").status_code == 401


def test_an_answer_about_an_ended_session_takes_no_cookie_away_for_it_may_come_after_the_next_login(cast: Cast) -> None:
    client = Client()
    sign_in(client, "officer")
    client.session.delete()
    refused = client.get("/api/me/")
    assert (refused.status_code, "sessionid" in refused.cookies) == (401, False)
    sign_in(client, "officer")
    left = client.post("/api/logout/")
    assert (left.status_code, "sessionid" in left.cookies) == (204, False)


def test_every_write_needs_the_csrf_token_signing_in_too(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "officer")[1]["code"] == "csrf"
    token = client.get("/api/me/").cookies["csrftoken"].value
    status, me = sign_in(client, "officer", **{"X-CSRFToken": token})
    assert status == 200
    duty = {"data": {"on_duty": False}, "content_type": "application/json"}
    assert client.post("/api/me/duty/", **duty).json()["code"] == "csrf"  # type: ignore[arg-type]
    assert Member.objects.get(pk=cast.officer.pk).on_duty
    allowed = client.post("/api/me/duty/", headers={"X-CSRFToken": str(me["csrf"])}, **duty)  # type: ignore[arg-type]
    assert allowed.status_code == 200


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer_at_the_same_cost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answers, costs = [], []
    Member.objects.filter(pk=cast.officer2.pk).update(is_active=False)
    for username in ["officer", "nobody-at-all", "officer2"]:
        hashed.clear()
        answers.append(sign_in(Client(), username, "not-the-password"))
        costs.append(len(hashed))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 400
    assert answers[0][1]["code"] == "wrong_login"
    assert costs == [1, 1, 1]


def test_a_disabled_account_says_so_only_to_who_knows_the_password(cast: Cast) -> None:
    Member.objects.filter(pk=cast.officer.pk).update(is_active=False)
    status, answer = sign_in(Client(), "officer")
    assert (status, answer["code"]) == (403, "disabled")
    assert sign_in(Client(), "officer", "not-the-password")[1]["code"] == "wrong_login"


def test_a_member_disabled_while_signed_in_gets_nothing_more(cast: Cast) -> None:
    client = cast.client(cast.officer)
    assert client.get("/api/me/").status_code == 200
    Member.objects.filter(pk=cast.officer.pk).update(is_active=False)
    for path in ["/api/me/", "/api/stations/", "/api/cases/"]:
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "disabled")
    assert client.post("/api/me/duty/", {"on_duty": False}, content_type="application/json").status_code == 403


def test_too_many_wrong_passwords_lock_this_name_out_and_no_other(cast: Cast) -> None:
    answers = [sign_in(Client(), "officer", f"wrong-{n}") for n in range(6)]
    assert [status for status, _ in answers] == [400, 400, 400, 400, 429, 429]
    assert answers[-1][1]["code"] == "locked_out"
    assert "15分钟" in str(answers[-1][1]["message"])
    assert sign_in(Client(), "officer")[0] == 429
    assert sign_in(Client(), "officer2")[0] == 200


def test_a_right_password_forgets_the_wrong_ones(cast: Cast) -> None:
    for _ in range(2):
        for n in range(3):
            assert sign_in(Client(), "officer", f"wrong-{n}")[0] == 400
        assert sign_in(Client(), "officer")[0] == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"username": "officer"}, "password"),
        ({"username": "", "password": "x"}, "username"),
        ({"username": "officer", "password": "x" * 129}, "password"),
        ({"username": 7, "password": "x"}, "username"),
        ({"username": "officer", "password": "x", "next": "/"}, "next"),
    ],
)
def test_what_is_missing_or_odd_is_named_by_field_and_never_repeated(said: dict[str, object], field: str) -> None:
    answer = Client().post("/api/login/", said, content_type="application/json")
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["fields"]] == [field]
    assert "x" * 129 not in answer.content.decode()


def test_what_is_no_json_is_said_so(db: None) -> None:
    answer = Client().post("/api/login/", "not json", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")


def test_the_phone_one_signs_in_with_is_noted_with_a_short_label(cast: Cast) -> None:
    device = uuid4()
    sign_in(Client(), "officer", **{"X-Device": str(device), "User-Agent": PIXEL})
    row = Device.objects.get()
    assert (row.pk, row.member, row.label) == (device, cast.officer, "Android · Chrome")


def test_a_session_that_became_another_members_takes_nothing_in_the_name_of_the_first(cast: Cast) -> None:
    client = cast.client(cast.officer)
    answers = {
        named: client.get("/api/cases/", headers={"X-Member": named}).status_code
        for named in (str(cast.officer.pk), str(cast.officer2.pk), "")
    }
    assert answers == {str(cast.officer.pk): 200, str(cast.officer2.pk): 401, "": 401}
    sent = {"device": str(uuid4()), "reports": []}
    headers = {"X-Member": str(cast.officer2.pk)}
    refused = client.post("/api/reports/", sent, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_logged_in")


def test_a_device_that_does_not_name_itself_is_not_noted(cast: Cast) -> None:
    assert sign_in(Client(), "officer", **{"X-Device": "my phone"})[0] == 200
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (PIXEL, "Android · Chrome"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "iOS · Safari"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/129 Mobile Safari/604.1", "iOS · Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Safari/537.36 Edg/129.0", "Windows · Edge"),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/99 Mobile HuaweiBrowser/14 Safari/537.36", "Android · 华为浏览器"),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/99 MicroMessenger/8.0 Mobile", "Android · 微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Linux · Firefox"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 ArkWeb/4.1", "HarmonyOS · Chrome"),
        ("curl/8.5.0", "未知设备"),
    ],
)
def test_a_browser_is_named_as_people_name_it(cast: Cast, agent: str, label: str) -> None:
    sign_in(Client(), "officer", **{"X-Device": str(UUID(int=1)), "User-Agent": agent})
    assert Device.objects.get().label == label
