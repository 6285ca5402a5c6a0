"""A phone that listens as the app does and notes when it was told of its tasks, and of its receipts."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from websockets.asyncio.client import ClientConnection

from tests.chaos.shared import Person
from tests.cluster.storm import Listener

# As in the app (pwa/src/core/live.ts): after so long a silence it asks whether anybody is there.
SILENCE = 20.0
PATIENCE = 300.0
AT_ONCE = 100


@dataclass
class Heard:
    """What all phones were told, by the case's number; moments of the one monotonic clock of the machine."""

    tally: Counter[str] = field(default_factory=Counter)
    pushed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass
class Phone(Listener):
    """One phone; `mine` are the assignments it was told of."""

    heard: Heard = field(default_factory=Heard)
    mine: set[int] = field(default_factory=set)

    async def _converse(self, socket: ClientConnection) -> None:
        self.tally["opened"] += 1
        await socket.send(json.dumps({"type": "hello", "device": str(self.device), "cursors": self.cursors}))
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    text = await socket.recv()
            except TimeoutError:
                await socket.send('{"type":"ping"}')
                continue
            at, said = time.monotonic(), json.loads(text)
            if said["type"] == "news":
                await socket.send(json.dumps({"type": "confirm", "cursors": said["cursors"]}))
                self._take(said, at)
            elif said["type"] != "pong":
                self.tally["told an error"] += 1

    def _take(self, news: dict[str, Any], at: float) -> None:
        self.cursors = {**self.cursors, **news["cursors"]}
        self.is_caught_up = True
        for case in news["cases"]:
            self.heard.numbers[case["id"]] = case["number"]
        for event in news["events"]:
            number, data = self.heard.numbers.get(event["case"], ""), event["data"]
            if event["kind"] == "assigned" and data["member"] == self.person.member:
                self.mine.add(data["assignment"])
                self.heard.pushed[number].append(at)
            elif event["kind"] == "delivered" and data["assignment"] in self.mine:
                self.heard.stored[number].append(at)


def phones_of(people: Sequence[Person], port: int, heard: Heard) -> list[Phone]:
    """A phone for each of them."""
    return [
        Phone(port, person, UUID(person.device), Random(person.device), heard.tally, heard=heard) for person in people
    ]


@asynccontextmanager
async def connected(phones: Sequence[Phone]) -> AsyncIterator[None]:
    """All of them listen and have caught up, a hundred after the other."""
    tasks: list[asyncio.Task[None]] = []
    try:
        for some in _portions(phones):
            tasks += [asyncio.create_task(phone.listen()) for phone in some]
            await caught_up(some)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for phone in phones:
            phone.is_caught_up = False


async def caught_up(phones: Sequence[Phone], patience: float = PATIENCE) -> None:
    """Until all have."""
    async with asyncio.timeout(patience):
        while not all(phone.is_caught_up for phone in phones):
            await asyncio.sleep(0.02)


def _portions(phones: Sequence[Phone]) -> Iterator[Sequence[Phone]]:
    for start in range(0, len(phones), AT_ONCE):
        yield phones[start : start + AT_ONCE]
