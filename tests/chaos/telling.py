"""What the run did, in words for a person; the JSON line comes after it."""

import os
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from tests.chaos.check import DATABASE, Faults, strays_of
from tests.chaos.city import City
from tests.chaos.shared import Plan


def tell(plan: Plan, city: City, folder: Path, faults: Faults, seconds: float) -> None:
    """On standard output: what there was, what went wrong on purpose, and what went wrong."""
    run, starts = city.run, city.server.starts
    lines = [
        f"{plan.phones} phones, {len(run.ledger.reports)} reports, {run.kills} kills, seed {plan.seed}",
        f"{seconds:.0f} s (at most {plan.seconds:.0f} s); server started {len(starts)} times, {sum(starts) / len(starts):.1f} s each",
        _cpu(),
        *_stored(folder),
        *(f"  {what}: {times}" for what, times in sorted(run.tally.counts.items())),
        *(f"refused: {what}" for what in run.ledger.refusals[:10]),
        *faults.words(),
    ]
    if not city.is_whole():
        lines.append("the run did not come to its end: its time was over, or something in the run itself broke")
    sys.stdout.write("\n".join(lines) + "\n")


def _cpu() -> str:
    """Seconds of processor time: what the run would take on a machine that does nothing else."""
    times = os.times()
    own, servers = times.user + times.system, times.children_user + times.children_system
    return f"CPU: phones {own:.0f} s, servers {servers:.0f} s"


def _stored(folder: Path) -> list[str]:
    database = sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)
    try:
        rows = {
            name: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - the names stand below
            for name, table in TABLES.items()
        }
        ends = Counter(end or "open" for (end,) in database.execute('SELECT "end" FROM cases_assignment'))
        strays = len(strays_of(database))
    finally:
        database.close()
    return [
        ", ".join(f"{count} {name}" for name, count in rows.items()) + f", {strays} stray reports",
        "assignments " + ", ".join(f"{count} {end}" for end, count in sorted(ends.items())),
    ]


TABLES = {
    "signals": "intake_signal",
    "cases": "cases_case",
    "assignments": "cases_assignment",
    "pictures": "cases_evidence",
    "events": "live_event",
}
