"""Which closed case is followed up, and how grave it is when somebody is found in it again."""

import pytest

from backend.flow.followups import Closed, level_of_signs, rule_for
from backend.flow.load import read_rules
from tests.flow.vectors import FIXTURES

RULES = read_rules(FIXTURES)


@pytest.mark.parametrize(
    ("case", "rule", "steps"),
    [
        (Closed("mismatch", "critical", "investment", lost=True), "no_need", []),
        (Closed("not_found", "high", "police", lost=True), "not_found", [(7, "call")]),
        (Closed("persuaded", "low", "police", lost=True), "lost", [(2, "call"), (14, "visit")]),
        (Closed("persuaded", "critical", "investment", lost=False), "grave", [(3, "visit"), (30, "call")]),
        (Closed("persuaded", "medium", "dating", lost=False), "slow", [(7, "call"), (30, "call")]),
        (Closed("persuaded", "low", "ticket", lost=False), "rest", [(14, "call")]),
        (Closed("", "low", "ticket", lost=False), "rest", [(14, "call")]),
    ],
)
def test_the_first_rule_that_holds_says_when_and_how(case: Closed, rule: str, steps: list[tuple[int, str]]) -> None:
    found = rule_for(case, RULES.follow_ups.rules)
    assert (found.id, [(step.days, step.by) for step in found.steps]) == (rule, steps)


@pytest.mark.parametrize(
    ("signs", "before", "level"),
    [
        ([], "critical", None),
        (["in_contact"], "low", "high"),
        (["in_contact"], "critical", "critical"),
        (["paid"], "low", "critical"),
        (["in_contact", "paid"], "medium", "critical"),
    ],
)
def test_who_is_in_it_again_is_warned_at_the_gravest_level_and_never_below_the_former(
    signs: list[str], before: str, level: str | None
) -> None:
    assert level_of_signs(signs, before, RULES) == level
