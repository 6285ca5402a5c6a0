"""From a signal's moment to the frame on the phone of whoever is sent, and until that phone hears that its receipt is stored."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.server.bare import Bare, strangers
from tests.bench.server.lines import Line, note, percentiles, ratio, without_pauses
from tests.bench.server.phone import Heard, connected, phones_of
from tests.bench.server.services import Ground, Place, running
from tests.bench.server.sizes import Size
from tests.bench.server.source import Door, Sent, send_evenly, signals_of
from tests.chaos.shared import Person

LAST_FRAME = 30.0


@dataclass
class Pushed:
    """What one rate came to, in seconds; `lost`: taken in and never on a phone, or its receipt never stored."""

    frames: list[float]
    receipts: list[float]
    lost: int
    errors: dict[str, int]


def push(grounds: Sequence[Ground], size: Size, seed: int, bare: Sequence[Bare]) -> Iterator[Line]:
    """All rates on all grounds, each beside the floor and the peer at the same rate."""
    for ground in grounds:
        people = ground.prepare(size.phones, seed)
        for rate, seconds in size.rates:
            note(f"push: {ground.on}, {size.phones} phones, {rate} signals a second")
            count = max(5, rate * seconds)
            ours = asyncio.run(_on(ground, people, rate, count, seed))
            others = {one.name: asyncio.run(_at(one, people, rate, count, seed)) for one in bare}
            yield from _lines(ground, size, rate, ours, others)


async def measure(place: Place, people: Sequence[Person], rate: float, count: int, seed: int) -> Pushed:
    """Connect a phone for each of them, and send."""
    heard, door = Heard(), Door(place.port)
    signals = signals_of(people, count, seed, "push")
    async with connected(phones_of(people, place.port, heard)):
        await door.warn(signals_of(people, 5, seed, "warm"))
        await asyncio.sleep(0.5)
        with without_pauses():
            sent = await send_evenly(door, signals, rate)
            left = await all_heard(place, sent, heard)
    door.close()
    frames = [at - due for due, case in answered(sent) for at in heard.pushed[case]]
    receipts = [at - due for due, case in answered(sent) for at in heard.stored[case]]
    lost = sum(1 for _, case in answered(sent) if not heard.pushed[case] or not heard.stored[case])
    troubles = {what: times for what, times in heard.tally.items() if what.startswith(("refused", "closed", "told"))}
    return Pushed(frames, receipts, lost + left, dict(door.errors) | troubles)


async def _on(ground: Ground, people: Sequence[Person], rate: float, count: int, seed: int) -> Pushed:
    async with running(ground) as service:
        return await measure(service, people, rate, count, seed)


async def _at(bare: Bare, people: Sequence[Person], rate: float, count: int, seed: int) -> Pushed:
    with bare.running() as place:
        return await measure(place, strangers(people), rate, count, seed)


def answered(sent: Sent) -> list[tuple[float, str]]:
    """Of each signal that was taken in: when it was due, and its case."""
    return [(sent.at[reference], case) for reference, case in sent.cases.items()]


async def all_heard(place: Place, sent: Sent, heard: Heard) -> int:
    """Until every case is on a phone with its receipt and nobody's task is undelivered; how many are, too long after."""
    until = time.monotonic() + LAST_FRAME
    while time.monotonic() < until:
        if all(heard.stored[case] for case in sent.cases.values()) and place.undelivered() == 0:
            return 0
        await asyncio.sleep(0.05)
    return place.undelivered()


def _lines(ground: Ground, size: Size, rate: int, ours: Pushed, others: dict[str, Pushed]) -> Iterator[Line]:
    for until in ("frame", "receipt"):
        measured = percentiles(getattr(ours, f"{until}s"))
        beside = {name: percentiles(getattr(other, f"{until}s")) for name, other in others.items()}
        floor, peer = (beside[name]["p50_ms"] if name in beside else None for name in ("floor", "peer"))
        yield {
            "bench": "push",
            "what": f"signal to {until}, {rate}/s, {size.phones} phones",
            "on": ground.on,
            **measured,
            "floor_p50_ms": floor,
            "peer_p50_ms": peer,
            "ratio": ratio(measured["p50_ms"], floor),
            "peer_ratio": ratio(measured["p50_ms"], peer),
            "floor_p99_ms": beside["floor"]["p99_ms"] if "floor" in beside else None,
            "peer_p99_ms": beside["peer"]["p99_ms"] if "peer" in beside else None,
            "samples": len(getattr(ours, f"{until}s")),
            "lost": ours.lost,
            "errors": ours.errors,
            "others_failed": {name: other.lost + sum(other.errors.values()) for name, other in others.items()},
            "aim": "p50 10 ms, p99 50 ms" if until == "frame" and rate == 50 and "SQLite" in ground.on else None,
            "size": size.name,
        }
