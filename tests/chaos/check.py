"""Counts what went wrong, straight on the database and the files: what the witness saw against what is stored."""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tests.chaos.ledger import Ledger

DATABASE, PICTURES, LEDGER = "qiaomen.sqlite3", "evidence", "ledger.json"
# Seconds at most between the moment an assignment carries and its commit.
COMMITTED_WITHIN = 1.0


class Stored(Protocol):
    """A database that is asked in SQLite's way, and answers with what SQLite would keep: ids and documents as text."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Any:
        """A cursor of the rows."""


@dataclass
class Faults:
    """Every fault is of one of four kinds; each with words for whoever looks for its cause."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: len(found) for kind, found in vars(self).items()}

    def words(self) -> list[str]:
        """The first few of each kind."""
        return [f"{kind}: {what}" for kind, found in vars(self).items() for what in found[:10]]


def check(folder: Path, ledger: Ledger) -> Faults:
    """Look at the data of this folder, whose server has ended."""
    database = sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)
    try:
        return look(database, folder / PICTURES, ledger)
    finally:
        database.close()


def look(database: Stored, pictures: Path, ledger: Ledger) -> Faults:
    """Look at this database and these pictures."""
    faults = Faults()
    _check_reports(database, ledger, faults)
    _check_events(database, ledger, faults)
    _check_pictures(database, pictures, ledger, faults)
    _check_order(database, ledger, faults)
    _check_strays(database, ledger, faults)
    _check_deliveries(database, ledger, faults)
    _check_signals(database, ledger, faults)
    _check_streams(database, faults)
    return faults


def plain(uuid: str) -> str:
    """As SQLite keeps it."""
    return uuid.replace("-", "")


def _check_reports(database: Stored, ledger: Ledger, faults: Faults) -> None:
    made = {plain(one.id): (plain(one.case), one.member, plain(one.device)) for one in ledger.reports}
    rows = database.execute("SELECT id, case_id, member_id, device_id FROM cases_report")
    stored = {row[0]: tuple(row[1:]) for row in rows}
    faults.lost += [f"report {one}" for one, whose in made.items() if stored.get(one) != whose]
    faults.doubled += [f"report {one} was never made" for one in stored.keys() - made.keys()]


def _check_events(database: Stored, ledger: Ledger, faults: Faults) -> None:
    """Each report was told once."""
    told = Counter(data["report"] for data in _events(database, "report_stored"))
    stored = {str(one.id) for one in ledger.reports}
    faults.lost += [f"report {one} was never told" for one in stored - told.keys()]
    faults.doubled += [f"report {one} was told {times} times" for one, times in told.items() if times > 1]


def _check_pictures(database: Stored, pictures: Path, ledger: Ledger, faults: Faults) -> None:
    """Every picture that a report names is there, and is what its name says."""
    rows = database.execute("SELECT case_id, sha256, size FROM cases_evidence").fetchall()
    times = Counter((case, sha256) for case, sha256, _ in rows)
    sizes = {(case, sha256): size for case, sha256, size in rows}
    faults.doubled += [f"picture {sha256}" for (_, sha256), count in times.items() if count > 1]
    for case, sha256 in ((plain(one.case), sha256) for one in ledger.reports for sha256 in one.pictures):
        path = pictures / sha256[:2] / sha256
        content = path.read_bytes() if path.exists() else b""
        if sizes.get((case, sha256)) != len(content) or hashlib.sha256(content).hexdigest() != sha256:
            faults.lost.append(f"picture {sha256}")


def _check_order(database: Stored, ledger: Ledger, faults: Faults) -> None:
    """Per device and case 1, 2, 3… as it was made."""
    made: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in ledger.reports:
        made[plain(one.device), plain(one.case)].append((one.seq, plain(one.id)))
    stored: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for device, case, seq, report in database.execute("SELECT device_id, case_id, seq, id FROM cases_report"):
        stored[device, case].append((seq, report))
    known = {report for those in made.values() for _, report in those}
    for whose, those in made.items():
        kept = sorted((seq, report) for seq, report in stored[whose] if report in known)
        there = {report for _, report in kept}
        # What is missing is lost, and counted as that; the numbers of the others must still be their own.
        expected = [(seq, report) for seq, report in those if report in there]
        if kept != expected or [seq for seq, _ in those] != list(range(1, len(those) + 1)):
            faults.out_of_order.append(f"device {whose[0]} in case {whose[1]}")


def _check_strays(database: Stored, ledger: Ledger, faults: Faults) -> None:
    """What the flow has no place for is kept and named."""
    named = strays_of(database)
    missing = [one.id for one in ledger.reports if one.is_stray and one.id not in named]
    faults.out_of_order += [f"report {one} is stray and not named as that" for one in missing]


def strays_of(database: Stored) -> set[str]:
    """The reports that standings name as stray."""
    standings = (json.loads(text) for (text,) in database.execute("SELECT standing FROM cases_case"))
    return {report for standing in standings for report in standing["strays"]}


def _check_deliveries(database: Stored, ledger: Ledger, faults: Faults) -> None:
    """Whoever was sent has it: open or declined, it was delivered; otherwise over, unless no receipt could come before.

    The clock sends people when it likes, also after the last look.
    """
    assigned = defaultdict(list)
    for unit, number, data in database.execute(
        "SELECT e.unit_id, e.number, v.data FROM live_entry e JOIN live_event v ON v.id = e.event_id"
        " WHERE v.kind = 'assigned'"
    ):
        assigned[json.loads(data)["assignment"]].append((str(unit), number))
    rows = database.execute(
        'SELECT id, member_id, assigned_at, ended_at, "end" FROM cases_assignment'
        " WHERE member_id IS NOT NULL AND delivered_at IS NULL"
    )
    for assignment, member, assigned_at, ended_at, end in rows:
        ended = _moment(ended_at) if ended_at else float("inf")
        receipts = [cursors for whose, at, cursors in ledger.receipts if whose == member and at < ended]
        was_confirmed = any(
            number <= cursors.get(unit, 0) for cursors in receipts for unit, number in assigned[assignment]
        )
        was_there = ended_at is None and _moment(assigned_at) < ledger.quiet_at - COMMITTED_WITHIN
        if was_there or end == "declined" or was_confirmed:
            faults.undelivered.append(f"assignment {assignment} of member {member}")


def _check_signals(database: Stored, ledger: Ledger, faults: Faults) -> None:
    """A signal that was answered is stored once, in the case it was answered with."""
    rows = database.execute(
        "SELECT s.reference, c.number FROM intake_signal s JOIN cases_case c ON c.id = s.case_id"
    ).fetchall()
    times = Counter(reference for reference, _ in rows)
    cases = dict(rows)
    for reference, answers in ledger.signals.items():
        if times[reference] == 0 or set(answers) != {cases[reference]}:
            faults.lost.append(f"signal {reference}: answered {answers}, stored in {cases.get(reference)}")
    faults.doubled += [f"signal {reference}" for reference, count in times.items() if count > 1]


def _check_streams(database: Stored, faults: Faults) -> None:
    """Every unit's events are numbered 1, 2, 3… up to its head."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for unit, number in database.execute("SELECT unit_id, number FROM live_entry ORDER BY unit_id, number"):
        numbers[unit].append(number)
    for unit, head in database.execute("SELECT id, stream_head FROM people_unit"):
        if numbers[unit] != list(range(1, head + 1)):
            faults.out_of_order.append(f"stream of unit {unit}")


def _events(database: Stored, kind: str) -> Iterable[dict[str, Any]]:
    for (data,) in database.execute("SELECT data FROM live_event WHERE kind = ?", (kind,)):
        yield json.loads(data)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
