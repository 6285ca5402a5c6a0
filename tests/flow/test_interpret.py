"""Walking through a flow: what the vectors say, and what holds whatever is answered."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from backend.flow.interpret import Answer, walk
from backend.flow.wire import Flow
from tests.flow.vectors import Vector, flows, vectors, walked

FLOW = flows()["dissuasion-1"]
TRACKS = some.sampled_from(["call", "visit"])
# Mostly answers the flow knows, some that it does not.
ANSWERS = some.one_of(
    some.sampled_from([(code, answer) for code, step in FLOW.steps.items() for answer in step.answers]),
    some.tuples(some.sampled_from([*FLOW.steps, "knock"]), some.sampled_from(["confirmed", "maybe", "hung_up"])),
)
LISTS = some.lists(ANSWERS, max_size=30)
whatever = settings(max_examples=60)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_a_walk_leads_where_its_vector_says(vector: Vector) -> None:
    assert walked(flows()[vector.flow], vector.track, vector.answers) == vector.expect


def test_every_rule_of_every_flow_decides_in_some_vector() -> None:
    decided = {hit for vector in vectors() for hit in rules_hit(flows()[vector.flow], vector)}
    every = {
        (name, code, index, answer)
        for name, flow in flows().items()
        for code, step in flow.steps.items()
        for index, rule in enumerate(step.rules)
        for answer in rule.when
    }
    assert every - decided == set()


def test_every_end_and_every_effect_is_in_some_vector() -> None:
    steps = [step for flow in flows().values() for step in flow.steps.values()]
    assert {v.expect["end"] for v in vectors()} == {step.end for step in steps}
    assert {e for v in vectors() for e in v.expect["effects"]} == {step.effect for step in steps if step.effect}


@whatever
@given(TRACKS, LISTS)
def test_every_answer_is_on_the_path_corrected_or_stray_and_nothing_raises(
    track: str, answers: list[tuple[str, str]]
) -> None:
    gone = walked(FLOW, track, answers)
    assert gone["strays"] == sorted(set(gone["strays"]))
    assert set(gone["strays"]) <= set(range(len(answers)))
    fitting = [list(answer) for index, answer in enumerate(answers) if index not in gone["strays"]]
    assert is_within(gone["path"], fitting)
    assert FLOW.steps[gone["current"]].track == track
    assert gone["end"] == FLOW.steps[gone["current"]].end


@whatever
@given(TRACKS, LISTS)
def test_the_path_alone_leads_to_the_same_place(track: str, answers: list[tuple[str, str]]) -> None:
    gone = walked(FLOW, track, answers)
    again = walked(FLOW, track, [(step, answer) for step, answer in gone["path"]])
    assert again == gone | {"strays": []}


@whatever
@given(TRACKS, LISTS, ANSWERS)
def test_after_an_end_everything_is_stray(track: str, answers: list[tuple[str, str]], more: tuple[str, str]) -> None:
    gone = walked(FLOW, track, answers)
    after = walked(FLOW, track, [*answers, more])
    if gone["end"]:
        assert after == gone | {"strays": [*gone["strays"], len(answers)]}


@whatever
@given(TRACKS, LISTS)
def test_strays_left_out_change_nothing(track: str, answers: list[tuple[str, str]]) -> None:
    gone = walked(FLOW, track, answers)
    fitting = [answer for index, answer in enumerate(answers) if index not in gone["strays"]]
    assert walked(FLOW, track, fitting) == gone | {"strays": []}


@whatever
@given(
    TRACKS,
    LISTS,
    some.lists(some.tuples(some.integers(0, 40), some.text(max_size=9), some.text(max_size=9)), max_size=9),
)
def test_unknown_steps_thrown_in_anywhere_are_stray_and_nothing_else(
    track: str, answers: list[tuple[str, str]], thrown_in: list[tuple[int, str, str]]
) -> None:
    mixed = list(answers)
    for place, step, answer in thrown_in:
        mixed.insert(place, (f"no {step}", answer))
    gone, clean = walked(FLOW, track, mixed), walked(FLOW, track, answers)
    assert gone | {"strays": []} == clean | {"strays": []}
    assert len(gone["strays"]) == len(clean["strays"]) + len(thrown_in)


@whatever
@given(TRACKS, LISTS)
def test_walking_changes_neither_flow_nor_answers(track: str, answers: list[tuple[str, str]]) -> None:
    before = FLOW.model_dump(), list(answers)
    walked(FLOW, track, answers)
    assert (FLOW.model_dump(), answers) == before


def is_within(few: Sequence[list[str]], many: Sequence[list[str]]) -> bool:
    """Whether `few` is left of `many` when some of it is taken out."""
    rest = iter(many)
    return all(any(each == other for other in rest) for each in few)


def rules_hit(flow: Flow, vector: Vector) -> Iterator[tuple[str, str, int, str]]:
    """Which rule decided at each answer of the vector, told from the walk's own steps alone."""
    given = [Answer(step, answer) for step, answer in vector.answers]
    for index, last in enumerate(given):
        gone = walk(flow, vector.track, given[: index + 1])
        if index in gone.strays:
            continue
        for number, rule in enumerate(flow.steps[last.step].rules):
            times = sum(1 for earlier in gone.path if earlier.step == last.step and earlier.answer in rule.when)
            if last.answer in rule.when and times >= rule.times:
                assert gone.current == rule.go
                yield vector.flow, last.step, number, last.answer
                break
