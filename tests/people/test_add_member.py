"""A real city begins without the demo: accounts from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from backend.people.models import Member
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GOOD = "knock-knock-2021"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIAOMEN_PASSWORD", GOOD)


def test_somebody_added_can_sign_in(cast: Cast) -> None:
    said = StringIO()
    call_command("add_member", "zhou-mh", "周明", "chief", "500108003", "--badge", "500999", stdout=said)
    assert said.getvalue() == "周明 (zhou-mh) can sign in.\n"
    login = {"username": "zhou-mh", "password": GOOD}
    me = Client().post("/api/login/", login, content_type="application/json").json()["member"]
    assert (me["name"], me["role"], me["unit"]["name"], me["badge"]) == ("周明", "chief", "南坪派出所", "500999")
    assert not me["on_duty"]


def test_a_volunteer_has_a_village_of_the_station(cast: Cast) -> None:
    call_command(
        "add_member", "ran", "冉大姐", "volunteer", "500114121", "--village", "500114121203", stdout=StringIO()
    )
    assert Member.objects.get(username="ran").village_id == "500114121203"


def test_without_the_variable_the_password_is_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QIAOMEN_PASSWORD")
    monkeypatch.setattr("getpass.getpass", lambda _: "typed-by-hand")
    call_command("add_member", "zhou-mh", "周明", "chief", "500108003", stdout=StringIO())
    assert Member.objects.get(username="zhou-mh").check_password("typed-by-hand")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (["officer", "周明", "officer", "500108003"], ["username"]),
        (["zhou", "周明", "officer", "500108999"], ["unit"]),
        (["zhou", "周明", "officer", "500108"], ["unit"]),
        (["zhou", "周明", "operator", "500108003"], ["unit"]),
        (["zhou", "周明", "volunteer", "500114121"], ["village"]),
        (["zhou", "周明", "volunteer", "500114121", "--village", "500108003001"], ["village"]),
        (["zhou", "周明", "officer", "500114121", "--village", "500114121204"], ["village"]),
        (["Zhou", "周明", "officer", "500108003"], ["username"]),
        (["zhou", "周明", "officer", "500108003", "--badge", "12"], ["badge"]),
        (["officer", "周明", "officer", "500108"], ["unit", "username"]),
    ],
)
def test_what_does_not_fit_is_named_by_field(cast: Cast, said: list[str], fields: list[str]) -> None:
    before = Member.objects.count()
    with pytest.raises(CommandError) as wrong:
        call_command("add_member", *said)
    assert [line.split(":")[0] for line in str(wrong.value).splitlines()] == fields
    assert Member.objects.count() == before


@pytest.mark.parametrize("weak", ["short", "1234567890", "zhou-minghua"])
def test_a_weak_password_is_refused_and_not_repeated(cast: Cast, monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
    monkeypatch.setenv("QIAOMEN_PASSWORD", weak)
    with pytest.raises(CommandError, match=r"^password: ") as wrong:
        call_command("add_member", "zhou-minghua", "周明", "chief", "500108003")
    assert weak not in str(wrong.value)
