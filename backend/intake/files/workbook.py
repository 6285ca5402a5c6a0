"""An XLSX file read row by row: what a cell holds, never what a formula would do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from backend.flow.columns import TableLimits
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import EMPTY, Cell, Row, digits_of, tidy, unescaped
from backend.intake.files.package import Package, elements, local, text_of

# No spreadsheet has more columns; a row with more cells is not from one.
_MOST_CELLS = 16384


class Workbook:
    """An open XLSX file; every fault in it is a `BrokenFile`. `sheets`: each by its name, and whether it is hidden."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self.limits = limits
        with _faults_as_broken():
            self._package = Package(path)
        self.sheets, self.is_1904 = self._package.sheets, self._package.is_1904
        if not self.sheets:
            raise BrokenFile("truncated")

    def close(self) -> None:
        """Let the file go."""
        self._package.close()

    def rows(self, name: str) -> Iterator[Row]:
        """The sheet's rows, blank ones as well where the file holds them."""
        with _faults_as_broken(), self._package.open_sheet(name) as part:
            number, cells, count, is_whole = 0, list[Cell](), 0, False
            for element, kind in elements(part):
                if kind == "c":
                    count += 1
                    self._place(element, cells, count)
                elif kind == "row":
                    number = int(element.get("r") or number + 1)
                    yield Row(number, cells)
                    cells, count = [], 0
                    element.clear()
                is_whole |= kind == "sheetData"
            if not is_whole:
                raise BrokenFile("truncated")

    def _place(self, element: Element, cells: list[Cell], count: int) -> None:
        """Put a cell where it stands; those before it that the file leaves out are empty."""
        cell = self._cell(element)
        letters = (element.get("r") or "").rstrip("0123456789")
        place = column_index_from_string(letters) if letters else len(cells) + 1
        element.clear()
        if count > _MOST_CELLS or (place > self.limits.most_columns and cell != EMPTY):
            raise BrokenFile("too_many_columns", self.limits.most_columns)
        if place > self.limits.most_columns:
            return
        cells += [EMPTY] * (place - len(cells))
        cells[place - 1] = cell

    def _cell(self, element: Element) -> Cell:
        parts = {local(part.tag): part for part in element}
        kind, value = element.get("t", "n"), parts["v"].text if "v" in parts else None
        if "f" in parts and "v" not in parts:
            return Cell("#", "error")
        if kind == "inlineStr":
            return Cell(tidy(unescaped(text_of(parts["is"])))) if "is" in parts else EMPTY
        if not value:
            return EMPTY
        return self._number(value, element.get("s")) if kind == "n" else self._other(kind, value)

    def _other(self, kind: str, value: str) -> Cell:
        if kind == "s":
            return Cell(self._package.strings[int(value)])
        if kind == "b":
            return Cell("是" if value == "1" else "否")
        if kind == "e":
            return Cell(value, "error")
        if kind == "d":
            return Cell(datetime.fromisoformat(value).replace(tzinfo=None).isoformat(), "moment")
        return Cell(tidy(unescaped(value)))

    def _number(self, text: str, style: str | None) -> Cell:
        try:
            number = float(text) if len(text) > 40 or not text.lstrip("-").isdigit() else int(text)
        except ValueError:
            return Cell(tidy(text))
        place = int(style or 0)
        form = self._package.formats[place] if place < len(self._package.formats) else ""
        if form and is_date_format(form):
            return _moment(number, form, MAC_EPOCH if self.is_1904 else WINDOWS_EPOCH)
        digits = digits_of(number)
        # A number shown as 000123 is that code: the zeros stand in its format.
        is_code = len(form) > 1 and not form.strip("0") and digits.isdigit()
        return Cell(digits.zfill(len(form)) if is_code else digits, "number")


def _moment(number: float, form: str, epoch: datetime) -> Cell:
    try:
        value: Any = from_excel(number, epoch, timedelta=is_timedelta_format(form))
    except (OverflowError, ValueError):
        return Cell(digits_of(number), "error")
    if isinstance(value, datetime | date):
        return Cell(value.isoformat(), "moment")
    if isinstance(value, time):
        return Cell(str(value.hour * 3600 + value.minute * 60 + value.second), "span")
    return Cell(str(round(value.total_seconds())), "span") if isinstance(value, timedelta) else EMPTY


@contextmanager
def _faults_as_broken() -> Iterator[None]:
    """A damaged file makes itself known by whatever error comes first."""
    try:
        yield
    except BrokenFile:
        raise
    except Exception as error:
        raise BrokenFile("truncated") from error
