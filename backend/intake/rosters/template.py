"""The table to fill in: the week as it is, a column for each shift, and on a second sheet the unit's people."""

from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook  # type: ignore[attr-defined]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

from backend.people.models import Member, Role
from backend.people.shifts import Roster, covering

WEEK = 7


def template_of(roster: Roster, people: Iterable[Member], first: date) -> bytes:
    """As XLSX; every cell is text, so that a badge keeps its zeros and a day stays as it is written."""
    book = Workbook(write_only=True)
    known = list(people)
    names = {each.pk: _called(each, known) for each in known}
    week = book.create_sheet("排班")
    week.freeze_panes = "B2"
    _append(week, ["日期", *(shift.name for shift in roster.shifts)])
    for day in (first + timedelta(days=each) for each in range(WEEK)):
        covered = (
            "、".join(names[who] for who in covering(roster, shift, day) if who in names) for shift in roster.shifts
        )
        _append(week, [day.isoformat(), *covered])
    sheet = book.create_sheet("人员")
    _append(sheet, ["姓名", "警号", "用户名", "岗位"])
    for each in known:
        _append(sheet, [each.name, each.badge, each.username, Role(each.role).label])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _called(member: Member, people: list[Member]) -> str:
    """By name, and by badge or user name as well where somebody else is called the same."""
    is_alone = sum(each.name == member.name for each in people) == 1
    return member.name if is_alone else f"{member.name}({member.badge or member.username})"


def _append(sheet: Any, texts: Iterable[str]) -> None:
    row = []
    for text in texts:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
        # Set after the value: openpyxl takes what begins with = for a formula.
        cell.data_type = "s"
        cell.number_format = "@"
        row.append(cell)
    sheet.append(row)
