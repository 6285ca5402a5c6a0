"""The list of rows that were not taken in, or not whole: as they stood, with the reason beside, to be corrected and imported again.

XLSX and not CSV: every cell is marked as text, so that a phone number survives being opened, and text stays text that
begins with = or +. A spreadsheet program opening a CSV does to numbers exactly what this list complains of.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook  # type: ignore[attr-defined]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

from backend.intake.files.rows import Fault

_HEADERS = ("行号", "结果", "原因", "Reason")
_WIDTHS = (8, 12, 60, 60)


class ResultList:
    """Written row by row, and held on disk meanwhile."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("需要核对的行")
        for place, width in enumerate(_WIDTHS):
            self._sheet.column_dimensions["ABCD"[place]].width = width
        self._sheet.freeze_panes = "A2"
        self._append([*_HEADERS, *headers])

    def add(self, row: int, faults: Sequence[Fault], cells: Sequence[str], *, is_bad: bool) -> None:
        """One row."""
        said = "；".join(fault.sentence() for fault in faults)
        said_en = "; ".join(fault.sentence_en() for fault in faults)
        self._append([str(row), "没有导入" if is_bad else "已导入，部分未采用", said, said_en, *cells])

    def save(self, path: Path) -> None:
        """Put it where it belongs, whole or not at all."""
        part = path.with_suffix(".part")
        self._book.save(part)
        part.replace(path)

    def _append(self, texts: Iterable[str]) -> None:
        self._sheet.append([self._cell(text) for text in texts])

    def _cell(self, text: str) -> Any:
        cell = WriteOnlyCell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:32767])
        # Set after the value: openpyxl takes what begins with = for a formula.
        cell.data_type = "s"
        cell.number_format = "@"
        return cell
