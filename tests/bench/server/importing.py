"""Many signals at once through the door for sources: graded, routed, and each shown on a phone."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.server.bare import Bare, strangers
from tests.bench.server.lines import Line, note, ratio, without_pauses
from tests.bench.server.phone import Heard, connected, phones_of
from tests.bench.server.services import Ground, running
from tests.bench.server.sizes import Size
from tests.bench.server.source import Door, signals_of
from tests.chaos.shared import Person

BATCH = 100
AT_ONCE = 4
LAST_SHOWN = 300.0
AIM = 1_000


@dataclass
class Imported:
    """What an import came to; `missing` cases were never shown."""

    stored_in: float
    shown_in: float
    cases: int
    missing: int
    errors: dict[str, int]


def importing(grounds: Sequence[Ground], size: Size, seed: int, bare: Sequence[Bare]) -> Iterator[Line]:
    """The same signals on each ground, beside the floor and the peer."""
    for ground in grounds:
        note(f"import: {ground.on}, {size.imported} signals in batches of {BATCH}")
        people = ground.prepare(size.phones, seed)
        ours, graded, routed = asyncio.run(_on(ground, people, size, seed))
        others = {one.name: asyncio.run(_at(one, people, size, seed)) for one in bare}
        per_second = {name: round(size.imported / one.shown_in) for name, one in others.items()}
        rate = round(size.imported / ours.shown_in)
        yield {
            "bench": "import",
            "what": f"{size.imported} signals graded, routed and on {size.phones} phones",
            "on": ground.on,
            "value": rate,
            "unit": "rows/s",
            "stored_per_s": round(size.imported / ours.stored_in),
            "note": f"stored {round(size.imported / ours.stored_in)}/s",
            "graded": graded,
            "routed": routed,
            "floor_per_s": per_second.get("floor"),
            "peer_per_s": per_second.get("peer"),
            "ratio": ratio(per_second.get("floor"), rate),
            "lost": ours.missing + size.imported - min(ours.cases, graded, routed),
            "errors": ours.errors,
            "aim": f"{AIM} rows/s",
            "size": size.name,
        }


async def _on(ground: Ground, people: Sequence[Person], size: Size, seed: int) -> tuple[Imported, int, int]:
    """What it came to, and how many cases were graded and routed."""
    async with running(ground) as service:
        ours = await _import(service.port, people, size, seed)
        graded = service.stored.count("cases_case", "level <> ''")
        return ours, graded, service.stored.count("cases_case", "station_id IS NOT NULL")


async def _at(bare: Bare, people: Sequence[Person], size: Size, seed: int) -> Imported:
    with bare.running() as place:
        return await _import(place.port, strangers(people), size, seed)


async def _import(port: int, people: Sequence[Person], size: Size, seed: int) -> Imported:
    heard, door = Heard(), Door(port)
    signals = signals_of(people, size.imported, seed, "import")
    async with connected(phones_of(people, port, heard)):
        with without_pauses():
            began = time.monotonic()
            cases = await _send(door, [signals[at : at + BATCH] for at in range(0, len(signals), BATCH)])
            stored = time.monotonic() - began
            missing = await _all_shown(cases, heard)
            shown = time.monotonic() - began
    door.close()
    return Imported(stored, shown, len(cases), missing, dict(door.errors))


async def _send(door: Door, batches: Sequence[Sequence[dict[str, object]]]) -> set[str]:
    """A few sources at a time, each with its next batch; the cases they were answered with."""
    waiting, cases = iter(batches), set[str]()

    async def source() -> None:
        for batch in waiting:
            cases.update(result["case"] for result in await door.warn(batch) if result["case"])

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(source())
    return cases


async def _all_shown(cases: set[str], heard: Heard) -> int:
    """Until each is on some phone; how many were on none in the end."""
    until = time.monotonic() + LAST_SHOWN
    while missing := cases - set(heard.numbers.values()):
        if time.monotonic() > until:
            break
        await asyncio.sleep(0.05)
    return len(missing)
