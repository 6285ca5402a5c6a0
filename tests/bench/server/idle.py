"""Phones that only wait: what each costs in memory, how quickly one of them hears, and all of them back after a restart."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.server.bare import Bare, Running, strangers
from tests.bench.server.lines import Line, note, percentiles, ratio, without_pauses
from tests.bench.server.phone import PATIENCE, Heard, Phone, caught_up, connected, phones_of
from tests.bench.server.push import all_heard, answered
from tests.bench.server.services import Ground, Place, Service, running
from tests.bench.server.sizes import Size
from tests.bench.server.source import Door, send_evenly, signals_of
from tests.chaos.shared import Person

PUSHES_A_SECOND = 5
WARM = 20
KIB = 1024


@dataclass
class Waited:
    """What phones that wait came to: bytes and seconds each, and the seconds of some pushes to one of them."""

    bytes_each: float
    connected_per_s: float
    frames: list[float]
    lost: int
    errors: dict[str, int]


def idle(grounds: Sequence[Ground], size: Size, seed: int, bare: Sequence[Bare]) -> Iterator[Line]:
    """Waiting on the embedded default, which is one machine; coming back on each ground."""
    note(f"idle: {grounds[0].on}, {size.idle} phones")
    people = grounds[0].prepare(size.idle, seed)
    ours = asyncio.run(_on(grounds[0], people, size, seed))
    others = {one.name: asyncio.run(_at(one, people, size, seed)) for one in bare}
    yield from _lines(grounds[0], size, ours, others)
    yield from _returns(grounds, size, seed, bare)


async def _on(ground: Ground, people: Sequence[Person], size: Size, seed: int) -> Waited:
    async with running(ground) as service:
        return await _wait(service, people, size, seed)


async def _at(bare: Bare, people: Sequence[Person], size: Size, seed: int) -> Waited:
    with bare.running() as place:
        return await _wait(place, strangers(people), size, seed)


async def _wait(place: Place, people: Sequence[Person], size: Size, seed: int) -> Waited:
    heard, door = Heard(), Door(place.port)
    phones = phones_of(people, place.port, heard)
    async with connected(phones[:WARM]):
        before = place.memory()
    began = time.monotonic()
    async with connected(phones):
        rate = len(phones) / (time.monotonic() - began)
        held = place.memory() - before
        with without_pauses():
            sent = await send_evenly(door, signals_of(people, size.pushes, seed, "idle"), PUSHES_A_SECOND)
            left = await all_heard(place, sent, heard)
    door.close()
    frames = [at - due for due, case in answered(sent) for at in heard.pushed[case]]
    lost = sum(1 for _, case in answered(sent) if not heard.pushed[case])
    return Waited(held / len(phones), rate, frames, lost + left, dict(door.errors) | _troubles(heard.tally))


def _lines(ground: Ground, size: Size, ours: Waited, others: dict[str, Waited]) -> Iterator[Line]:
    each = {name: round(one.bytes_each / KIB, 1) for name, one in ({"ours": ours} | others).items()}
    pushed = {name: percentiles(one.frames) for name, one in ({"ours": ours} | others).items()}
    common: Line = {"bench": "idle", "on": ground.on, "size": size.name, "errors": ours.errors}
    yield common | {
        "what": f"memory of each of {size.idle} idle phones",
        "value": each["ours"],
        "unit": "KiB",
        "floor_kib": each.get("floor"),
        "peer_kib": each.get("peer"),
        "ratio": ratio(each["ours"], each.get("floor")),
        "note": f"connected at {ours.connected_per_s:.0f}/s",
        "aim": "32 KiB",
    }
    floor, peer = (pushed[name]["p50_ms"] if name in pushed else None for name in ("floor", "peer"))
    yield common | {
        "what": f"signal to frame, {PUSHES_A_SECOND}/s, {size.idle} idle phones",
        **pushed["ours"],
        "floor_p50_ms": floor,
        "peer_p50_ms": peer,
        "ratio": ratio(pushed["ours"]["p50_ms"], floor),
        "lost": ours.lost,
        "aim": "p99 10 ms",
    }


@dataclass
class Returned:
    """What a restart came to: seconds until it listened again, and from then on until all had caught up."""

    away: float
    back: float
    refused: int
    lost: int
    errors: dict[str, int]
    closed: dict[str, int]


def _returns(grounds: Sequence[Ground], size: Size, seed: int, bare: Sequence[Bare]) -> Iterator[Line]:
    """All phones back after a restart, on each ground, and on the bare ones with as many phones that missed nothing."""
    people = grounds[0].prepare(size.returning, seed)
    others = {one.name: asyncio.run(_back_at(one, people, size, seed)) for one in bare}
    for ground in grounds:
        note(f"return: {ground.on}, {size.returning} phones back after a restart")
        ours = asyncio.run(_back_on(ground, ground.prepare(size.returning, seed), size, seed))
        beside = {f"{name}_s": round(one.back, 1) for name, one in others.items()}
        yield {
            "bench": "return",
            "what": f"{size.returning} phones back after a restart, all caught up",
            "on": ground.on,
            "value": round(ours.back, 1),
            "unit": "s",
            "down_s": round(ours.away, 1),
            "note": f"after {ours.away:.1f} s away, refused {ours.refused}",
            **beside,
            "ratio": ratio(ours.back, beside.get("floor_s")),
            "refused": ours.refused,
            "lost": ours.lost,
            "errors": ours.errors,
            "closed": ours.closed,
            "aim": "30 s",
            "size": size.name,
        }


async def _back_on(ground: Ground, people: Sequence[Person], size: Size, seed: int) -> Returned:
    async with running(ground) as service:
        return await _come_back(service, people, size, seed)


async def _back_at(bare: Bare, people: Sequence[Person], size: Size, seed: int) -> Returned:
    with bare.running() as place:
        return await _come_back(place, strangers(people), size, seed)


async def _come_back(place: Service | Running, people: Sequence[Person], size: Size, seed: int) -> Returned:
    """It is killed; signals come in while its phones are still on their way back."""
    heard, door = Heard(), Door(place.port)
    phones = phones_of(people, place.port, heard)
    async with connected(phones):
        down, up = await _restart(place, phones)
        tally = Counter[str]()
        for phone in phones:
            phone.tally = tally
        signals = signals_of(people, size.pushes, seed, "return")
        sending = asyncio.create_task(send_evenly(door, signals, PUSHES_A_SECOND))
        await caught_up(phones, PATIENCE)
        back = time.monotonic() - up
        sent = await sending
        left = await all_heard(place, sent, heard)
    door.close()
    lost = left + sum(1 for _, case in answered(sent) if not heard.pushed[case])
    return Returned(up - down, back, _refused(tally), lost, dict(door.errors), _troubles(tally))


async def _restart(place: Service | Running, phones: Sequence[Phone]) -> tuple[float, float]:
    """Killed, noticed by every phone, started again: when it went, and when it listened again."""
    down = time.monotonic()
    place.kill()
    while any(phone.is_caught_up for phone in phones):
        await asyncio.sleep(0.02)
    await asyncio.to_thread(place.start)
    return down, time.monotonic()


def _refused(tally: Counter[str]) -> int:
    """Turned away by an answer that is none of a socket's, or by a code that says: not you."""
    return sum(times for what, times in tally.items() if what.startswith(("refused", "closed 4")))


def _troubles(tally: Counter[str]) -> dict[str, int]:
    return {what: times for what, times in tally.items() if what != "opened"}
