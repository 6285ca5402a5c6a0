"""What is next: walks a track of a flow through the answers given. Pure; `pwa/src/flow/interpret.ts` is its mirror."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.flow.wire import Flow, Step


@dataclass(frozen=True)
class Answer:
    """One answer given at one step."""

    step: str
    answer: str


@dataclass
class Walk:
    """Where the answers led: the path, the step now due, effects reached, how it ended, and which answers had no place."""

    current: str
    path: list[Answer] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    end: str | None = None
    strays: list[int] = field(default_factory=list)


def walk(flow: Flow, track: str, answers: Sequence[Answer]) -> Walk:
    """Follow the answers in order. An answer to a step already passed is a correction: the walk goes back to it."""
    gone = Walk(current=flow.start[track])
    for index, given in enumerate(answers):
        step = flow.steps.get(given.step)
        if step is None or flow.steps[gone.current].end or given.answer not in step.answers:
            gone.strays.append(index)
            continue
        if given.step != gone.current:
            passed = [place for place, earlier in enumerate(gone.path) if earlier.step == given.step]
            if not passed:
                gone.strays.append(index)
                continue
            gone.path = gone.path[: passed[-1]]
        gone.path.append(given)
        gone.current = _next(step, given, gone.path)
    entered = [*(given.step for given in gone.path), gone.current]
    gone.effects = list(dict.fromkeys(e for name in entered if (e := flow.steps[name].effect)))
    gone.end = flow.steps[gone.current].end
    return gone


def _next(step: Step, given: Answer, path: Sequence[Answer]) -> str:
    """The first rule that names the answer and whose count is reached decides; without one the step stays."""
    for rule in step.rules:
        if given.answer in rule.when:
            times = sum(earlier.step == given.step and earlier.answer in rule.when for earlier in path)
            if times >= rule.times:
                return rule.go
    return given.step
