"""A row → a signal as sources send them, or why not; every fault names row and column, and says what to do. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openpyxl.utils.cell import get_column_letter
from pydantic import ValidationError

from backend.flow.columns import ColumnField
from backend.flow.load import Rules
from backend.intake.files.cells import EMPTY, Cell, Row, Unreadable
from backend.intake.files.headers import Layout
from backend.intake.files.values import value_of
from backend.intake.reading import understood
from backend.intake.wire import SignalIn
from backend.problems import field_errors

FLAWS = {
    "bad_bytes": (
        "这一行有乱码（不是这个文件的编码），没有导入。请从原系统重新导出",
        "This row has bytes that are no text in the file's charset. Export it again from where it came",
    ),
    "lost_signs": (
        "这一行有的字在导出前就丢了，没有导入。请从原系统重新导出",
        "Signs of this row were lost before it was exported. Export it again from where it came",
    ),
    "quotes": (
        "这一行的引号没有成对，分不清各列，没有导入。请补上或删掉多余的引号",
        "A quotation mark of this row has no partner, so its columns are unclear. Add or remove one",
    ),
}


class Fault(NamedTuple):
    """What is wrong, and where: an empty column means the whole row. It never repeats what stands there."""

    column: str
    header: str
    field: str
    message: str
    message_en: str

    def sentence(self) -> str:
        """For a person: the column, and what to do."""
        where = f"{self.column}列“{self.header}”：" if self.column else ""
        return f"{where}{self.message}"

    def sentence_en(self) -> str:
        """The same in English."""
        where = f"Column {self.column} “{self.header}”: " if self.column else ""
        return f"{where}{self.message_en}"


@dataclass
class ReadRow:
    """What a row came to: a signal, with what was left out of it, or none, with the reason."""

    number: int
    cells: list[Cell]
    signal: dict[str, Any] | None = None
    faults: list[Fault] = field(default_factory=list)

    def address(self) -> str:
        """The address to be matched, where the row names no division."""
        target = self.signal["target"] if self.signal else {}
        return "" if target.get("division") else str(target.get("address", ""))


class RowReader:
    """Reads the rows of one layout."""

    def __init__(self, layout: Layout, rules: Rules, *, padded: Mapping[int, int] | None = None, is_1904: bool = False):
        self.layout, self.rules, self.is_1904 = layout, rules, is_1904
        self.padded = padded or {}
        self.names = {
            name.casefold(): code
            for code, words in rules.codes.behaviours.items()
            for name in (code, words.zh, words.en)
        }
        self.columns: list[tuple[int, str, ColumnField]] = [
            (place, name, rules.columns.fields[name])  # type: ignore[index]
            for place, name in enumerate(layout.fields)
            if name
        ]

    def read(self, row: Row) -> ReadRow:
        """One row."""
        read = ReadRow(row.number, row.cells)
        if row.flaw:
            read.faults.append(Fault("", "", "", *FLAWS[row.flaw]))
            return read
        given: dict[str, Any] = {}
        is_kept_out = False
        for place, name, said in self.columns:
            cell = row.cells[place] if place < len(row.cells) else EMPTY
            if not cell.text and cell.kind != "error":
                continue
            try:
                given[name] = self._value(place, said, cell)
            except Unreadable as wrong:
                read.faults.append(self._fault(name, wrong.words, wrong.words_en))
                is_kept_out |= said.if_wrong == "row"
        if not is_kept_out:
            read.signal = self._signal(given, read.faults)
        return read

    def _value(self, place: int, said: ColumnField, cell: Cell) -> Any:
        return value_of(
            said.kind,
            cell,
            header=self.layout.headers[place],
            padded=self.padded.get(place, 0),
            is_1904=self.is_1904,
            names=self.names,
        )

    def _signal(self, given: dict[str, Any], faults: list[Fault]) -> dict[str, Any] | None:
        """The signal of these fields; one that does not fit is left out with a fault, unless it keeps the row out."""
        while True:
            signal = _nested(given)
            own = signal.setdefault("reference", "-")
            try:
                checked = SignalIn.model_validate(signal)
            except ValidationError as error:
                if not self._leave_out(given, error, faults):
                    return None
                continue
            signal["reference"] = reference_of(checked) if own == "-" else checked.reference
            left_out = understood(0, checked, self.rules).left_out
            faults += [self._fault(each.field, each.message, each.message_en) for each in left_out]
            return signal

    def _leave_out(self, given: dict[str, Any], error: ValidationError, faults: list[Fault]) -> bool:
        """Take what is wrong out of `given`; False when the row cannot do without it."""
        goes_on = True
        for wrong in field_errors(error):
            name = next((known for known in given if (wrong["field"] + ".").startswith(known + ".")), "")
            message = f"{wrong['message']}，请核对" if name else f"{wrong['message']}，没有导入"
            faults.append(self._fault(name, message, wrong["message_en"]))
            goes_on &= bool(name) and self.rules.columns.fields[name].if_wrong == "cell"  # type: ignore[index]
            given.pop(name, None)
        return goes_on

    def _fault(self, name: str, message: str, message_en: str) -> Fault:
        if not name or name not in self.layout.fields:
            return Fault("", "", name, message, message_en)
        place = self.layout.fields.index(name)
        return Fault(get_column_letter(place + 1), self.layout.headers[place], name, message, message_en)


def padded_columns(layout: Layout, rules: Rules, rows: list[Row]) -> dict[int, int]:
    """How many digits the codes of a column have, where those that begin with a zero all have the same number of them."""
    found: dict[int, int] = {}
    for place, name in enumerate(layout.fields):
        if not name or rules.columns.fields[name].kind != "code":  # type: ignore[index]
            continue
        codes = [row.cells[place].text for row in rows if place < len(row.cells) and layout.is_data(row)]
        lengths = {len(code) for code in codes if code.isdigit() and code.startswith("0")}
        if len(lengths) == 1:
            found[place] = lengths.pop()
    return found


def reference_of(signal: SignalIn) -> str:
    """The reference of a row that has none: a hash of what it says, so that the same row is known the second time."""
    said = signal.model_dump(mode="json", exclude={"reference"}, exclude_defaults=True)
    return "row-" + hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:40]


def data_rows(rows: Iterator[Row], layout: Layout, after: int = 0) -> Iterator[Row]:
    """The rows of the table, from the one behind `after` on."""
    return (row for row in rows if row.number > after and layout.is_data(row))


def _nested(given: Mapping[str, Any]) -> dict[str, Any]:
    signal: dict[str, Any] = {"target": {}}
    for name, value in given.items():
        group, _, own = name.rpartition(".")
        (signal.setdefault(group, {}) if group else signal)[own] = value
    return signal
