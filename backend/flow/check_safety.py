"""What must hold of the safety file: steps follow one another, and a call for help reaches others at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from backend.flow.rulefiles import Fault

if TYPE_CHECKING:
    from backend.flow.load import Rules


def safety_faults(rules: Rules) -> Iterator[Fault]:
    """Steps in the order of their times; whoever calls for help is not told of himself, and others are without delay."""
    file = f"safety/{rules.city}.yaml"
    for kind in ("alive", "help"):
        steps = rules.safety.steps(kind)
        for index, (former, later) in enumerate(pairwise(steps), start=1):
            if later.after <= former.after:
                yield Fault(file, (kind, index, "after"), f"must be later than the step before it: {former.after}")
    for index, step in enumerate(rules.safety.help):
        if "self" in step.tells:
            yield Fault(file, ("help", index, "tells"), "whoever calls for help knows: self is for signs of life")
    if rules.safety.help[0].after:
        yield Fault(file, ("help", 0, "after"), "a call for help is told at once: 0")
