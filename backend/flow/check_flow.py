"""What must hold in a flow: every step has words, is reached, can be left, and leads to an end. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from backend.flow.rulefiles import Fault, Field
from backend.flow.wire import Flow, Step

if TYPE_CHECKING:
    from backend.flow.load import Rules

TRACKS = ("call", "visit")
# What the fold reads from an end: an outcome counts at `done`, a hand-over to another station at `transferred`.
EFFECT_OF_END = {"done": "outcome", "transferred": "transfer", "handed_over": None}


def flow_faults(name: str, flow: Flow, rules: Rules) -> Iterator[Fault]:
    """Everything that does not hold in this flow."""
    file = f"flow/{name}.yaml"
    if name != f"{flow.flow}-{flow.version}":
        yield Fault(file, ("version",), "the file must be named after the flow and its version")
    for track in TRACKS:
        if not _is_step_of(flow, flow.start[track], track):
            yield Fault(file, ("start", track), f"there is no such step of this track: {flow.start[track]}")
    reached = {step for track in TRACKS for step in _reached(flow, flow.start[track])}
    for code, step in flow.steps.items():
        own = _end_faults(step, rules) if step.end else _step_faults(code, flow, rules)
        yield from (Fault(file, ("steps", code, *field), what) for field, what in own)
        if code not in reached:
            yield Fault(file, ("steps", code), "is never reached")
        if not any(flow.steps[far].end for far in _reached(flow, code)):
            yield Fault(file, ("steps", code), "no way leads from here to an end")


def _end_faults(step: Step, rules: Rules) -> Iterator[tuple[Field, str]]:
    end = str(step.end)
    if step.answers or step.rules or step.screen:
        yield ("end",), "an end has no screen, answers or rules"
    if end not in rules.codes.ends:
        yield ("end",), f"there are no words for this end: {end}"
    if step.effect != EFFECT_OF_END[end]:
        yield ("end",), f"this end goes with the effect {EFFECT_OF_END[end]}"


def _step_faults(code: str, flow: Flow, rules: Rules) -> Iterator[tuple[Field, str]]:
    step = flow.steps[code]
    if not step.screen or not step.answers:
        yield (), "a step needs a screen and answers, or an end"
    if code not in rules.codes.steps:
        yield (), "there are no words for this step in codes/words.yaml"
    yield from _answer_faults(step, rules)
    yield from _rule_faults(step, flow)


def _answer_faults(step: Step, rules: Rules) -> Iterator[tuple[Field, str]]:
    known = rules.outcomes if step.screen == "result" else rules.codes.answers
    for index, answer in enumerate(step.answers):
        if answer not in known:
            yield ("answers", index), f"there are no words for this answer: {answer}"
        if answer in step.answers[:index]:
            yield ("answers", index), f"stands here twice: {answer}"


def _rule_faults(step: Step, flow: Flow) -> Iterator[tuple[Field, str]]:
    for index, rule in enumerate(step.rules):
        if not _is_step_of(flow, rule.go, step.track):
            yield ("rules", index, "go"), f"there is no such step of this track: {rule.go}"
        for answer in rule.when:
            if answer not in step.answers:
                yield ("rules", index, "when"), f"is not an answer of this step: {answer}"
        if any(set(rule.when) <= set(other.when) and other.times <= rule.times for other in step.rules[:index]):
            yield ("rules", index), "never decides: an earlier rule always comes first"


def _is_step_of(flow: Flow, code: str, track: str) -> bool:
    return code in flow.steps and flow.steps[code].track == track


def _reached(flow: Flow, start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        code = waiting.pop()
        if code not in reached and code in flow.steps:
            reached.add(code)
            waiting += [rule.go for rule in flow.steps[code].rules]
    return reached
