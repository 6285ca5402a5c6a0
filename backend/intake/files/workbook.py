"""An XLSX file read row by row: what a cell holds, never what a formula would do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel

# The row parser behind openpyxl's read-only sheets: those fill every gap up to the last row and column a file claims
# to have, 17 billion cells in a file of a few bytes, and cannot tell an empty cell from a formula without a result.
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

from backend.flow.columns import TableLimits
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import EMPTY, Cell, Row, digits_of, tidy, unescaped


class Rows(WorkSheetParser):
    """A sheet's rows and nothing else of it: what stands behind them may be as broken as it likes."""

    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Row by row."""
        # The sizes of the parts are bounded before, and entities that multiply by the parser itself (expat 2.4.1 and later).
        for _, element in iterparse(self.source):  # noqa: S314
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """One cell; a formula that was never worked out is an error, not an empty cell."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and not element.findtext(VALUE_TAG):
            cell |= {"value": "" if element.get("t") == "str" else "#", "data_type": "e"}
        return cell


class Workbook:
    """An open XLSX file; every fault in it is a `BrokenFile`."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self.limits = limits
        with _faults_as_broken():
            self._book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        self.is_1904 = self._book.epoch == CALENDAR_MAC_1904
        own = self._book._number_formats
        ids = [style.numFmtId for style in self._book._cell_styles]
        self._formats = [str(own[code - 164]) if 0 <= code - 164 < len(own) else "" for code in ids]
        self.sheets = {sheet.title: sheet.sheet_state != "visible" for sheet in self._book.worksheets}
        if not self.sheets:
            raise BrokenFile("truncated")

    def close(self) -> None:
        """Let the file go."""
        self._book.close()

    def rows(self, name: str) -> Iterator[Row]:
        """The sheet's rows, blank ones as well where the file holds them."""
        sheet = self._book[name]
        with _faults_as_broken(), sheet._get_source() as source:
            # Dates are made of numbers here, below: openpyxl would warn of each one that is out of range.
            parser = Rows(source, sheet._shared_strings, data_only=True)
            for number, cells in parser.parse():
                yield Row(number, self._cells(cells))

    def _cells(self, found: list[dict[str, Any]]) -> list[Cell]:
        cells: list[Cell] = []
        for each in found:
            if each["value"] is None:
                continue
            place = each["column"] - 1
            if place >= self.limits.most_columns:
                raise BrokenFile("too_many_columns", self.limits.most_columns)
            cells += [EMPTY] * (place + 1 - len(cells))
            cells[place] = self._cell(each["value"], each["data_type"], each["style_id"])
        return cells

    def _cell(self, value: Any, kind: str, style: int) -> Cell:
        if kind == "e":
            return Cell(str(value), "error") if value else EMPTY
        if isinstance(value, bool):
            return Cell("是" if value else "否")
        if isinstance(value, int | float) and style in self._book._date_formats:
            return self._moment(value, is_span=style in self._book._timedelta_formats)
        if isinstance(value, int | float):
            return Cell(_padded(digits_of(value), self._formats[style] if style < len(self._formats) else ""), "number")
        return _as_moment(value) or Cell(tidy(unescaped(str(value))))

    def _moment(self, number: float, *, is_span: bool) -> Cell:
        try:
            value = from_excel(number, self._book.epoch, timedelta=is_span)
        except (OverflowError, ValueError):
            return Cell(digits_of(number), "error")
        return _as_moment(value) or Cell(digits_of(number), "number")


def _as_moment(value: Any) -> Cell | None:
    if isinstance(value, datetime | date):
        return Cell(value.isoformat(), "moment")
    if isinstance(value, time):
        return Cell(str(value.hour * 3600 + value.minute * 60 + value.second), "span")
    return Cell(str(round(value.total_seconds())), "span") if isinstance(value, timedelta) else None


def _padded(digits: str, number_format: str) -> str:
    """A number shown as `000123` is that code: the zeros stand in its format."""
    is_code = number_format.strip("0") == "" and len(number_format) > 1
    return digits.zfill(len(number_format)) if is_code and digits.isdigit() else digits


@contextmanager
def _faults_as_broken() -> Iterator[None]:
    """A library meets a damaged file with whatever error comes first."""
    try:
        yield
    except BrokenFile:
        raise
    except Exception as error:
        raise BrokenFile("truncated") from error
