"""The source of a bench: signals at an even pace, whether or not the last one is answered, over connections that stay open."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.chaos.shared import Person

KEY = "drill-bench"
HEADERS = {"Authorization": f"Api-Key {KEY}", "Content-Type": "application/json"}
# As tests/chaos/world.py builds them: each station covers a community of this name.
COMMUNITY = "101"
# Each bench has people of its own: nobody is warned twice.
BEGINNINGS = {"warm": "130", "push": "131", "import": "132", "idle": "133", "return": "134", "open": "139"}
MOST_CONNECTIONS = 200
PATIENCE = 60.0
# Of a hundred warnings of an urban district so many were high; the others call first. None is critical: those
# take their people out of turn.
HIGH_OF_A_HUNDRED = 31


def signals_of(people: Sequence[Person], count: int, seed: int, name: str) -> list[dict[str, Any]]:
    """So many signals about as many people, to all stations in turn."""
    rng = Random(f"{seed}/{name}")
    stations = sorted({station for person in people for station in person.stations})
    rng.shuffle(stations)
    return [
        {
            "reference": f"{name}-{number}",
            "fraud_type": rng.choice(["investment", "brushing", "other"]),
            "level": "high" if rng.randrange(100) < HIGH_OF_A_HUNDRED else "medium",
            "text": "演练",
            "target": {
                "name": "演练对象",
                "phone": f"{BEGINNINGS[name]}{number:08}",
                "address": "演练路1号",
                "division": stations[number % len(stations)] + COMMUNITY,
            },
            "amount_fen": rng.randrange(10**4) * 100,
        }
        for number in range(count)
    ]


@dataclass
class Door:
    """Asks over HTTP/1.1; a connection is used again by whoever needs one next."""

    port: int
    errors: Counter[str] = field(default_factory=Counter)
    _free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_CONNECTIONS))

    async def ask(self, method: str, path: str, headers: dict[str, str], said: object = None) -> Any:
        """The answer's JSON; None after an error, which is counted."""
        body = b"" if said is None else json.dumps(said).encode()
        lines = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **headers}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        try:
            async with self._room, asyncio.timeout(PATIENCE):
                status, answer = await self._travel(head.encode() + b"\r\n" + body)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as broken:
            self.errors[type(broken).__name__] += 1
            return None
        if status != 200:
            self.errors[str(status)] += 1
            return None
        return json.loads(answer)

    async def warn(self, signals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send these in one request; what each was answered with."""
        said = signals[0] if len(signals) == 1 else list(signals)
        answer = await self.ask("POST", "/api/signals/", HEADERS, said)
        results: list[dict[str, Any]] = answer["results"] if answer else []
        for result in results:
            if result["status"] != "accepted":
                self.errors[result["status"]] += 1
        return results

    def close(self) -> None:
        """Hang up."""
        for _, writer in self._free:
            writer.close()

    async def _travel(self, request: bytes) -> tuple[int, bytes]:
        reader, writer = self._free.pop() if self._free else await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").lower().split("\r\n")
            length = next((line for line in lines if line.startswith("content-length:")), "").partition(":")[2]
            if not length:
                raise ConnectionError("an answer without its length")  # noqa: TRY301 - the connection goes as well
            body = await reader.readexactly(int(length))
        except BaseException:
            writer.close()
            raise
        if "connection: close" in lines:
            writer.close()
        else:
            self._free.append((reader, writer))
        return int(lines[0].split()[1]), body


@dataclass
class Sent:
    """When each signal was due to be sent, and which case answers it, by reference."""

    at: dict[str, float] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)


async def send_evenly(door: Door, signals: Sequence[dict[str, Any]], rate: float) -> Sent:
    """Each at its moment; one that waits for the one before it counts that as its own time."""
    sent, began = Sent(), time.monotonic() + 0.05

    async def send(number: int, signal: dict[str, Any]) -> None:
        due = began + number / rate
        await asyncio.sleep(due - time.monotonic())
        sent.at[signal["reference"]] = due
        for result in await door.warn([signal]):
            if result["case"]:
                sent.cases[signal["reference"]] = result["case"]

    async with asyncio.TaskGroup() as tasks:
        for number, signal in enumerate(signals):
            tasks.create_task(send(number, signal))
    return sent
