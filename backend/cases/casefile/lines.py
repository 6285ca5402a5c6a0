"""Breaks a text into lines: anywhere between Chinese characters, but no line begins with a comma or ends with an opening bracket."""

import re
from collections.abc import Callable, Iterator

_OPENING = r"“‘（《〈「『【〔［("
_CLOSING = r"”’，。、；：！？）》〉」』】〕］…—·,.;:!?)%"
# A piece stays together: a word or number, or one character, with what clings to it.
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-'*-~¥À-ɏ]+|.)[{_CLOSING}]*[ ]*")


def lines_of(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines, at least one; what is too long for a line of its own is cut."""
    return [line for paragraph in text.split("\n") for line in _filled(paragraph, width, measure)]


def _filled(paragraph: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _pieces(paragraph, width, measure):
        wide = measure(piece)
        if line and used + measure(piece.rstrip()) > width:
            yield line.rstrip()
            line, used = "", 0.0
        line, used = line + piece, used + wide
    yield line.rstrip()


def _pieces(paragraph: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    for piece in _PIECE.findall(paragraph):
        if measure(piece.rstrip()) <= width:
            yield piece
        else:
            yield from piece
