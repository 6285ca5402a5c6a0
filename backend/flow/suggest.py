"""What catches the eye in a signal's text, and which types of fraud it sounds like: words and points, nothing learned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import category, normalize

from backend.flow.watchwords import WatchWord
from backend.flow.words import Code, Data, Words, spelled_alike

HOW_MANY = 3
# A single weak word is no suggestion.
LEAST_POINTS = 2
# As many of the words found as one takes in at a glance.
REASONS = 4
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


@dataclass(slots=True)
class _Node:
    """What may come after the letters so far, and the watch word they are if they end here."""

    after: dict[str, "_Node"] = field(default_factory=dict)
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
                node = self._root
                for letter in spelled_alike(spelled):
                    node = node.after.setdefault(letter, _Node())
                node.code = code

    def marks(self, text: str) -> list[Mark]:
        """Every watch word to highlight, as it stands in the text; none overlaps another."""
        return [
            Mark(start=start, end=end, word=code, why=self._words[code].why)
            for start, end, code in self._found(text)
            if self._words[code].mark
        ]

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
            end, code = self._longest(letters, at)
            if code is not None:
                found.append((letters[at][1], letters[end - 1][1] + 1, code))
            at = max(end, at + 1)
        return tuple(found)

    def _longest(self, letters: list[tuple[str, int]], start: int) -> tuple[int, str | None]:
        node = self._root
        found: tuple[int, str | None] = (start, None)
        if letters[start][0] not in node.after or _is_inside(letters, start):
            return found
        for at in range(start, len(letters)):
            following = node.after.get(letters[at][0])
            if following is None:
                break
            node = following
            if node.code is not None and not _is_inside(letters, at + 1):
                found = (at + 1, node.code)
        return found


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """The letters as `spelled_alike` has them, each with its place in the text; blanks and invisible signs are left out."""
    for place, sign in enumerate(text):
        if "一" <= sign <= "鿿":
            yield sign, place
            continue
        for letter in normalize("NFKC", sign).casefold():
            if not letter.isspace() and category(letter) != "Cf":
                yield letter, place


def _is_inside(letters: list[tuple[str, int]], at: int) -> bool:
    """Whether a Latin word or a number goes on across this place: `etc` is not in `fetch`."""
    if not 0 < at < len(letters):
        return False
    (before, left), (after, right) = letters[at - 1], letters[at]
    return right - left <= 1 and before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
