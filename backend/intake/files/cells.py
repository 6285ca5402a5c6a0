"""A cell as text, and how far that text can be trusted: what a spreadsheet did to a number cannot be undone."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

# `text` was text in the file; `number` a number cell; `loose` comes from plain text, where nobody knows; `moment` a
# date cell (ISO), `span` a time or duration cell (seconds), `error` a formula that failed or was never worked out.
CellKind = Literal["text", "number", "loose", "moment", "span", "error"]
# Stands for bytes that are no character of the file's charset; no decoder yields it for good ones.
BAD = "\udcff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """One cell."""

    text: str
    kind: CellKind = "text"


class Row(NamedTuple):
    """One row: its number in the file, and why none of it can be trusted, if so."""

    number: int
    cells: list[Cell]
    flaw: str = ""

    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.flaw and not any(cell.text or cell.kind == "error" for cell in self.cells)


class Unreadable(Exception):
    """A cell whose value is not known; the words say what is wrong and what to do, and never repeat it."""

    def __init__(self, words: str, words_en: str) -> None:
        super().__init__(words_en)
        self.words, self.words_en = words, words_en


EMPTY = Cell("")


def tidy(text: str) -> str:
    """Text without signs nobody sees, and without blanks around it (the ideographic one, too)."""
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def unescaped(text: str) -> str:
    """What XLSX writes as `_x000D_` is a sign that XML cannot hold; `_x005F_` is an underscore."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def digits_of(number: float) -> str:
    """A number as a spreadsheet knows it: 15 digits at most, never in powers of ten."""
    if isinstance(number, int):
        return str(number)
    if abs(number) >= 10**9 and number % 10**7 == 0:
        # Stored as 1.38E+10: of a phone number no more than the beginning is left, and so it is shown.
        return format(number, "G")
    return format(Decimal(repr(number) if abs(number) >= 10**15 else format(number, ".15g")), "f")
