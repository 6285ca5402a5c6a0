"""The craft is a rule: every shipped playbook keeps it, and each way of breaking it is told at its field."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.flow.check import words_in
from backend.flow.craft import flaws_of
from backend.flow.load import rules
from backend.flow.playbook import Playbook

BOOKS = list(rules().playbooks.values())
Change = Callable[[dict[str, Any]], None]


def fields_after(change: Change, kind: str = "loan") -> set[str]:
    """Where something is wrong once a good playbook was changed like this."""
    said = rules().playbooks[kind].model_dump(mode="json")
    change(said)
    others = [book for book in BOOKS if book.type != kind]
    return {flaw.field for flaw in flaws_of(Playbook.model_validate(said), others)}


def put(*path: str | int, text: str) -> Change:
    """Put this text at a place."""

    def change(said: Any) -> None:
        for part in path[:-1]:
            said = said[part]
        said[path[-1]] = text

    return change


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.type)
def test_what_is_shipped_keeps_the_craft(book: Playbook) -> None:
    assert flaws_of(book, [other for other in BOOKS if other is not book]) == []


LOAN = rules().playbooks["loan"]
BROKEN: list[tuple[str, Change]] = [
    ("call.first.0.zh", put("call", "first", 0, "zh", text="喂，先别转钱，我跟您说个事。")),
    ("call.first", lambda said: said["call"].update(first=[{"zh": "您好，我是{unit}民警{officer}。", "en": "Hello"}])),
    ("call.disbelieves", lambda said: said["call"].update(disbelieves=[{"zh": "您信我", "en": "Trust me"}])),
    ("call.message.zh", put("call", "message", "zh", text="您好，请拨打110核实")),
    ("call.message.zh", put("call", "message", "zh", text="【{unit}】请不要转账")),
    ("call.message.zh", put("call", "message", "zh", text="【{unit}】拨打110" + "先别转账，" * 30)),
    ("plain.0.zh", put("plain", 0, "zh", text="我来看看您")),
    (f"plain.{len(LOAN.plain) - 1}.zh", put("plain", -1, "zh", text="陪着他")),
    ("already_paid.0.zh", put("already_paid", 0, "zh", text="先别着急")),
    ("leave", lambda said: said.update(leave=[{"zh": "多问一句", "en": "Ask first"}])),
    ("cards.0.zh", put("cards", 0, "zh", text="请先不要转账")),
    ("cards.0.en", put("cards", 0, "en", text="Please wait")),
    ("cards.1.zh", put("cards", 1, "zh", text="先别转钱，" * 7)),
    ("say.0.zh", put("say", 0, "zh", text="您贵姓{name}")),
    ("say.0.en", put("say", 0, "en", text="Hello {officer")),
    ("say.1.zh", put("say", 1, "zh", text="hello")),
    ("say.1.en", put("say", 1, "en", text="Please 停")),
    ("signs.0.zh", put("signs", 0, "zh", text="请广大群众提高警惕")),
    ("say.2.zh", put("say", 2, "zh", text="请把验证码念给我")),
    ("door_checks.1", put("door_checks", 1, "zh", text="另外一句话")),
    ("door_checks", lambda said: said["door_checks"].reverse()),
    ("door_checks", lambda said: said.update(door_checks=said["door_checks"][:1])),
    ("phone_checks.0", lambda said: said["phone_checks"].append(said["phone_checks"][0])),
]


@pytest.mark.parametrize(("field", "change"), BROKEN, ids=[f"{n}-{field}" for n, (field, _) in enumerate(BROKEN)])
def test_what_breaks_it_is_told_at_its_field(field: str, change: Change) -> None:
    assert field in fields_after(change)


def test_what_the_scammer_says_may_ask_for_a_code() -> None:
    assert fields_after(put("scammer_says", 0, "zh", text="请把验证码告诉我")) == set()


def test_a_new_check_of_ones_own_is_fine() -> None:
    new = {"code": "own_check", "zh": "看一眼", "en": "Have a look"}
    assert fields_after(lambda said: said["door_checks"].append(new)) == set()


def test_every_flaw_says_what_to_do_in_both_languages() -> None:
    for _, change in BROKEN:
        said = LOAN.model_dump(mode="json")
        change(said)
        for flaw in flaws_of(Playbook.model_validate(said), [book for book in BOOKS if book.type != "loan"]):
            assert flaw.zh
            assert flaw.en


def test_a_flaw_names_a_field_that_is_there() -> None:
    places = {".".join(str(part) for part in field) for field, _ in words_in(LOAN)}
    for field, change in BROKEN:
        assert any(place.startswith(field.removesuffix(".zh").removesuffix(".en")) for place in places), (field, change)
