"""Choosing, as a pure question: where an address belongs and who is best."""

import pytest

from backend.dispatch.choose import Candidate, Covered, Place, objection, place_of, ranked

OVERLOAD = {"officer": 2, "volunteer": 1}
COVERED = {"500114121": Covered(4, is_remote=False), "500114121204": Covered(4, is_remote=True)}


def candidate(member: int, **changes: object) -> Candidate:
    given = {"member": member, "role": "officer", "on_duty": True, "load": 0, "on_critical": False, "declined": False}
    return Candidate(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        (["500114121204", "500114121", "500114", "50"], Place(4, "500114121204")),
        (["500114121203", "500114121", "500114", "50"], Place(4, None)),
        (["500101001", "500101", "50"], None),
        ([], None),
    ],
)
def test_the_nearest_covered_division_decides(chain: list[str], expected: Place | None) -> None:
    assert place_of(chain, COVERED) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"declined": True, "on_duty": False}, "declined"),
        ({"on_duty": False, "load": 9}, "off_duty"),
        ({"on_critical": True}, "on_critical"),
        ({"load": 2}, "overloaded"),
        ({"role": "commander"}, "overloaded"),
    ],
)
def test_what_speaks_against_somebody_has_a_name(changes: dict[str, object], expected: str) -> None:
    assert objection(candidate(1, **changes), OVERLOAD) == expected


def test_a_free_neighbour_comes_first_then_whoever_has_least_to_do() -> None:
    people = [
        candidate(1, load=1),
        candidate(2, on_duty=False),
        candidate(3),
        candidate(4, role="volunteer", is_neighbour=True),
    ]
    assert [one.member for one, _ in ranked(people, OVERLOAD)] == [4, 3, 1, 2]
