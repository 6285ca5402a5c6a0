"""The lines of a delimited text → records; a quote too many costs its own line and swallows no other."""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice

from backend.intake.files.cells import BAD, Cell, Row, tidy

DELIMITERS = "\t,;，"
# A cell with line breaks is a note, not a chapter; what goes on longer is a quote that nobody closed.
_MOST_LINES = 60


def delimiter_of(lines: Iterable[str]) -> str:
    """The sign that cuts most lines into the same number of cells, the more cells the better."""
    sample = [line.rstrip("\r\n") for line in lines]
    sample = [line for line in sample if line.strip("\t,;， ")][:100]

    if not sample:
        return ","

    def fit(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(_cut(line, delimiter)) for line in sample)
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        return (times / max(len(sample), 1), width) if width > 1 else (0.0, 1)

    best = max(DELIMITERS, key=lambda delimiter: (round(fit(delimiter)[0], 1), fit(delimiter)[1]))
    # The full-width comma is how people write: it cuts only where no other sign does.
    return best if best != "，" or all(fit(other)[1] == 1 for other in DELIMITERS[:3]) else ","


def records_of(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """One row for each record, numbered by the line it begins on."""
    waiting: deque[str] = deque()
    number = 1
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        taken = [line]
        if '"' in line:
            yield _quoted(number, taken, waiting, lines, delimiter)
        else:
            yield _row(number, line.rstrip("\r\n").split(delimiter))
        number += len(taken)


def _quoted(number: int, taken: list[str], waiting: deque[str], lines: Iterator[str], delimiter: str) -> Row:
    """A record with quotes: `taken` grows by the lines that belong to it; what was read too far goes to `waiting`."""
    try:
        cells = _parsed(taken, delimiter)
        if cells is None:
            waiting.extend(islice(lines, max(_MOST_LINES - len(waiting), 0)))
            cells = _closed(taken, waiting, delimiter)
    except csv.Error:
        cells = None
    if cells is None:
        return _row(number, taken[0].rstrip("\r\n").split(delimiter), "quotes")
    return _row(number, cells)


def _closed(taken: list[str], waiting: deque[str], delimiter: str) -> list[str] | None:
    """Take lines from those waiting until the quote is closed; None, with nothing taken, when it looks like a stray one."""
    whole = list(taken)
    for line in waiting:
        whole.append(line)
        if '"' not in line:
            continue
        try:
            cells = _parsed(whole, delimiter)
        except csv.Error:
            return None
        if cells is None:
            continue
        if _swallows(whole, len(cells), delimiter):
            return None
        taken[1:] = whole[1:]
        for _ in range(len(whole) - 1):
            waiting.popleft()
        return cells
    return None


def _parsed(lines: list[str], delimiter: str) -> list[str] | None:
    """The cells of one record; None while a quote is open; an error when one closes in the middle of a cell."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end" not in str(error):
            # `"a"b` on one line is untidy and yet clear, as long as its quotes come in pairs.
            if len(lines) == 1 and lines[0].count('"') % 2 == 0:
                return next(csv.reader(lines, delimiter=delimiter), [])
            raise
    return None


def _swallows(lines: list[str], width: int, delimiter: str) -> bool:
    """Whether a line within the record looks like a row of its own."""
    inner = [_cut(line.rstrip("\r\n"), delimiter) for line in lines[1:]]
    last = inner.pop()
    return any(len(cells) >= width > 1 for cells in inner) or (len(last) >= width > 1 and not last[0].endswith('"'))


def _cut(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])


def _row(number: int, cells: list[str], flaw: str = "") -> Row:
    if any(BAD in cell for cell in cells):
        flaw = "bad_bytes"
    elif any("\ufffd" in cell for cell in cells):
        flaw = "lost_signs"
    shown = (cell.replace(BAD, "?").replace("\ufffd", "?") if flaw else cell for cell in cells)
    return Row(number, [Cell(tidy(cell), "loose") for cell in shown], flaw)
