"""Editions of playbooks: who opens a case now gets the words of now, and running cases keep theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.cases.opening import open_case
from backend.cases.queries import editions_in_use
from backend.flow.editions import at_edition, book_of, books_now, newest_number, numbers, playbooks_view
from backend.flow.load import rules
from backend.flow.models import PlaybookEdition
from backend.people.models import Member
from tests.cases.scene import opening
from tests.cast import Cast

NOW = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)


def publish(kind: str, sign: str, by: Member, **changes: Any) -> PlaybookEdition:
    """The file's playbook with another first sign."""
    content = rules().playbooks[rules().playbook_for(kind)].model_dump(mode="json")
    content["signs"][0] = {"zh": sign, "en": "A new sign of it"}
    row = {"number": newest_number() + 1, "type": kind, "content": content, "by": by, "at": NOW, "note": "演练数据"}
    return PlaybookEdition.objects.create(**(row | changes))


def asked(cast: Cast, **headers: str) -> Any:
    return cast.client(cast.officer).get("/api/playbooks/", headers=headers)


def test_without_an_edition_everything_is_as_in_the_files(cast: Cast) -> None:
    said = asked(cast).json()
    assert (said["edition"], said["since"], said["earlier"]) == (0, {}, {})
    assert books_now() == rules().playbooks


def test_an_edition_changes_its_own_type_only(cast: Cast) -> None:
    publish("loan", "新的样子", cast.city_commander)
    said = asked(cast).json()
    assert (said["edition"], said["since"]) == (1, {"loan": 1})
    assert said["playbooks"]["loan"]["signs"][0]["zh"] == "新的样子"
    assert books_now() | {"loan": rules().playbooks["loan"]} == rules().playbooks


def test_a_case_notes_the_newest_edition_when_it_opens_and_never_another(cast: Cast) -> None:
    before = open_case(opening(cast.nanan), NOW)
    publish("loan", "第一次改", cast.city_commander)
    after = open_case(opening(cast.nanan), NOW)
    publish("police", "第二次改", cast.city_commander)
    assert [Case.objects.get(pk=case.pk).edition for case in (before, after)] == [0, 1]
    seen = cast.client(cast.operator).get(f"/api/cases/{after.pk}/").json()
    assert seen["edition"] == 1


def test_what_running_cases_go_by_comes_along_and_nothing_else(cast: Cast) -> None:
    open_case(opening(cast.nanan), NOW)
    for sign in ("第一版", "第二版", "第三版"):
        publish("loan", sign, cast.city_commander)
    open_case(opening(cast.nanan), NOW)
    view = playbooks_view(editions_in_use(newest_number(), NOW))
    assert [early.number for early in view.earlier["loan"]] == [0]
    assert view.earlier["loan"][0].playbook == rules().playbooks["loan"]
    assert set(view.earlier) == {"loan"}
    publish("loan", "第四版", cast.city_commander)
    view = playbooks_view(editions_in_use(newest_number(), NOW))
    assert view.earlier["loan"][0].playbook.signs[0].zh == "第三版"


def test_a_case_that_closed_long_ago_needs_nothing(cast: Cast) -> None:
    old = open_case(opening(cast.nanan), NOW)
    publish("loan", "新的样子", cast.city_commander)
    kept = timedelta(hours=rules().phones.closed_kept_hours)
    for closed, used in ((None, {0}), (NOW - kept / 2, {0}), (NOW - kept * 2, set())):
        Case.objects.filter(pk=old.pk).update(closed_at=closed)
        assert editions_in_use(1, NOW) == used


def test_the_tag_changes_with_an_edition_and_with_what_is_needed(cast: Cast) -> None:
    first = asked(cast)
    assert asked(cast, **{"If-None-Match": first["ETag"]}).status_code == 304
    open_case(opening(cast.nanan), NOW)
    publish("loan", "新的样子", cast.city_commander)
    second = asked(cast, **{"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert asked(cast, **{"If-None-Match": second["ETag"]}).status_code == 304
    # The case is done and has left the phones.
    Case.objects.update(closed_at=NOW - timedelta(days=900))
    third = asked(cast, **{"If-None-Match": second["ETag"]})
    assert (third.status_code, third.json()["earlier"]) == (200, {})


def test_the_public_page_shows_the_newest_words(cast: Cast) -> None:
    before = Client().get("/p/loan/")
    publish("loan", "新的样子", cast.city_commander)
    after = Client().get("/p/loan/", headers={"If-None-Match": before["ETag"]})
    assert "新的样子" in after.content.decode()
    assert "新的样子" not in Client().get("/p/police/").content.decode()


def test_an_edition_that_lost_its_shape_or_its_type_is_passed_over(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    publish("loan", "还好的", cast.city_commander)
    publish("loan", "坏了的", cast.city_commander, content={"type": "loan"})
    publish("of_tomorrow", "没有这一类", cast.city_commander)
    assert numbers()["loan"] == (1, 0)
    assert "of_tomorrow" not in books_now()
    assert books_now()["loan"].signs[0].zh == "还好的"
    assert "edition 2" in caplog.text


def test_a_database_that_was_put_back_shows_no_words_of_another(cast: Cast) -> None:
    publish("loan", "甲", cast.city_commander)
    assert books_now()["loan"].signs[0].zh == "甲"
    PlaybookEdition.objects.all().delete()
    publish("loan", "乙", cast.city_commander)
    assert books_now()["loan"].signs[0].zh == "乙"


@pytest.mark.parametrize(("number", "found"), [(0, 0), (1, 0), (2, 2), (4, 2), (5, 5), (99, 5)])
def test_a_case_goes_by_the_newest_up_to_its_own(number: int, found: int) -> None:
    assert at_edition((5, 2, 0), number) == found


def test_the_file_is_what_was_there_first(cast: Cast) -> None:
    publish("loan", "新的样子", cast.city_commander)
    assert book_of("loan", 0) == rules().playbooks["loan"]
    assert book_of("loan", 1).signs[0].zh == "新的样子"
