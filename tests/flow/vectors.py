"""The vectors of `fixtures/vectors/flow/`, and a walk written down the way they are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backend.flow.interpret import Answer, walk
from backend.flow.load import read_rules
from backend.flow.wire import Flow

FIXTURES = Path(__file__).parents[2] / "fixtures"


@dataclass(frozen=True)
class Vector:
    """Answers, and where they lead."""

    name: str
    flow: str
    track: str
    answers: list[tuple[str, str]]
    expect: dict[str, Any]


@cache
def vectors() -> list[Vector]:
    """All of them, the story they belong to left out."""
    files = sorted((FIXTURES / "vectors" / "flow").glob("*.json"))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    return [
        Vector(row["name"], row["flow"], row["track"], [(step, given) for step, given in row["answers"]], row["expect"])
        for row in rows
    ]


def flows() -> dict[str, Flow]:
    """The flows as the product reads them."""
    return read_rules(FIXTURES).flows


def walked(flow: Flow, track: str, answers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Where the answers lead, in the shape of a vector's `expect`."""
    gone = walk(flow, track, [Answer(step, given) for step, given in answers])
    return {
        "path": [[given.step, given.answer] for given in gone.path],
        "current": gone.current,
        "effects": gone.effects,
        "end": gone.end,
        "strays": gone.strays,
    }
