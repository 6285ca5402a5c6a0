"""Choosing, as a pure question: where an address belongs and who is best."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.dispatch.choose import Candidate, Covered, Place, chain_of, objection, place_of, ranked

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


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("500114121204", ["500114121204", "500114121", "500114", "50"]),
        ("500114", ["500114", "50"]),
        ("50", ["50"]),
        ("", []),
    ],
)
def test_a_division_lies_in_those_its_code_begins_with(code: str, chain: list[str]) -> None:
    assert chain_of(code) == chain


def test_a_free_neighbour_comes_first_then_whoever_has_least_to_do_and_the_reserve_last() -> None:
    people = [
        candidate(1, load=1),
        candidate(2, on_duty=False),
        candidate(3),
        candidate(4, role="volunteer", is_neighbour=True),
        candidate(5, role="volunteer", is_reserve=True),
    ]
    assert [one.member for one, _ in ranked(people, OVERLOAD)] == [4, 3, 1, 5, 2]


@given(
    st.lists(
        st.builds(
            Candidate,
            member=st.integers(1, 99),
            role=st.sampled_from(["officer", "volunteer"]),
            on_duty=st.booleans(),
            load=st.integers(0, 3),
            on_critical=st.booleans(),
            declined=st.booleans(),
            is_neighbour=st.booleans(),
            is_reserve=st.booleans(),
        )
    )
)
def test_nobody_is_left_out_and_nobody_passed_over_stands_before_somebody_free(people: list[Candidate]) -> None:
    order = ranked(people, OVERLOAD)
    assert sorted(id(one) for one, _ in order) == sorted(id(one) for one in people)
    against = [objection != "" for _, objection in order]
    assert against == sorted(against)
