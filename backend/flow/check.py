"""What must hold across the rule files: every name used exists, and the words say what is known. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel

from backend.flow.check_flow import flow_faults
from backend.flow.escalation import escalation_faults
from backend.flow.notifications import notification_faults
from backend.flow.phones import RoleCode
from backend.flow.rulefiles import Fault, Field
from backend.flow.watchwords import watch_faults
from backend.flow.wire import Conditions
from backend.flow.words import Item, Words

if TYPE_CHECKING:
    from backend.flow.load import Rules

SPEAKER = {"officer", "unit"}
# Which condition makes a number known, so that a reason may tell it.
TELLS = {
    "call_seconds_at_least": "minutes",
    "call_count_at_least": "count",
    "amount_fen_at_least": "yuan",
    "age_at_least": "age",
    "age_below": "age",
    "warned_before_at_least": "warned",
}
BEHAVIOURS = {name for name, kind in Conditions.model_fields.items() if Literal[True] in get_args(kind.annotation)}


def faults_of(rules: Rules) -> list[Fault]:
    """Everything that does not hold together."""
    return [
        *_level_faults(rules),
        *escalation_faults(rules),
        *notification_faults(rules),
        *_grading_faults(rules),
        *_review_faults(rules),
        *_phone_faults(rules),
        *_type_faults(rules),
        *_playbook_faults(rules),
        *_behaviour_faults(rules),
        *watch_faults(rules),
        *([] if rules.flows else [Fault("flow/", (), "there is no flow")]),
        *(fault for name, flow in rules.flows.items() for fault in flow_faults(name, flow, rules)),
    ]


def _level_faults(rules: Rules) -> Iterator[Fault]:
    """Levels have ranks of their own, and a graver one never leaves more time."""
    file = f"levels/{rules.city}.yaml"
    if rules.lowest not in rules.levels:
        yield Fault(file, ("lowest",), f"there is no such level: {rules.lowest}")
    by_rank = sorted(rules.levels, key=rules.rank)
    for lower, graver in pairwise(by_rank):
        if rules.rank(lower) == rules.rank(graver):
            yield Fault(file, ("levels", graver, "rank"), f"{lower} has the same rank")
            continue
        for limit, seconds in rules.levels[graver].limits:
            if seconds > getattr(rules.levels[lower].limits, limit):
                yield Fault(file, ("levels", graver, "limits", limit), f"leaves more time than the lower level {lower}")


def _grading_faults(rules: Rules) -> Iterator[Fault]:
    file = f"levels/{rules.city}.yaml"
    for code in _twice(rule.id for rule in rules.grading):
        yield Fault(file, ("grading",), f"two rules have the id {code}")
    for index, rule in enumerate(rules.grading):
        at: Field = ("grading", index)
        for field, level in (("level", rule.level), ("when.source_level", rule.when.source_level)):
            if level is not None and level not in rules.levels:
                yield Fault(file, (*at, *field.split(".")), f"there is no such level: {level}")
        for code in rule.when.fraud_type_in or ():
            if code not in rules.fraud_types:
                yield Fault(file, (*at, "when", "fraud_type_in"), f"there is no such fraud type: {code}")
        told = {number for condition, number in TELLS.items() if getattr(rule.when, condition) is not None}
        yield from _placeholder_faults(file, (*at, "words"), rule.words, told)
        if rule.flag:
            yield from _placeholder_faults(file, (*at, "flag"), rule.flag, told)


def _review_faults(rules: Rules) -> Iterator[Fault]:
    """A transfer waits by level: the levels there are, and never the gravest, which nobody may keep waiting."""
    file, gravest = f"routing/{rules.city}.yaml", max(rules.levels, key=rules.rank)
    for index, level in enumerate(rules.routing.transfer_review.waits):
        at: Field = ("transfer_review", "waits", index)
        if level not in rules.levels:
            yield Fault(file, at, f"there is no such level: {level}")
        elif level == gravest:
            yield Fault(file, at, f"the gravest level never waits: {level}")


def _phone_faults(rules: Rules) -> Iterator[Fault]:
    """Pieces grow and never shrink below the first, the warning comes before the end, and every role's phone locks."""
    file, phones = f"phones/{rules.city}.yaml", rules.phones
    if phones.piece.most < phones.piece.least:
        yield Fault(file, ("piece", "most"), "is less than `least`")
    if phones.room.low < phones.room.reserve:
        yield Fault(file, ("room", "low"), "is less than `reserve`: nobody would be warned")
    for role in get_args(RoleCode):
        if role not in phones.idle_seconds:
            yield Fault(file, ("idle_seconds",), f"{role} is missing")


def _type_faults(rules: Rules) -> Iterator[Fault]:
    """A name under which a signal may come means one fraud type only."""
    known: dict[str, str] = {}
    for code, kind in rules.fraud_types.items():
        for name in kind.names(code):
            if known.setdefault(name, code) != code:
                yield Fault("codes/fraud_types.yaml", (code,), f"{name} is a name of {known[name]} already")


def _playbook_faults(rules: Rules) -> Iterator[Fault]:
    checks: dict[str, Words] = {}
    for name, book in rules.playbooks.items():
        file = f"playbooks/{name}.yaml"
        if name != book.type or book.type not in rules.fraud_types:
            yield Fault(file, ("type",), f"is no fraud type, or not the file's name: {book.type}")
        if placeholders(book.cards[0].zh) != SPEAKER or placeholders(book.cards[0].en) != SPEAKER:
            yield Fault(file, ("cards", 0), "the first card says who stands there: {officer} and {unit}")
        for field, words in words_in(book):
            yield from _placeholder_faults(file, field, words, SPEAKER)
            if isinstance(words, Item) and checks.setdefault(words.code, words) != words:
                yield Fault(file, field, f"{words.code} has other words in another playbook")
    if "other" not in rules.playbooks:
        yield Fault("playbooks/other.yaml", (), "the general playbook is missing")


def _behaviour_faults(rules: Rules) -> Iterator[Fault]:
    for code in sorted(BEHAVIOURS ^ set(rules.codes.behaviours)):
        yield Fault("codes/words.yaml", ("behaviours", code), "a behaviour has words, and only behaviours do")


def _placeholder_faults(file: str, field: Field, words: Words, known: set[str]) -> Iterator[Fault]:
    for language in ("zh", "en"):
        try:
            unknown = placeholders(getattr(words, language)) - known
        except ValueError as error:
            yield Fault(file, (*field, language), f"has a brace too many or too few: {error}")
            continue
        for name in sorted(unknown):
            yield Fault(file, (*field, language), f"nothing fills {{{name}}} here")


def placeholders(text: str) -> set[str]:
    """The names in braces; `ValueError` where a brace is alone."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def words_in(part: Any, at: Field = ()) -> Iterator[tuple[Field, Words]]:
    """All words in a part of the rules, each with its field."""
    if isinstance(part, Words):
        yield at, part
    elif isinstance(part, BaseModel):
        for name, each in part:
            yield from words_in(each, (*at, name))
    elif isinstance(part, tuple):
        for index, each in enumerate(part):
            yield from words_in(each, (*at, index))


def _twice(codes: Iterator[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]
