"""What a board, a search, the news and a report cost where few cases are stored, and where very many are."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from tests.bench.server.lines import Line, note, percentiles, ratio
from tests.bench.server.reader import Reader
from tests.bench.server.services import Ground, Service
from tests.bench.server.sizes import Size
from tests.bench.server.source import Door, signals_of
from tests.chaos.shared import Person
from tests.cluster.programs import ROOT

FILLING = 3600
# Twenty districts, and the same work under way in each, however much lies behind them.
PHONES, UNDER_WAY = 200, 400
Times = dict[str, list[float]]


def stored(ground: Ground, size: Size, seed: int) -> Iterator[Line]:
    """Few, then many."""
    people = ground.prepare(min(PHONES, size.phones), seed)
    first: dict[str, Line] = {}
    for count in size.stored:
        note(f"stored: {ground.on}, {count} cases")
        times, errors, filling = asyncio.run(_ask(ground, people, count, size, seed))
        for what, seconds in times.items():
            line: Line = {
                "bench": "stored",
                "what": f"{what}, {count} stored cases",
                "on": ground.on,
                **percentiles(seconds),
                "filled_in_s": round(filling, 1),
                "errors": errors,
                "aim": "p95 50 ms, growth 1.5",
                "size": size.name,
            }
            before = first.setdefault(what, line)
            if before is not line:
                line["growth"] = ratio(line["p95_ms"], before["p95_ms"])
                line["note"] = f"growth of p95 {line['growth']}"
            yield line


async def _ask(
    ground: Ground, people: Sequence[Person], count: int, size: Size, seed: int
) -> tuple[Times, dict[str, int], float]:
    with ground.copied() as there:
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "tests.bench.server.mass", str(count), str(seed)],
            cwd=ROOT,
            env=there.environment,
            check=True,
            timeout=FILLING,
        )
        filling = time.monotonic() - began
        async with ground.serving(there) as service:
            door = Door(service.port)
            signals = signals_of(people, min(UNDER_WAY, 2 * len(people)), seed, "open")
            for start in range(0, len(signals), 100):
                await door.warn(signals[start : start + 100])
            times = await _turns(service, door, people, size)
            door.close()
    return times, dict(door.errors), filling


async def _turns(service: Service, door: Door, people: Sequence[Person], size: Size) -> Times:
    """One question at a time, all kinds in turn, each by another member; the first round only warms up."""
    by_id = {person.member: person for person in people}
    rows = service.stored.ask(
        "SELECT case_id, member_id FROM cases_assignment WHERE ended_at IS NULL AND member_id IS NOT NULL ORDER BY id"
    )
    open_ones = [(str(UUID(str(case))), Reader(door, by_id[member])) for case, member in rows]
    operators = [Reader(door, person) for person in people if person.role == "operator"]
    chiefs = [Reader(door, person) for person in people if person.role == "chief"]
    times: Times = {"board": [], "search": [], "report": [], "news": []}
    for turn in range(size.asked + 1):
        case, reporter = open_ones[turn % len(open_ones)]
        operator, chief = operators[turn % len(operators)], chiefs[turn % len(chiefs)]
        await _timed(times["board"], operator.board)
        await _timed(times["search"], partial(chief.search, _sought(turn)))
        await _timed(times["report"], partial(reporter.report, case))
        await _timed(times["news"], operator.news)
        if turn == 0:
            times = {what: [] for what in times}
    return times


async def _timed(times: list[float], question: Callable[[], Awaitable[Any]]) -> None:
    began = time.monotonic()
    await question()
    times.append(time.monotonic() - began)


def _sought(turn: int) -> str:
    """What somebody remembers: the end of a phone number, a surname with a name, initials."""
    return (f"{turn:04}", "王伟", "zhm", f"{turn:03}")[turn % 4]
