"""A roster table is looked at, then taken over; nothing of the file is kept."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from backend.flow.load import rules
from backend.intake.files.broken import BrokenFile
from backend.intake.files.sheets import Book, open_book
from backend.intake.rosters.read import Reading, ReadRoster, When, Who, Wrong, plain
from backend.intake.rosters.wire import FilledTurn, RosterTable, WrongRow
from backend.people.models import Member, Unit
from backend.people.roster_filling import Filling, changed_by, clashing, fill, filled, unit_to_fill
from backend.people.rosters import people_of, roster_of
from backend.people.shifts import Roster
from backend.problems import Refused
from backend.times import beijing_day

MOST_BYTES = 5 * 1024 * 1024
MOST_TURNS = 2000


def take_table(
    member: Member, code: str, name: str, chunks: Iterable[bytes], now: datetime, *, is_meant: bool
) -> RosterTable:
    """Look at it; `is_meant`: and take over what is right in it."""
    unit = unit_to_fill(member, code)
    roster = roster_of(unit.pk, now)
    people = {who.id: who for who in _people(unit)}
    read = _read(chunks, roster, list(people.values()), now)
    fillings = _without_clashes(roster, read)
    changed = fill(member, code, fillings, now) if is_meant and fillings else changed_by(roster, fillings)
    names = {shift.id: shift.name for shift in roster.shifts}
    return RosterTable(
        name=name[:100],
        rows=read.rows,
        turns=[
            FilledTurn(
                shift=names[each.shift],
                day=each.day,
                weekday=each.weekday,
                names=[people[who].name for who in sorted(each.members)],
            )
            for each in fillings
        ],
        wrong=[WrongRow(row=each.row, message=each.message, message_en=each.message_en) for each in read.wrong],
        changed=changed,
        is_done=is_meant,
    )


def _read(chunks: Iterable[bytes], roster: Roster, people: list[Who], now: datetime) -> ReadRoster:
    shifts = {plain(shift.name): shift.id for shift in roster.shifts}
    with tempfile.NamedTemporaryFile() as file:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise Refused("file_too_large")
            file.write(chunk)
        file.flush()
        try:
            with open_book(Path(file.name), rules().columns.limits) as book:
                read = _read_book(book, shifts, people, now)
        except BrokenFile as fault:
            raise Refused("bad_input", [_broken(fault)]) from None
    if len(read.covered) > MOST_TURNS:
        raise Refused("file_too_large")
    return read


def _read_book(book: Book, shifts: dict[str, int], people: list[Who], now: datetime) -> ReadRoster:
    """The first sheet in which there is a roster; of several that are none, what is wrong with the first."""
    shown = [sheet for sheet in book.sheets if not sheet.is_hidden] or list(book.sheets)
    reads = (Reading(shifts, people, beijing_day(now), is_1904=book.is_1904).read(sheet.rows()) for sheet in shown)
    first = next(reads)
    return first if first.covered else next((read for read in reads if read.covered), first)


def _without_clashes(roster: Roster, read: ReadRoster) -> list[Filling]:
    """What can be taken over: nobody in two places at once; whoever would be is left out of the later turn, and that is said."""
    fillings = [_filling(when, members) for when, members in read.covered.items()]
    clashes = clashing(filled(roster, fillings), fillings)
    kept = []
    for when, members in read.covered.items():
        wrong = {who: row for who, row in members.items() if when.day and (who, when.shift, when.day) in clashes}
        read.wrong += [Wrong(row, *_CLASH) for row in wrong.values()]
        if rest := {who: row for who, row in members.items() if who not in wrong}:
            kept.append(_filling(when, rest))
    read.wrong.sort(key=lambda each: each.row)
    return kept


def _filling(when: When, members: dict[int, int]) -> Filling:
    return Filling(when.shift, when.day, when.weekday, frozenset(members))


def _people(unit: Unit) -> list[Who]:
    return [Who(each.pk, each.name, each.badge, each.username) for each in people_of(unit)]


def _broken(fault: BrokenFile) -> dict[str, str]:
    return {"field": "file", "message": fault.words, "message_en": fault.words_en}


_CLASH = (
    "这个人同一时间已在另一个班，没有排进后面这个班。",
    "This person is in another shift at that time and was left out of the later one.",
)
