"""The work on one import as a list of steps, each on the file or on the database: the server and the command walk them."""

import time
from collections.abc import Callable, Generator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from backend.flow.load import rules
from backend.intake.addresses import AddressReader
from backend.intake.atlas import build_atlas
from backend.intake.files.broken import BrokenFile
from backend.intake.files.cells import Row
from backend.intake.files.result import ResultList
from backend.intake.files.rows import Fault
from backend.intake.files.tables import Look, Pass, look_at
from backend.intake.imports import progress
from backend.intake.imports.keep import path_of, result_path
from backend.intake.imports.queries import district_code, divisions, remembered
from backend.intake.models import Import, ImportFault, ImportState

CHECKED_AT_ONCE = 200
# Each portion is one transaction, and whatever else wants to write waits for it.
TAKEN_AT_ONCE = 5
WRITTEN_AT_ONCE = 1000


class Step(NamedTuple):
    """Something to do: on the database where its connection is, on the file wherever nobody waits for it."""

    on_database: bool
    do: Callable[[], Any]


Steps = Generator[Step, Any, None]


def work_on(row: Import, clock: Callable[[], datetime]) -> Steps:
    """Everything that is to be done with a claimed import; each step may be the last, the next to claim it goes on."""
    try:
        yield from _look(row, clock)
        yield from _go_through(row, clock)
        if row.state == ImportState.RUNNING:
            yield from _write_result(row, clock)
            yield _on_database(progress.finish, row, clock())
    except BrokenFile as broken:
        yield _on_database(progress.store_broken, row, broken.code, clock())
    except progress.LeaseLost:
        return


def walk(steps: Steps, rest: Callable[[Step, float], None]) -> None:
    """All steps one after the other, here and now, with a rest after each."""
    outcome = Outcome()
    while (step := outcome.next_of(steps)) is not None:
        begun = time.perf_counter()
        outcome.of(step.do)
        rest(step, time.perf_counter() - begun)


class Outcome:
    """What a step came to; a fault that the work knows of is told to it, any other ends it."""

    def __init__(self) -> None:
        self._given: Any = None
        self._fault: Exception | None = None

    def next_of(self, steps: Steps) -> Step | None:
        """The work's next step, or None at its end."""
        given, fault = self._given, self._fault
        self._given = self._fault = None
        try:
            return steps.throw(fault) if fault else steps.send(given)
        except StopIteration:
            return None

    def of(self, do: Callable[[], Any]) -> None:
        """Do it."""
        try:
            self._given = do()
        except (BrokenFile, progress.LeaseLost) as known:
            self._fault = known


def _look(row: Import, clock: Callable[[], datetime]) -> Steps:
    if row.look is not None:
        return
    known = yield _on_database(remembered, row.source_id)
    wanted = row.wanted
    find = partial(look_at, sheet=wanted.get("sheet", ""), fields=wanted.get("fields"), remembered=known)
    look = yield _on_file(find, path_of(row.sha256), rules())
    yield _on_database(progress.store_look, row, look, clock())


def _go_through(row: Import, clock: Callable[[], datetime]) -> Steps:
    """From the row behind the last one stored to the end."""
    places = yield _on_database(divisions)
    known = rules().addresses
    atlas = yield _on_file(build_atlas, places, known.aliases)
    addresses = AddressReader(atlas, known, district_code(row.source))
    table = Pass(path_of(row.sha256), Look.of_json(row.look or {}), rules(), addresses, row.last_row)
    is_taking = row.state == ImportState.RUNNING
    try:
        yield _on_file(table.__enter__)
        is_end = False
        while not is_end:
            portion = yield _on_file(table.next, TAKEN_AT_ONCE if is_taking else CHECKED_AT_ONCE)
            store = progress.store_taken if is_taking else progress.store_checked
            yield _on_database(store, row, portion, clock())
            is_end = portion.is_end
    finally:
        table.__exit__(None, None, None)


def _write_result(row: Import, clock: Callable[[], datetime]) -> Steps:
    """The rows with a fault, read once more as they stand in the file."""
    if not (yield _on_database(row.faults.exists)):
        return
    look = Look.of_json(row.look or {})
    table = Pass(path_of(row.sha256), look, rules(), AddressReader(build_atlas((), {}), rules().addresses))
    result = ResultList(look.layout.headers)
    try:
        yield _on_file(table.__enter__)
        is_end = False
        while not is_end:
            rows, is_end = yield _on_file(table.raw, WRITTEN_AT_ONCE)
            if rows:
                span = (rows[0].number, rows[-1].number)
                faults = yield _on_database(progress.faults_between, row, span, clock())
                yield _on_file(_add, result, rows, faults)
    finally:
        table.__exit__(None, None, None)
    yield _on_file(result.save, result_path(row.pk))


def _add(result: ResultList, rows: list[Row], faults: dict[int, ImportFault]) -> None:
    for each in rows:
        if fault := faults.get(each.number):
            told = [Fault(**one) for one in fault.faults]
            result.add(each.number, told, [cell.text for cell in each.cells], is_bad=fault.is_bad)


def _on_database(do: Callable[..., Any], *given: Any) -> Step:
    return Step(on_database=True, do=partial(do, *given))


def _on_file(do: Callable[..., Any], *given: Any) -> Step:
    return Step(on_database=False, do=partial(do, *given))
