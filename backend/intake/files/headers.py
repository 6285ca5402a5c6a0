"""Which row is the header, and what each column is: by names in two languages, and by what a person once said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.flow.columns import Columns
from backend.flow.words import header_alike
from backend.intake.files.cells import Row

# The header of a table that has none: every column is asked for.
NONE = ""


@dataclass(frozen=True)
class Layout:
    """Where the header ends, what it says, and the field of each column (an empty one: left out)."""

    last_line: int
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    lowest: tuple[str, ...] = ()

    def is_data(self, row: Row) -> bool:
        """Whether it is a row of the table: below the header, and not the header once more."""
        return row.number > self.last_line and not self._repeats(row)

    def found(self) -> int:
        """How many columns are known."""
        return sum(1 for name in self.fields if name)

    def _repeats(self, row: Row) -> bool:
        return bool(self.lowest) and not row.flaw and _texts(row) == self.lowest


class Headers:
    """The names of the columns file, ready to be looked up."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def field_of(self, header: str) -> str:
        """The field that a header names, or nothing."""
        name = header_alike(header)
        if found := self._alone.get(name):
            return found
        for group, spelled in self._groups:
            if name.startswith(spelled):
                rest = name.removeprefix(spelled)
                for filler in self._fillers:
                    rest = rest.removeprefix(filler)
                if found := self._within.get((group, rest)):
                    return found
        return ""

    def joined(self, upper: str, lower: str) -> str:
        """The header of a column under two lines: the upper one counts where the two together name a field."""
        if not upper or not lower:
            return upper or lower
        both = f"{upper} {lower}"
        alone = self.field_of(lower)
        # Under 嫌疑人 an 地址 is not the target's; an 金额 is the same under whatever stands above it.
        is_lost = bool(self._group_of(upper)) and "." in alone
        return lower if alone and not self.field_of(both) and not is_lost else both

    def _group_of(self, header: str) -> str:
        name = header_alike(header)
        return next((group for group, spelled in self._groups if name.startswith(spelled)), "")

    @cached_property
    def _alone(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for field, said in self.columns.fields.items():
            within = said.within if field.startswith("target.") else ()
            for header in (field, said.name.zh, said.name.en, *within, *said.headers):
                names.setdefault(header_alike(header), field)
        return names

    @cached_property
    def _within(self) -> dict[tuple[str, str], str]:
        return {
            (field.partition(".")[0], header_alike(header)): field
            for field, said in self.columns.fields.items()
            for header in said.within
        }

    @cached_property
    def _groups(self) -> list[tuple[str, str]]:
        """The longest first: 犯罪嫌疑人 before 嫌疑人."""
        named = [(group, header_alike(name)) for group, names in self.columns.groups.items() for name in names]
        return sorted(named, key=lambda each: -len(each[1]))

    @cached_property
    def _fillers(self) -> list[str]:
        return [header_alike(filler) for filler in self.columns.fillers]


def find_layout(rows: Sequence[Row], headers: Headers, remembered: Mapping[str, str] | None = None) -> Layout:
    """The header among the first rows: the line, or two lines, that name most fields; of equals the first, and one line rather than two."""
    known = remembered or {}
    best = Layout(0, (), ())
    for index, row in enumerate(rows):
        if row.flaw:
            continue
        for candidate in _candidates(rows, index, headers):
            layout = _layout(*candidate, headers, known)
            is_simpler = layout.found() == best.found() and layout.last_line == best.last_line
            if layout.found() > best.found() or is_simpler:
                best = layout
    # One known name may stand in any note; a table of people has two, or one that says who it is about.
    is_enough = best.found() > 1 or {"target.phone", "target.id_number"} & set(best.fields)
    return best if is_enough else without_header(rows)


def without_header(rows: Sequence[Row]) -> Layout:
    """A table whose first row is a row already: its columns are to be named by a person."""
    width = max((len(row.cells) for row in rows), default=0)
    return Layout(0, (NONE,) * width, (NONE,) * width)


def keys_of(headers: Iterable[str]) -> list[str]:
    """What a column is remembered by: its header, counted where there are several of that name."""
    seen: dict[str, int] = {}
    keys = []
    for header in headers:
        name = header_alike(header)[:100]
        seen[name] = seen.get(name, 0) + 1
        keys.append(f"{name}#{seen[name]}" if seen[name] > 1 or not name else name)
    return keys


def how_known(layout: Layout, headers: Headers, remembered: Mapping[str, str]) -> tuple[str, ...]:
    """Of each column where its field is from: the `header`, what was `remembered` of the source, or what was just `said`."""
    known = zip(layout.headers, layout.fields, keys_of(layout.headers), strict=True)
    return tuple(
        "remembered"
        if remembered.get(key) == field
        else ""
        if not field
        else "header"
        if headers.field_of(header) == field
        else "said"
        for header, field, key in known
    )


def _candidates(rows: Sequence[Row], index: int, headers: Headers) -> list[tuple[int, list[str], tuple[str, ...]]]:
    upper = _texts(rows[index])
    found = [(rows[index].number, list(upper), upper)]
    if index + 1 < len(rows) and not rows[index + 1].flaw:
        lower = _texts(rows[index + 1])
        found.append((rows[index + 1].number, _two_lines(upper, lower, headers), lower))
    return found


def _two_lines(upper: Sequence[str], lower: Sequence[str], headers: Headers) -> list[str]:
    """A merged cell holds its text in its first column; it reaches over those after it that have a lower line."""
    width = max(len(upper), len(lower))
    above = ""
    both = []
    for place in range(width):
        own = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        above = own if own or not under else above
        both.append(headers.joined(above if under else own, under))
    return both


def _layout(
    line: int, texts: list[str], lowest: tuple[str, ...], headers: Headers, remembered: Mapping[str, str]
) -> Layout:
    fields: list[str] = []
    for text, key in zip(texts, keys_of(texts), strict=True):
        field = remembered[key] if key in remembered else headers.field_of(text)
        fields.append(field if field not in fields else "")
    return Layout(line, tuple(texts), tuple(fields), lowest)


def _texts(row: Row) -> tuple[str, ...]:
    texts = [cell.text for cell in row.cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
