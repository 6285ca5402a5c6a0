"""How often the suggested types are right, on the labelled texts: `python -m tests.flow.measure` prints the table of the docs."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from backend.flow.load import read_rules

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXTS: dict[str, dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Score:
    """Of so many texts, how many had the right type first, and how many among the three."""

    texts: int
    first: int
    three: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.texts + other.texts, self.first + other.first, self.three + other.three)

    def __str__(self) -> str:
        return f"{self.texts} | {100 * self.first / self.texts:.1f} % | {100 * self.three / self.texts:.1f} %"


def measured(part: str) -> dict[str, Score]:
    """The score of each type in one part of the texts."""
    return {kind: _score(kind, texts) for kind, texts in TEXTS[part].items()}


def total(part: str) -> Score:
    """The score of a whole part."""
    return sum(measured(part).values(), Score(0, 0, 0))


def table() -> str:
    """The figures as the docs have them."""
    names = read_rules(FIXTURES).fraud_types
    tuned, held_out = measured("tuned"), measured("held_out")
    rows = [f"| {names[kind].name.zh} | {held_out[kind]} | {tuned[kind]} |" for kind in held_out]
    head = "| | held-out texts | first | among three | tuned texts | first | among three |"
    all_of_it = f"| **all** | {total('held_out')} | {total('tuned')} |"
    return "\n".join([head, "| --- |" + " ---: |" * 6, *rows, all_of_it])


def _score(kind: str, texts: list[str]) -> Score:
    watch = read_rules(FIXTURES).watch
    likely = [[one.fraud_type for one in watch.likely([text])] for text in texts]
    return Score(len(texts), sum(found[:1] == [kind] for found in likely), sum(kind in found for found in likely))


if __name__ == "__main__":
    print(table())  # noqa: T201
