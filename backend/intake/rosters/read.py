"""A table's rows → who covers which shift on which day, and what is wrong with the rest. Pure.

Two ways of writing it are known: a day a row with a column for each shift (日期 | 白班 | 夜班), or a person a row (日期 | 班次 | 姓名).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.intake.files.cells import Cell, Row, Unreadable
from backend.intake.files.moments import moment_of
from backend.times import beijing_day

_DAY_HEADERS = {"日期", "时间", "星期", "日期/星期", "值班日期", "day", "date"}
_SHIFT_HEADERS = {"班次", "班", "班别", "shift"}
_NAME_HEADERS = {"姓名", "值班人员", "人员", "值班人", "name"}
_ID_HEADERS = {"警号", "用户名", "警号/用户名", "badge"}
_WEEKDAY = re.compile(r"(?:每?(?:周|星期|礼拜))([一二三四五六日天])")
_NO_YEAR = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?(?:\s*\(?(?:周|星期).\)?)?")
_BEHIND = re.compile(r"\s*\(?(?:周|星期)[一二三四五六日天]\)?$")
_BETWEEN = re.compile(r"[、，,;；/\n]+")
_MARKED = re.compile(r"(.+?)\s*\((.+)\)")
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Who:
    """Somebody of the unit, by all that he may be called."""

    id: int
    name: str
    badge: str
    username: str


@dataclass(frozen=True)
class Wrong:
    """A row, or a cell of it, that was not understood: in words, and what to do."""

    row: int
    message: str
    message_en: str


@dataclass(frozen=True)
class When:
    """A shift on one day, or on a weekday of every week."""

    shift: int
    day: date | None
    weekday: int | None


@dataclass
class ReadRoster:
    """What was understood, in the order in which it stands, and what was not."""

    covered: dict[When, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    wrong: list[Wrong] = field(default_factory=list)
    rows: int = 0

    def put(self, when: When, who: int, row: int) -> None:
        """He covers it; `row` is where that stands."""
        self.covered[when].setdefault(who, row)


class Reading:
    """Reads one table against the shifts and people of a unit."""

    def __init__(self, shifts: Mapping[str, int], people: Sequence[Who], today: date, *, is_1904: bool = False) -> None:
        self._shifts, self._today, self._is_1904 = shifts, today, is_1904
        self._called: dict[str, list[int]] = defaultdict(list)
        for who in people:
            for name in {who.name, who.badge, who.username} - {""}:
                self._called[plain(name)].append(who.id)
        self._read = ReadRoster()

    def read(self, rows: Iterable[Row]) -> ReadRoster:
        """All of it; a row that is not understood keeps none of the others out."""
        rest = iter(rows)
        heads: list[str] = []
        for row in rest:
            heads = [plain(cell.text) for cell in row.cells]
            if self._is_header(heads):
                break
        else:
            self._fail(
                1,
                "没有认出表头，请用模板：第一列日期，后面每个班一列。",
                "No header: use the template, a column for each shift.",
            )
            return self._read
        self._check_heads(heads)
        for row in rest:
            self._read.rows += 1
            self._row(row, heads)
        return self._read

    def _is_header(self, heads: Sequence[str]) -> bool:
        has_day = any(head in _DAY_HEADERS for head in heads)
        is_list = any(head in _NAME_HEADERS for head in heads) and any(head in _SHIFT_HEADERS for head in heads)
        return has_day and (is_list or any(head in self._shifts for head in heads))

    def _check_heads(self, heads: Sequence[str]) -> None:
        if any(head in _NAME_HEADERS for head in heads):
            return
        for head in heads:
            if head and head not in _DAY_HEADERS and head not in self._shifts:
                self._fail(
                    1,
                    f"没有“{head}”这个班，这一列没有读。请先在排班里加上，或改名。",
                    f"No shift “{head}”: the column is left out.",
                )

    def _row(self, row: Row, heads: Sequence[str]) -> None:
        cells = dict(zip(heads, row.cells, strict=False))
        try:
            day, weekday = self._at(row, cells)
        except Unreadable as fault:
            self._fail(row.number, fault.words, fault.words_en)
            return
        for shift, text in self._asked(cells):
            self._cover(row.number, shift, (day, weekday), text)

    def _at(self, row: Row, cells: Mapping[str, Cell]) -> tuple[date | None, int | None]:
        if row.flaw:
            raise Unreadable("这一行有乱码，请重新导出。", "This row cannot be read: export it again.")
        return self._day(next((cell for head, cell in cells.items() if head in _DAY_HEADERS), Cell("")))

    def _asked(self, cells: Mapping[str, Cell]) -> Iterator[tuple[str, str]]:
        """Each shift of the row with the text that says who covers it."""
        name = next((cell.text for head, cell in cells.items() if head in _NAME_HEADERS), None)
        if name is None:
            yield from ((head, cell.text) for head, cell in cells.items() if head in self._shifts and cell.text)
            return
        known_as = next((cell.text for head, cell in cells.items() if head in _ID_HEADERS), "")
        shift = next((cell.text for head, cell in cells.items() if head in _SHIFT_HEADERS), "")
        yield plain(shift), f"{name}({known_as})" if known_as else name

    def _cover(self, row: int, shift: str, at: tuple[date | None, int | None], text: str) -> None:
        if shift not in self._shifts:
            self._fail(
                row,
                f"没有“{shift}”这个班，请先在排班里加上。",
                f"There is no shift “{shift}”: add it to the roster first.",
            )
            return
        when = When(self._shifts[shift], *at)
        for name in self._names(text):
            try:
                self._read.put(when, self._who(name), row)
            except Unreadable as fault:
                self._fail(row, fault.words, fault.words_en)

    def _names(self, text: str) -> Iterator[str]:
        """Blanks stand between two people, or within one name that is to be as wide as the others: 李　明."""
        for piece in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", text).strip())):
            yield from [piece] if plain(piece) in self._called or _MARKED.fullmatch(piece) else piece.split()

    def _who(self, text: str) -> int:
        marked = _MARKED.fullmatch(text)
        sought = [plain(marked[2])] if marked else [plain(text)]
        found = {who for name in sought for who in self._called.get(name, [])}
        if len(found) == 1:
            return found.pop()
        if found:
            raise Unreadable(
                f"有两位“{text}”，请写成 姓名(警号)。", f"Two people are called {text}: write name(badge)."
            )
        raise Unreadable(f"本单位没有“{text}”，请核对名字、警号或用户名。", f"Nobody of this unit is called {text}.")

    def _day(self, cell: Cell) -> tuple[date | None, int | None]:
        text = unicodedata.normalize("NFKC", cell.text).strip()
        if found := _WEEKDAY.fullmatch(text):
            return None, "一二三四五六日".index(found[1].replace("天", "日"))
        if found := _NO_YEAR.fullmatch(text):
            return self._nearest(int(found[1]), int(found[2])), None
        return beijing_day(moment_of(cell._replace(text=_BEHIND.sub("", text)), is_1904=self._is_1904)), None

    def _nearest(self, month: int, day: int) -> date:
        """Without a year the one is meant that lies nearest."""
        for year in (self._today.year, self._today.year + 1, self._today.year - 1):
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if abs(found - self._today) <= HALF_A_YEAR:
                return found
        raise Unreadable("没有这一天，请核对。", "There is no such day; please check it.")

    def _fail(self, row: int, message: str, message_en: str) -> None:
        self._read.wrong.append(Wrong(row, message, message_en))


def plain(text: str) -> str:
    """As it is compared: no blanks, one width, small letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
