"""The shape of the watch words, and what must hold across their files: every spelling counts once, for types that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from backend.flow.rulefiles import Fault
from backend.flow.words import Code, Data, Phrase, Words, spelled_alike

if TYPE_CHECKING:
    from backend.flow.load import Rules

# `自称…公安` stands for 自称 and, a few letters on, 公安.
GAP = "…"
Points = Annotated[int, Field(ge=-9, le=9)]


class WatchWord(Data):
    """Ways to write one thing, why it catches the eye, and for (above zero) or against which types it speaks.

    `published` stands on the ministry's list; without `mark` it counts but is too ordinary to be highlighted.
    """

    spelled: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    why: Words
    points: Annotated[dict[Code, Points], Field(min_length=1)]
    published: bool = False
    mark: bool = True


class WatchWords(Data):
    """One file of them; a city adds a file of its own beside the national one."""

    words: dict[Code, WatchWord]


def watch_faults(rules: Rules) -> Iterator[Fault]:
    """A name or a spelling twice, a single letter, a type that does not exist, points that say nothing."""
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    for name, read in rules.watchwords.items():
        file = f"watchwords/{name}.yaml"
        for code, word in read.words.items():
            if names.setdefault(code, name) != name:
                yield Fault(file, ("words", code), f"stands in {names[code]}.yaml already")
            for index, spelled in enumerate(word.spelled):
                if wrong := _wrong(spelled, code, known):
                    yield Fault(file, ("words", code, "spelled", index), wrong)
            for kind, points in word.points.items():
                if kind not in rules.fraud_types or points == 0:
                    what = "says nothing: leave it out" if points == 0 else f"there is no such fraud type: {kind}"
                    yield Fault(file, ("words", code, "points", kind), what)


def _wrong(spelled: str, code: str, known: dict[str, str]) -> str:
    """What is wrong with a spelling; `known` tells whose each spelling is, and learns this one."""
    parts = [spelled_alike(part) for part in spelled.split(GAP)]
    if len("".join(parts)) < 2:
        return "is too short: it would be found everywhere"
    if not all(parts):
        return "a gap stands between letters"
    alike = GAP.join(parts)
    if alike in known:
        return f"{spelled} is a spelling of {known[alike]} already"
    known[alike] = code
    return ""
