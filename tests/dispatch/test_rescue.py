"""Whom a step of an alarm tells."""

import pytest

from backend.dispatch.rescue import Colleague, told_by

ROLES = ("officer", "volunteer")
HE, MATE, BUSY, AWAY, NEAR, CHIEF, DESK = 1, 2, 3, 4, 5, 6, 7
OPERATOR, COMMANDER, CITY = 8, 9, 10
PEOPLE = [
    Colleague(HE, "officer", "station", on_duty=True),
    Colleague(MATE, "officer", "station", on_duty=True, load=1),
    Colleague(BUSY, "officer", "station", on_duty=True, load=4),
    Colleague(AWAY, "officer", "station", on_duty=False),
    Colleague(NEAR, "volunteer", "station", on_duty=True, is_near=True, load=2),
    Colleague(CHIEF, "chief", "station", on_duty=True),
    Colleague(DESK, "desk", "station", on_duty=True),
    Colleague(OPERATOR, "operator", "district", on_duty=True),
    Colleague(COMMANDER, "commander", "district", on_duty=False),
    Colleague(CITY, "commander", "city", on_duty=False),
]


def told(*kinds: str, about: int = HE, most: int = 3) -> dict[str, list[int]]:
    return told_by(kinds, about, PEOPLE, ROLES, most)


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("self", [HE]),
        ("chief", [CHIEF]),
        ("neighbours", [NEAR, MATE, BUSY]),
        ("district", [OPERATOR]),
        ("city", [CITY]),  # Nobody there is on duty: all are told
    ],
)
def test_each_kind_is_who_it_says(kind: str, members: list[int]) -> None:
    assert told(kind) == {kind: members}


def test_no_more_neighbours_are_asked_than_the_rules_say_and_the_near_ones_first() -> None:
    assert told("neighbours", most=1) == {"neighbours": [NEAR]}


def test_nobody_is_told_of_himself_but_by_his_own_reminder() -> None:
    assert told("chief", "self", about=CHIEF) == {"self": [CHIEF]}
    assert HE not in told("neighbours")["neighbours"]


def test_several_kinds_are_told_together_and_those_nobody_stands_for_are_left_out() -> None:
    assert told("chief", "neighbours") == {"chief": [CHIEF], "neighbours": [NEAR, MATE, BUSY]}
    assert told_by(["chief", "city"], HE, PEOPLE[:5], ROLES, 3) == {}
