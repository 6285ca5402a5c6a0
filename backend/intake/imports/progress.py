"""How far an import is, stored with what it stored: killed at any moment, it goes on there, and nothing is done twice.

Whoever works on an import holds its lease. Each portion of rows is one transaction with the signals, the faults and the
row's new place in the file; when the lease was lost meanwhile, or a person said stop, all of that is rolled back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from backend.intake.actions import take_in
from backend.intake.files.rows import Fault, ReadRow
from backend.intake.files.tables import Look, Portion
from backend.intake.imports.preview import look_through, shown
from backend.intake.imports.queries import known_references
from backend.intake.models import Import, ImportFault, ImportState
from backend.intake.wire import SignalResult
from backend.storage import one_transaction

LEASE = timedelta(seconds=30)
_FAILED = Fault("", "", "", "没有存进去，请把这一行再导一次", "Not stored; please import this row once more")


class LeaseLost(Exception):
    """Somebody else works on it now, or nobody shall."""


def claim(token: str, now: datetime, only: Import | None = None) -> Import | None:
    """An import that is to be worked on and that nobody holds; what is being taken in comes before what is being checked."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = Import.objects.filter(free, state__in=(ImportState.CHECKING, ImportState.RUNNING))
    if only is not None:
        waiting = waiting.filter(pk=only.pk)
    for row in waiting.order_by("-state", "begun_at").select_related("source__unit__parent")[:5]:
        taken = Import.objects.filter(free, pk=row.pk, state=row.state).update(lease=token, lease_until=now + LEASE)
        if taken:
            row.lease = token
            return row
    return None


def release(row: Import) -> None:
    """Let others have it at once, and not only when the lease is over."""
    Import.objects.filter(pk=row.pk, lease=row.lease).update(lease="", lease_until=None)


def store_look(row: Import, look: Look, now: datetime) -> None:
    """What the table looks like."""
    row.look = look.as_json()
    _advance(row, now, look=row.look)


def store_broken(row: Import, code: str, now: datetime) -> None:
    """It cannot be read, or not to its end."""
    _advance(row, now, state=ImportState.BROKEN, problem=code, ended_at=now, lease="", lease_until=None)


def store_checked(row: Import, portion: Portion, now: datetime) -> None:
    """Rows that were looked at: counted, and the first of each kind kept to be shown."""
    counts, preview = _counts(row), row.preview or {"rows": [], "bad": [], "unsure": []}
    known = known_references(row.source_id, [read.signal["reference"] for read in portion.rows if read.signal])
    for read in portion.rows:
        look_through(counts, preview, read, portion.matches.get(read.number), known)
    done = {"state": ImportState.CHECKED, "lease": "", "lease_until": None} if portion.is_end else {}
    total = counts["rows"]
    _advance(row, now, counts=counts, preview=preview, last_row=portion.last, total=total, **done)
    row.counts, row.preview, row.last_row, row.total = counts, preview, portion.last, total


def store_taken(row: Import, portion: Portion, now: datetime) -> None:
    """Rows taken in, and how far that is, in one transaction."""
    counts = _counts(row)
    good = [read for read in portion.rows if read.signal is not None]
    with one_transaction():
        guesses = {place: shown(portion.matches.get(read.number)) for place, read in enumerate(good)}
        results = take_in(row.source, [read.signal for read in good], now, guesses) if good else []
        faults = _faults(row, portion.rows, dict(zip((read.number for read in good), results, strict=True)))
        ImportFault.objects.bulk_create(faults)
        counts["rows"] += len(portion.rows)
        taken = counts["taken"]
        for status in [*(result.status for result in results), *["bad"] * (len(portion.rows) - len(good))]:
            taken[status] = taken.get(status, 0) + 1
        _advance(row, now, counts=counts, last_row=portion.last)
    row.counts, row.last_row = counts, portion.last


def finish(row: Import, now: datetime) -> None:
    """All rows are through, and the list of those that were not taken in is written: the preview's cells are needed no more."""
    _advance(row, now, state=ImportState.DONE, ended_at=now, preview={}, lease="", lease_until=None)


def faults_between(row: Import, span: tuple[int, int], now: datetime) -> dict[int, ImportFault]:
    """What is wrong with these rows, for whoever still holds the lease."""
    _advance(row, now)
    return {fault.row: fault for fault in row.faults.filter(row__range=span)}


def _advance(row: Import, now: datetime, **changes: Any) -> None:
    mine = Import.objects.filter(pk=row.pk, lease=row.lease, state=row.state)
    if not mine.update(**({"lease_until": now + LEASE} | changes)):
        raise LeaseLost


def _counts(row: Import) -> dict[str, Any]:
    zeros = dict.fromkeys(("rows", "good", "noted", "bad", "unsure", "known"), 0)
    reasons = [dict(reason) for reason in row.counts.get("reasons", [])]
    return {**zeros, **row.counts, "taken": dict(row.counts.get("taken", {})), "reasons": reasons}


def _faults(row: Import, rows: Sequence[ReadRow], results: dict[int, SignalResult]) -> list[ImportFault]:
    found = []
    for read in rows:
        result = results.get(read.number)
        is_failed = result is not None and result.status in ("failed", "invalid")
        faults = [*read.faults, *([_FAILED] if is_failed else [])]
        if faults:
            told = [fault._asdict() for fault in faults]
            found.append(ImportFault(of=row, row=read.number, is_bad=result is None or is_failed, faults=told))
    return found
