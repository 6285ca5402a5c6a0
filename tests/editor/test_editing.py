"""The playbook editor: who may change what the city says, drafts that nobody covers unseen, and editions one can take back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from backend.editor.models import PlaybookDraft
from backend.flow.editions import books_now
from backend.flow.load import rules
from backend.flow.models import PlaybookEdition
from backend.people.models import Member
from tests.cast import Cast

LOAN = "/api/editor/playbooks/loan/"
NOTE = "演练数据：换一句更好懂的"


class Editor:
    """A member at the editor, with what the last answer said."""

    def __init__(self, cast: Cast, member: Member) -> None:
        self.client: Client = cast.client(member)

    def see(self, path: str = LOAN, **query: str) -> Any:
        return self.client.get(path, query).json()

    def send(self, what: str, path: str = LOAN, **body: Any) -> Any:
        return self.client.post(f"{path}{what}/", body, content_type="application/json")

    def save(self, sign: str, revision: str | None = None) -> Any:
        """A draft with another first sign."""
        content = rules().playbooks["loan"].model_dump(mode="json")
        content["signs"][0] = {"zh": sign, "en": "Another sign"}
        return self.send("draft", revision=revision, content=content)

    def publish(self, sign: str) -> Any:
        draft = self.see()["draft"]
        saved = self.save(sign, draft and draft["revision"])
        return self.send("publish", revision=saved.json()["revision"], note=NOTE)


@pytest.fixture
def city(cast: Cast) -> Editor:
    return Editor(cast, cast.city_commander)


def test_the_list_has_every_playbook_with_its_edition_and_draft(city: Editor) -> None:
    assert {line["type"] for line in city.see("/api/editor/playbooks/")["playbooks"]} == set(rules().playbooks)
    city.publish("第一版")
    city.save("又改")
    line = next(line for line in city.see("/api/editor/playbooks/")["playbooks"] if line["type"] == "loan")
    assert (line["edition"]["number"], line["edition"]["by"], line["edition"]["note"]) == (1, "杨振东", NOTE)
    assert line["draft"]["by"] == "杨振东"


def test_who_may_change_and_who_may_only_look(cast: Cast) -> None:
    refused = {}
    for member in cast.everyone():
        editor = Editor(cast, member)
        seen = editor.client.get(LOAN)
        refused[member.username] = (seen.status_code, editor.save("改").status_code)
        PlaybookDraft.objects.all().delete()
        if seen.status_code == 200:
            assert seen.json()["may_edit"] == (refused[member.username][1] == 200)
    assert {name for name, codes in refused.items() if codes == (200, 200)} == {"city-commander", "admin"}
    assert {name for name, codes in refused.items() if codes == (200, 403)} == {"commander"}
    assert {codes for name, codes in refused.items() if name not in ("city-commander", "admin", "commander")} == {
        (403, 403)
    }


@pytest.mark.parametrize("path", ["", "page/", "editions/0/"])
def test_an_officer_reads_nothing_of_it(cast: Cast, path: str) -> None:
    assert cast.client(cast.officer).get(LOAN + path).status_code == 403
    assert Client().get(LOAN + path).status_code == 401
    assert cast.client(cast.officer).get("/api/editor/playbooks/").status_code == 403


@pytest.mark.parametrize("what", ["discard", "publish", "restore"])
def test_a_district_writes_nothing(cast: Cast, city: Editor, what: str) -> None:
    revision = city.save("草稿").json()["revision"]
    bodies = {
        "discard": {"revision": revision},
        "publish": {"revision": revision, "note": NOTE},
        "restore": {"number": 0, "current": 0, "note": NOTE},
    }
    assert Editor(cast, cast.commander).send(what, **bodies[what]).status_code == 403
    assert PlaybookDraft.objects.count() == 1
    assert PlaybookEdition.objects.count() == 0


def test_a_draft_changes_nothing_for_anybody_else(city: Editor) -> None:
    saved = city.save("还没写完")
    assert saved.status_code == 200
    assert city.see()["draft"]["content"]["signs"][0]["zh"] == "还没写完"
    assert books_now() == rules().playbooks


def test_a_draft_may_be_half_written_and_says_what_it_lacks(city: Editor) -> None:
    content = rules().playbooks["loan"].model_dump(mode="json")
    content["signs"] = []
    content["say"][0]["zh"] = ""
    flaws = {flaw["field"]: flaw for flaw in city.send("draft", revision=None, content=content).json()["flaws"]}
    assert flaws["signs"]["message"] == "至少要有1条"
    assert "say.0.zh" in flaws
    refused = city.send("publish", revision=city.see()["draft"]["revision"], note=NOTE)
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_input")
    assert {field["field"] for field in refused.json()["fields"]} == set(flaws)
    assert books_now() == rules().playbooks


def test_what_breaks_the_craft_is_not_published(city: Editor) -> None:
    refused = city.publish("请广大群众提高警惕")
    assert refused.status_code == 400
    assert [field["field"] for field in refused.json()["fields"]] == ["signs.0.zh"]
    assert PlaybookEdition.objects.count() == 0


def test_two_who_write_at_once_see_each_other(cast: Cast, city: Editor) -> None:
    admin = Editor(cast, cast.admin)
    first = city.save("甲写的").json()["revision"]
    for revision in (None, str(uuid4())):
        refused = admin.save("乙写的", revision)
        assert (refused.status_code, refused.json()["code"]) == (409, "draft_changed")
    second = admin.save("乙看过再写", first)
    assert second.status_code == 200
    assert city.save("甲又写", first).status_code == 409
    assert city.send("publish", revision=first, note=NOTE).status_code == 409
    assert city.see()["draft"]["by"] == "孙悦"
    assert city.save("甲看过再写", second.json()["revision"]).status_code == 200


def test_a_discarded_draft_is_gone_and_can_be_written_anew(city: Editor) -> None:
    content = city.save("不要了").json()
    assert city.send("discard", revision=content["revision"]).status_code == 204
    assert city.see()["draft"] is None
    assert city.send("discard", revision=content["revision"]).status_code == 409
    assert city.send("draft", revision=None, content=content["content"]).status_code == 200


def test_publishing_makes_the_words_those_of_now_and_ends_the_draft(city: Editor) -> None:
    seen = city.publish("第一版").json()
    assert (seen["number"], seen["draft"], seen["content"]["signs"][0]["zh"]) == (1, None, "第一版")
    assert [(line["number"], line["note"]) for line in seen["history"]] == [(1, NOTE)]
    assert books_now()["loan"].signs[0].zh == "第一版"


def test_publishing_needs_a_reason(city: Editor) -> None:
    revision = city.save("第一版").json()["revision"]
    refused = city.send("publish", revision=revision, note="")
    assert [field["field"] for field in refused.json()["fields"]] == ["note"]


def test_what_is_in_force_is_not_published_again(city: Editor) -> None:
    content = rules().playbooks["loan"].model_dump(mode="json")
    revision = city.send("draft", revision=None, content=content).json()["revision"]
    assert city.send("publish", revision=revision, note=NOTE).json()["code"] == "nothing_changed"


def test_an_edition_is_put_back_as_a_new_one(city: Editor) -> None:
    city.publish("第一版")
    city.publish("第二版")
    assert city.send("restore", number=1, current=2, note="恢复第1版").json()["number"] == 3
    assert books_now()["loan"].signs[0].zh == "第一版"
    assert city.send("restore", number=0, current=3, note="恢复出厂").json()["number"] == 4
    assert books_now()["loan"] == rules().playbooks["loan"]
    assert [row["number"] for row in city.see()["history"]] == [4, 3, 2, 1]


def test_nothing_is_put_back_over_what_one_has_not_seen(city: Editor) -> None:
    city.publish("第一版")
    city.publish("第二版")
    assert city.send("restore", number=0, current=1, note="恢复出厂").json()["code"] == "draft_changed"
    assert city.send("restore", number=2, current=2, note="恢复").json()["code"] == "nothing_changed"
    assert city.send("restore", number=7, current=2, note="恢复").status_code == 404


def test_numbers_run_through_all_types(cast: Cast, city: Editor) -> None:
    city.publish("第一版")
    path = "/api/editor/playbooks/police/"
    content = rules().playbooks["police"].model_dump(mode="json")
    content["signs"][0] = {"zh": "另一类", "en": "Another kind"}
    revision = city.send("draft", path, revision=None, content=content).json()["revision"]
    assert city.send("publish", path, revision=revision, note=NOTE).json()["number"] == 2
    assert [line["number"] for line in city.see()["history"]] == [1]


def test_an_edition_shows_what_it_took_the_place_of(city: Editor) -> None:
    city.publish("第一版")
    city.publish("第二版")
    seen = city.see(f"{LOAN}editions/2/")
    assert (seen["content"]["signs"][0]["zh"], seen["before"]["signs"][0]["zh"]) == ("第二版", "第一版")
    assert city.see(f"{LOAN}editions/0/")["before"] is None
    assert city.client.get(f"{LOAN}editions/9/").status_code == 404


def test_the_page_shows_the_draft_in_both_languages_and_leaves_out_what_is_empty(city: Editor) -> None:
    city.save("还没公开的样子")
    assert "还没公开的样子" in city.see(f"{LOAN}page/")["html"]
    assert "Another sign" in city.see(f"{LOAN}page/", lang="en")["html"]
    assert "还没公开的样子" not in Client().get("/p/loan/").content.decode()
    city.save(" ", city.see()["draft"]["revision"])
    assert "<li> </li>" not in city.see(f"{LOAN}page/")["html"]


def test_what_somebody_types_stays_text_on_the_page(city: Editor) -> None:
    city.save("<script>x</script>看")
    assert "<script>" not in city.see(f"{LOAN}page/")["html"]


@pytest.mark.parametrize("what", ["", "page/", "editions/0/"])
def test_a_playbook_nobody_knows_is_not_found(city: Editor, what: str) -> None:
    assert city.client.get(f"/api/editor/playbooks/of_tomorrow/{what}").status_code == 404


def test_no_draft_is_kept_for_a_playbook_nobody_knows(city: Editor) -> None:
    path = "/api/editor/playbooks/of_tomorrow/"
    content = rules().playbooks["loan"].model_dump(mode="json")
    assert city.send("draft", path, revision=None, content=content).status_code == 404
    assert city.send("discard", path, revision=str(UUID(int=1))).status_code == 404


def test_codes_that_others_have_are_named(city: Editor) -> None:
    assert {"camera_on", "showed_card"} <= set(city.see()["shared"])
