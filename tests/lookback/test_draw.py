"""The draw: the same seed draws the same sample in any order, every stratum is in it, and the shares hold."""

import math
from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.flow.load import rules
from backend.flow.lookbacks import LookBacks
from backend.lookback.draw import Closed, draw

DISTRICTS = ["500106", "500108", "500114"]
STATIONS = ["500106003", "500108002", "500108003", "500108"]

closed = st.builds(
    lambda number, unit, level, outcome: Closed(UUID(int=number), unit, unit[:6], level, outcome),
    st.integers(0, 2**64),
    st.sampled_from(STATIONS),
    st.sampled_from(["critical", "high"]),
    st.sampled_from(["persuaded", "mismatch", "repeat"]),
)
many = st.lists(closed, max_size=60, unique_by=lambda each: each.case)
shares = st.integers(1, 100)


def how(**changes: object) -> LookBacks:
    return LookBacks.model_validate(rules().lookbacks.model_dump() | changes)


@settings(max_examples=50)
@given(many, st.randoms(use_true_random=False), shares)
def test_the_same_seed_draws_the_same_sample_whatever_the_order(
    cases: list[Closed], chance: object, share: int
) -> None:
    shuffled = sorted(cases, key=lambda each: hash((chance.random(), each.case)))  # type: ignore[attr-defined]
    assert draw("a", cases, DISTRICTS, how(share=share)) == draw("a", shuffled, DISTRICTS[::-1], how(share=share))


@settings(max_examples=50)
@given(many, shares, st.integers(0, 10))
def test_every_stratum_has_its_share_and_every_unit_as_many_as_it_has_to(
    cases: list[Closed], share: int, at_least: int
) -> None:
    found = [one.closed for one in draw("b", cases, DISTRICTS, how(share=share, at_least=at_least))]
    asked = [each for each in cases if each.outcome != "repeat"]
    assert set(found) <= set(asked)
    assert len(set(found)) == len(found)
    drawn = Counter((each.unit, each.level, each.outcome) for each in found)
    for stratum, there in Counter((each.unit, each.level, each.outcome) for each in asked).items():
        assert drawn[stratum] >= math.ceil(there * share / 100) >= 1
    of_unit = Counter(each.unit for each in found)
    for unit, there in Counter(each.unit for each in asked).items():
        assert of_unit[unit] >= min(at_least, there)


@settings(max_examples=50)
@given(many)
def test_no_more_are_asked_about_than_the_share_where_nothing_else_is_wanted(cases: list[Closed]) -> None:
    found = draw("c", cases, DISTRICTS, how(share=10, at_least=0))
    strata = Counter((e.unit, e.level, e.outcome) for e in cases if e.outcome != "repeat")
    assert len(found) == sum(math.ceil(there / 10) for there in strata.values())


@settings(max_examples=50)
@given(many)
def test_another_district_asks(cases: list[Closed]) -> None:
    assert all(one.checker != one.closed.district for one in draw("d", cases, DISTRICTS, how()))


@settings(max_examples=50)
@given(many)
def test_the_district_above_asks_and_about_its_own_work_another(cases: list[Closed]) -> None:
    for one in draw("e", cases, DISTRICTS, how(checked_by="district_above")):
        assert (one.checker == one.closed.district) == (one.closed.unit != one.closed.district)


def test_where_nobody_else_is_there_the_district_asks_itself() -> None:
    only = Closed(UUID(int=1), "500108003", "500108", "high", "persuaded")
    assert [one.checker for one in draw("f", [only], ["500108"], how())] == ["500108"]
    assert [one.checker for one in draw("f", [only], ["500106"], how(checked_by="district_above"))] == ["500106"]


def test_the_stations_own_share_goes_before_its_districts() -> None:
    cases = [Closed(UUID(int=n), unit, "500108", "high", "persuaded") for n in range(20) for unit in ("500108003",)]
    other = [Closed(UUID(int=n + 100), "500108002", "500108", "high", "persuaded") for n in range(20)]
    shares = {"500108": 50, "500108003": 100}
    found = Counter(one.closed.unit for one in draw("g", cases + other, DISTRICTS, how(units=shares, at_least=0)))
    assert found == {"500108003": 20, "500108002": 10}


def test_another_seed_draws_another_sample() -> None:
    cases = [Closed(UUID(int=n), "500108003", "500108", "high", "persuaded") for n in range(100)]
    assert draw("h", cases, DISTRICTS, how()) != draw("i", cases, DISTRICTS, how())
