"""What catches the eye in a signal's text, and which types of fraud it sounds like: words and points, nothing learned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from backend.flow.watchwords import GAP, WatchWord
from backend.flow.words import Code, Data, Words, spelled_alike

HOW_MANY = 3
# A single weak word is no suggestion.
LEAST_POINTS = 2
# As many of the words found as one takes in at a glance.
REASONS = 4
# How far on a word goes after a gap, and what ends a breath before that.
GAP_LETTERS = 8
BREATHS = frozenset("，。；！？、：,;!?:")
# Texts remembered with what was found in them.
KEPT = 2048


class Mark(Data):
    """A watch word where it stands in the text, counted in Unicode characters, and why it catches the eye."""

    start: int
    end: int
    word: Code
    why: Words


class Suggestion(Data):
    """A type the text sounds like, and the words in it that say so, the strongest first."""

    fraud_type: Code
    words: tuple[str, ...]


Letters = list[tuple[str, int]]


class _Step(NamedTuple):
    """A word found: where it ends, which it is, and from where to look on."""

    end: int
    code: str
    on: int


@dataclass(slots=True)
class _Node:
    """What may come after the letters so far, at once or a few letters on, and the watch word they are if they end here."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    later: "_Node | None" = None
    code: str | None = None


class Watch:
    """The watch words, ready to look through texts; time grows with the text's length and no faster."""

    def __init__(self, words: Mapping[str, WatchWord], types: Iterable[str]) -> None:
        self._words = words
        self._rank = {code: index for index, code in enumerate(types)}
        self._root = _Node()
        # The same signal is shown to many, again and again.
        self._found = lru_cache(maxsize=KEPT)(self._look_through)
        for code, word in words.items():
            for spelled in word.spelled:
                _last(self._root, spelled).code = code

    def marks(self, text: str) -> list[Mark]:
        """Every watch word to highlight, as it stands in the text; none overlaps another."""
        marks: list[Mark] = []
        for start, end, code in self._found(text):
            if self._words[code].mark and (not marks or start >= marks[-1].end):
                marks.append(Mark(start=start, end=end, word=code, why=self._words[code].why))
        return marks

    def likely(self, texts: Iterable[str]) -> list[Suggestion]:
        """The types these texts sound like together, at most three, the likeliest first."""
        said: dict[str, str] = {}
        for text in texts:
            for start, end, code in self._found(text):
                said.setdefault(code, text[start:end])
        points: dict[str, int] = {}
        for code in said:
            for kind, count in self._words[code].points.items():
                points[kind] = points.get(kind, 0) + count
        likely = [kind for kind, count in points.items() if count >= LEAST_POINTS]
        likely.sort(key=lambda kind: (-points[kind], self._rank[kind]))
        return [Suggestion(fraud_type=kind, words=self._reasons(kind, said)) for kind in likely[:HOW_MANY]]

    def _reasons(self, kind: str, said: Mapping[str, str]) -> tuple[str, ...]:
        counted = [(-self._words[code].points.get(kind, 0), each) for code, each in said.items()]
        counted.sort(key=lambda one: one[0])
        return tuple(each for minus, each in counted if minus < 0)[:REASONS]

    def _look_through(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Start, end and code of each word from left to right, the longest where several begin."""
        letters = list(_letters(text))
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(letters):
            step = _walk(self._root, letters, at) if not _is_inside(letters, at) else None
            if step is not None:
                found.append((letters[at][1], letters[step.end - 1][1] + 1, step.code))
            at = step.on if step else at + 1
        return tuple(found)


def _last(root: _Node, spelled: str) -> _Node:
    """The node at which a spelling ends, with all nodes on the way there."""
    node = root
    for place, part in enumerate(spelled.split(GAP)):
        if place:
            node.later = node = node.later or _Node()
        for letter in spelled_alike(part):
            node = node.after.setdefault(letter, _Node())
    return node


def _walk(node: _Node, letters: Letters, start: int) -> _Step | None:
    """The longest word that begins here."""
    longest: _Step | None = None
    for at in range(start, len(letters)):
        following = node.after.get(letters[at][0])
        if following is None:
            break
        node = following
        if node.code is not None and not _is_inside(letters, at + 1):
            longest = _Step(at + 1, node.code, at + 1)
        further = _walk_later(node.later, letters, at + 1) if node.later else None
        if further and (longest is None or further.end > longest.end):
            # What stands in the gap counts as well.
            longest = _Step(further.end, further.code, at + 1)
    return longest


def _walk_later(node: _Node, letters: Letters, start: int) -> _Step | None:
    """The nearest way to go on after a gap, within one breath."""
    for at in range(start, min(start + GAP_LETTERS + 1, len(letters))):
        further = _walk(node, letters, at)
        if further or letters[at][0] in BREATHS:
            return further
    return None


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """The letters as `spelled_alike` has them, each with its place in the text; blanks and invisible signs are left out."""
    for place, sign in enumerate(text):
        if "一" <= sign <= "鿿":
            yield sign, place
            continue
        for letter in normalize("NFKC", sign).casefold():
            if not letter.isspace() and category(letter) != "Cf":
                yield letter, place


def _is_inside(letters: Letters, at: int) -> bool:
    """Whether a Latin word or a number goes on across this place: `etc` is not in `fetch`."""
    if not 0 < at < len(letters):
        return False
    (before, left), (after, right) = letters[at - 1], letters[at]
    return right - left <= 1 and before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
