"""What must hold across the rule files: every name used exists, every step is reached and leads to an end. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.flow.wire import Flow

if TYPE_CHECKING:
    from backend.flow.load import Rules


@dataclass(frozen=True)
class Fault:
    """Something wrong at a field of a file."""

    file: str
    path: tuple[int | str, ...]
    what: str


def faults_of(rules: Rules) -> list[Fault]:
    """Everything that does not hold together."""
    return [
        *_level_faults(rules),
        *_playbook_faults(rules),
        *(fault for name, flow in rules.flows.items() for fault in _flow_faults(name, flow, rules)),
    ]


def _level_faults(rules: Rules) -> Iterator[Fault]:
    file = "levels/chongqing.yaml"
    if rules.lowest not in rules.levels:
        yield Fault(file, ("lowest",), f"no such level: {rules.lowest}")
    for index, rule in enumerate(rules.grading):
        if rule.level not in rules.levels:
            yield Fault(file, ("grading", index, "level"), f"no such level: {rule.level}")
        for code in rule.when.fraud_type_in or []:
            if code not in rules.fraud_types:
                yield Fault(file, ("grading", index, "when", "fraud_type_in"), f"no such fraud type: {code}")
        if rule.when.source_level and rule.when.source_level not in rules.levels:
            yield Fault(file, ("grading", index, "when", "source_level"), f"no such level: {rule.when.source_level}")
    ranks = [level.rank for level in rules.levels.values()]
    if len(set(ranks)) != len(ranks):
        yield Fault(file, ("levels",), "two levels have the same rank")


def _playbook_faults(rules: Rules) -> Iterator[Fault]:
    for name, book in rules.playbooks.items():
        if name != book.type or book.type not in rules.fraud_types:
            yield Fault(f"playbooks/{name}.yaml", ("type",), f"no such fraud type, or not the file's name: {book.type}")
    if "other" not in rules.playbooks:
        yield Fault("playbooks/other.yaml", (), "the general playbook is missing")


def _flow_faults(name: str, flow: Flow, rules: Rules) -> Iterator[Fault]:
    file = f"flow/{name}.yaml"
    if name != f"{flow.flow}-{flow.version}":
        yield Fault(file, ("version",), "the file must be named after the flow and its version")
    for track in ("call", "visit"):
        if flow.start[track] not in flow.steps or flow.steps[flow.start[track]].track != track:
            yield Fault(file, ("start", track), f"no such step of this track: {flow.start[track]}")
    for code, step in flow.steps.items():
        yield from (Fault(file, ("steps", code, *path), what) for path, what in _step_faults(code, flow, rules))
        if not step.end and not any(flow.steps[end].end for end in _reached(flow, code) if end in flow.steps):
            yield Fault(file, ("steps", code), "no way leads from here to an end")
    reached = {step for track in ("call", "visit") for step in _reached(flow, flow.start[track])}
    yield from (Fault(file, ("steps", code), "is never reached") for code in flow.steps if code not in reached)


def _step_faults(code: str, flow: Flow, rules: Rules) -> Iterator[tuple[tuple[int | str, ...], str]]:
    step = flow.steps[code]
    if step.end:
        if step.answers or step.rules or step.screen:
            yield ("end",), "an end has no screen, answers or rules"
        if step.end not in rules.codes.ends:
            yield ("end",), f"no words for this end: {step.end}"
        return
    if not step.screen or not step.answers:
        yield (), "a step needs a screen and answers, or an end"
    if code not in rules.codes.steps:
        yield (), "no words for this step in codes/words.yaml"
    for answer in step.answers:
        if answer not in rules.codes.answers and answer not in rules.outcomes:
            yield ("answers",), f"no words for this answer: {answer}"
    for index, rule in enumerate(step.rules):
        if rule.go not in flow.steps or flow.steps[rule.go].track != step.track:
            yield ("rules", index, "go"), f"no such step of this track: {rule.go}"
        for answer in rule.when:
            if answer not in step.answers:
                yield ("rules", index, "when"), f"not an answer of this step: {answer}"


def _reached(flow: Flow, start: str) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        code = waiting.pop()
        if code not in reached and code in flow.steps:
            reached.add(code)
            waiting += [rule.go for rule in flow.steps[code].rules]
    return reached
