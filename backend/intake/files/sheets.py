"""A file on disk → its sheets and their rows, whatever kind of table it is; nothing of it is held in memory at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from backend.flow.columns import TableLimits
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import Row
from backend.intake.files.decode import open_text
from backend.intake.files.recognise import recognise
from backend.intake.files.records import DELIMITERS, delimiter_of, records_of
from backend.intake.files.workbook import Workbook

_SAMPLE_LINES = 200


class ReadsRows(Protocol):
    """Begins a sheet anew."""

    def __call__(self) -> Iterator[Row]:
        """Its rows."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` reads it from the start, without blank rows."""

    name: str
    rows: ReadsRows
    is_hidden: bool = False


@dataclass(frozen=True)
class Book:
    """An open file: its sheets in order; a text's charset and separator, and whether days are counted from 1904."""

    sheets: tuple[Sheet, ...]
    charset: str = ""
    separator: str = ""
    is_1904: bool = False

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name."""
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise BrokenFile("no_sheet")
        return found


@contextmanager
def open_book(path: Path, limits: TableLimits) -> Iterator[Book]:
    """Open a file; `BrokenFile` says in one sentence why it cannot be read."""
    if recognise(path, limits) == "workbook":
        workbook = Workbook(path, limits)
        try:
            sheets = (
                Sheet(name, partial(_within, partial(workbook.rows, name), limits), is_hidden)
                for name, is_hidden in workbook.sheets.items()
            )
            yield Book(tuple(sheets), is_1904=workbook.is_1904)
        finally:
            workbook.close()
        return
    text, charset = open_text(path)
    with text:
        separator, hints = _separator(text)
        rows = partial(_text_rows, text, separator, hints)
        yield Book((Sheet("", partial(_within, rows, limits)),), charset, separator)


def _separator(text: TextIO) -> tuple[str, int]:
    """What cuts its lines, and how many lines only say so."""
    sample = list(islice(text, _SAMPLE_LINES))
    hint = sample[0].strip().lower() if sample else ""
    # `sep=;` in the first line is a hint for spreadsheet programs, and no row.
    if hint[:4] == "sep=" and hint[4:5] in DELIMITERS and len(hint) == 5:
        return hint[4:], 1
    return delimiter_of(sample), 0


def _text_rows(text: TextIO, separator: str, hints: int) -> Iterator[Row]:
    text.seek(0)
    return islice(records_of(text, separator), hints, None)


def _within(rows: ReadsRows, limits: TableLimits) -> Iterator[Row]:
    count = last = 0
    for row in rows():
        # Rows are known by their numbers: a file that counts twice or backwards is counted anew.
        row = row if row.number > last else row._replace(number=last + 1)  # noqa: PLW2901
        last = row.number
        if row.is_blank():
            continue
        count += 1
        if count > limits.most_rows + limits.header_within:
            raise BrokenFile("too_many_rows", limits.most_rows)
        if len(row.cells) > limits.most_columns and any(cell.text for cell in row.cells[limits.most_columns :]):
            raise BrokenFile("too_many_columns", limits.most_columns)
        yield row
