"""Whatever goes wrong, a program is told so in the one shape: a code, and words in both languages."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from backend.people import api
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_address_that_is_none_is_told_in_words_to_a_program_and_with_a_page_to_a_person(cast: Cast) -> None:
    answer = cast.client(cast.chief).post("/api/signal/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_address")
    assert answer.json()["message"].startswith("没有这个接口地址")
    assert Client().get("/static/none.js")["Content-Type"].startswith("text/html")


def test_more_than_the_service_reads_at_once_is_refused_in_words(cast: Cast) -> None:
    long = {"note": "a" * 13 * 1024 * 1024}
    answer = cast.client(cast.officer).post("/api/reports/", long, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_big")


def test_a_fault_of_ours_is_told_in_words_and_without_what_was_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("19900000001")

    monkeypatch.setattr(api, "member_of", breaks)
    client = cast.client(cast.officer)
    client.raise_request_exception = False
    answer = client.get("/api/members/")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert answer.json()["message"].startswith("服务器出了问题")
    assert "1990000" not in answer.content.decode()


def test_what_is_wrong_with_a_field_is_said_in_both_languages(cast: Cast) -> None:
    said = {"station": "500108002", "why": "?"}
    answer = cast.client(cast.chief).post(f"/api/cases/{uuid4()}/transfer/", said, content_type="application/json")
    (wrong,) = answer.json()["fields"]
    assert wrong == {"field": "why", "message": "请选一个原因", "message_en": "Choose a reason"}


@pytest.mark.parametrize("case", ["974e1a95-3ad7-49eb-8f8b-a033b68c56b", "ca297e70957-fd768787fc4e-00815-b-fc1"])
def test_what_is_no_case_at_all_is_not_found(cast: Cast, case: str) -> None:
    client = cast.client(cast.officer)
    no_hash = f"/api/cases/{uuid4()}/evidence/{'0' * 63}/"
    for where in (f"/api/cases/{case}/", f"/api/cases/{case}/evidence/{'0' * 64}/", no_hash):
        assert client.get(where).status_code == 404
        assert client.put(where, b"", content_type="image/jpeg").status_code == 404


@pytest.mark.parametrize(
    "where", ["/api/roster/?unit=%00", "/api/notifications/unit/?unit=%00", "/api/drills/?unit=%00"]
)
def test_what_one_database_asks_for_in_vain_and_another_refuses_is_no_fault(cast: Cast, where: str) -> None:
    answer = cast.client(cast.commander).get(where)
    assert answer.json()["code"] == ("not_storable" if connection.vendor == "postgresql" else "not_found")
