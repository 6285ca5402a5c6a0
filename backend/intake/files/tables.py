"""One table of a file: what it looks like, and its rows read in portions from any row on. Pure but for the file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from backend.flow.load import Rules
from backend.intake.addresses import AddressReader, Match
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import Row
from backend.intake.files.headers import Headers, Layout, find_layout, how_known
from backend.intake.files.rows import ReadRow, RowReader, data_rows, padded_columns
from backend.intake.files.sheets import Book, Sheet, open_book

# Rows that are only passed over come back as an empty portion after so many, so that whoever waits is not forgotten.
PASSED_AT_ONCE = 5000
# Of what stands above a header a person needs the first lines, to see that they are no rows.
_MOST_NOTES = 10


@dataclass(frozen=True)
class SheetSeen:
    """A sheet of the file, and how many of its columns are known."""

    name: str
    is_hidden: bool
    known_columns: int
    rows: int


@dataclass(frozen=True)
class Look:
    """What a table looks like: its sheet and layout, and what the reading of its cells needs to know.

    `how`: by column, where its field is from (`headers.how_known`); `notes`: the lines above the header.
    """

    sheet: str
    layout: Layout
    padded: dict[int, int] = field(default_factory=dict)
    is_1904: bool = False
    charset: str = ""
    sheets: tuple[SheetSeen, ...] = ()
    separator: str = ""
    how: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self) | {"padded": {str(place): digits for place, digits in self.padded.items()}}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        layout = kept["layout"]
        return cls(
            sheet=kept["sheet"],
            layout=Layout(layout["last_line"], *(tuple(layout[part]) for part in ("headers", "fields", "lowest"))),
            padded={int(place): digits for place, digits in kept["padded"].items()},
            is_1904=kept["is_1904"],
            charset=kept["charset"],
            sheets=tuple(SheetSeen(**seen) for seen in kept["sheets"]),
            separator=kept.get("separator", ""),
            how=tuple(kept.get("how", ())),
            notes=tuple(kept.get("notes", ())),
        )


def look_at(
    path: Path,
    rules: Rules,
    *,
    sheet: str = "",
    fields: Sequence[str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Look:
    """Find the header; of several sheets the first with most known columns, unless one is named. `fields`: said by a person."""
    headers = Headers(rules.columns)
    with open_book(path, rules.columns.limits) as book:
        if sheet:
            book.sheet(sheet)
        samples = {each.name: _sample(each, rules, is_wanted=each.name == sheet or not sheet) for each in book.sheets}
        within = rules.columns.limits.header_within
        layouts = {name: find_layout(found[:within], headers, remembered) for name, found in samples.items()}
        chosen = book.sheet(sheet) if sheet else _likeliest(book, layouts, samples)
        rows, layout = samples[chosen.name], _as_said(layouts[chosen.name], fields)
        _check_filled(rows, layout)
        seen = (SheetSeen(s.name, s.is_hidden, layouts[s.name].found(), len(samples[s.name])) for s in book.sheets)
        padded = padded_columns(layout, rules, rows)
        how = how_known(layout, headers, remembered or {})
        read = (book.is_1904, book.charset, tuple(seen), book.separator)
        return Look(chosen.name, layout, padded, *read, how, _notes(rows, layout))


def _as_said(layout: Layout, fields: Sequence[str] | None) -> Layout:
    width = len(layout.headers)
    return layout if fields is None else replace(layout, fields=(*fields, *("",) * width)[:width])


def _notes(rows: Sequence[Row], layout: Layout) -> tuple[str, ...]:
    above = [row for row in rows if row.number < layout.last_line]
    # A header of two lines: the upper one is no note.
    above = above[:-1] if layout.headers != layout.lowest else above
    return tuple(" ".join(cell.text for cell in row.cells if cell.text)[:200] for row in above[:_MOST_NOTES])


def _check_filled(rows: Sequence[Row], layout: Layout) -> None:
    if not rows:
        raise BrokenFile("empty")
    if not any(layout.is_data(row) for row in rows):
        raise BrokenFile("no_rows")


def _sample(sheet: Sheet, rules: Rules, *, is_wanted: bool) -> list[Row]:
    """The first rows; a fault in a sheet that nobody asked for is not this file's end."""
    try:
        return list(islice(sheet.rows(), rules.columns.limits.header_within * 5))
    except BrokenFile:
        if is_wanted:
            raise
        return []


def _likeliest(book: Book, layouts: Mapping[str, Layout], samples: Mapping[str, list[Row]]) -> Sheet:
    shown = [sheet for sheet in book.sheets if not sheet.is_hidden] or list(book.sheets)
    return max(shown, key=lambda sheet: (layouts[sheet.name].found(), bool(samples[sheet.name])))


@dataclass(frozen=True)
class Portion:
    """Rows read together, with what their addresses came to; `last` is the number of the last row gone through."""

    rows: list[ReadRow]
    matches: dict[int, Match]
    last: int
    is_end: bool


class Pass:
    """One way through a table, from the row behind `after` to the end."""

    def __init__(self, path: Path, look: Look, rules: Rules, addresses: AddressReader, after: int = 0) -> None:
        self._path, self._look, self._rules, self._addresses = path, look, rules, addresses
        self._last = after
        self._stack = ExitStack()
        self._rows: Iterator[Row] = iter(())
        self._reader = RowReader(look.layout, rules, padded=look.padded, is_1904=look.is_1904)

    def __enter__(self) -> Self:
        book = self._stack.enter_context(open_book(self._path, self._rules.columns.limits))
        self._after = self._last
        self._rows = data_rows(book.sheet(self._look.sheet).rows(), self._look.layout)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def raw(self, most: int) -> tuple[list[Row], bool]:
        """The next rows as they stand there, and whether these are the last."""
        found: list[Row] = []
        passed = 0
        for row in self._rows:
            if row.number <= self._after:
                passed += 1
                if passed >= PASSED_AT_ONCE:
                    return found, False
                continue
            found.append(row)
            self._last = row.number
            if len(found) >= most:
                return found, False
        return found, True

    def next(self, most: int) -> Portion:
        """The next rows, read."""
        found, is_end = self.raw(most)
        rows = [self._reader.read(row) for row in found]
        matches: dict[int, Match] = {}
        for row in rows:
            if address := row.address():
                matches[row.number] = match = self._addresses.match(address)
                if row.signal and match.code:
                    row.signal["target"]["division"] = match.code
        return Portion(rows, matches, self._last, is_end)
