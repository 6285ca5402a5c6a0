"""The quarter of Chongqing: 455,000 dissuasions with all their reports through the real actions, by two workers; totals exact."""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.bench.server.lines import Line, note
from tests.bench.server.plan import course_of
from tests.bench.server.services import Ground, Stored
from tests.bench.server.sizes import Size
from tests.cluster.programs import ROOT

WORKERS = 2
WHOLE = 455_000
PHONES = 400
COUNTED = {
    "cases": ("cases_case", "state = 'closed'"),
    "assignments": ("cases_assignment", "delivered_at IS NOT NULL AND ended_at IS NOT NULL"),
    "reports": ("cases_report", "1 = 1"),
    "outcomes": ("live_event", "kind = 'outcome_given'"),
    "signatures": ("cases_decision", "kind = 'signed'"),
    "signals": ("intake_signal", "1 = 1"),
}


def quarter(ground: Ground, size: Size, seed: int) -> Iterator[Line]:
    """As many cases as the size says (or CASES), projected to the whole quarter."""
    cases = int(os.environ.get("CASES") or size.cases)
    note(f"quarter: {ground.on}, {cases} dissuasions by {WORKERS} workers")
    ground.prepare(min(PHONES, size.phones), seed)
    with ground.copied() as stored:
        began = time.monotonic()
        asyncio.run(_work(stored, cases, seed))
        took = time.monotonic() - began
        there = {name: stored.count(*where) for name, where in COUNTED.items()}
    wanted = expected(cases, seed)
    wrong = {name: there[name] - wanted[name] for name in wanted if there[name] != wanted[name]}
    yield {
        "bench": "quarter",
        "what": f"{cases} dissuasions of a quarter with {wanted['reports']} reports, {WORKERS} workers",
        "on": ground.on.partition(",")[0],
        "value": round(cases / took, 1),
        "unit": "dissuasions/s",
        "reports_per_s": round(wanted["reports"] / took, 1),
        "note": f"{WHOLE} take {WHOLE * took / cases / 60:.0f} min; totals {'exact' if not wrong else 'WRONG'}",
        "projected_min": round(WHOLE * took / cases / 60, 1),
        "totals": there,
        "lost": sum(abs(difference) for difference in wrong.values()),
        "errors": wrong,
        "aim": f"{WHOLE} in 20 min",
        "size": size.name,
    }


def expected(cases: int, seed: int) -> Counter[str]:
    """What must be there, from the plan alone."""
    total = Counter[str]()
    for number in range(cases):
        course = course_of(number, seed)
        total.update(dict.fromkeys(("cases", "outcomes", "signatures", "signals"), 1))
        total.update({"assignments": course.assignments, "reports": course.reports})
    return total


async def _work(stored: Stored, cases: int, seed: int) -> None:
    """Both workers until they end; one that fails ends the bench."""
    words = [(str(worker), str(WORKERS), str(cases), str(seed)) for worker in range(WORKERS)]
    workers: Sequence[asyncio.subprocess.Process] = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.server.replay", *each, cwd=ROOT, env=stored.environment
        )
        for each in words
    ]
    try:
        codes = await asyncio.gather(*(worker.wait() for worker in workers))
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
    if any(codes):
        raise RuntimeError("a worker of the quarter failed")
