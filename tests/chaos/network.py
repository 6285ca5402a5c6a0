"""The bad network between one phone and the server: cuts, delays, doubles and lost answers, drawn from the phone's seed."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import h11

HOST = "127.0.0.1"
PATIENCE = 60.0
LONGEST_DELAY = 0.3
# What happens to a request, and how often.
TROUBLES = {
    "none": 68,
    "delayed": 10,
    "cut in the request": 6,
    "cut in the answer": 5,
    "answer lost": 6,
    "sent twice": 5,
}


class NoAnswer(Exception):
    """The phone does not know whether its request arrived."""


@dataclass(frozen=True)
class Answer:
    """What the server said; headers of the same name are lines of one."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Tally:
    """What was done to the whole run, by name; for the report at its end."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, times: int = 1) -> None:
        """Count it."""
        self.counts[what] += times


@dataclass
class Network:
    """One phone's way to the server. `is_up` is false where there is no signal; in the calm nothing goes wrong any more."""

    port: int
    rng: Random
    tally: Tally
    is_up: bool = True
    is_calm: bool = False

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Send a request and whatever the network makes of it; raises `NoAnswer` when no answer came through."""
        trouble, share = self.draw(TROUBLES), self.rng.random()
        if not self.is_up:
            raise NoAnswer("no signal")
        self.tally.add("requests")
        if trouble != "none":
            self.tally.add(trouble)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._travel(trouble, share, _Request(self.port, method, path, headers, body))
        except (OSError, h11.RemoteProtocolError, TimeoutError) as cut:
            raise NoAnswer(str(cut)) from cut

    def draw(self, weights: dict[str, int]) -> str:
        """One of these by weight; in the calm the first, which is harmless. The draw is made all the same."""
        return self.draw_with(self.rng, weights)

    def draw_with(self, rng: Random, weights: dict[str, int]) -> str:
        """The same, from a seed of its own."""
        drawn = rng.choices(list(weights), list(weights.values()))[0]
        return next(iter(weights)) if self.is_calm else drawn

    async def _travel(self, trouble: str, share: float, request: "_Request") -> Answer:
        if trouble == "cut in the request":
            return await request.travel(sent=share)
        if trouble == "cut in the answer":
            return await request.travel(heard=int(share * 600))
        if trouble == "sent twice":
            answers = await asyncio.gather(request.travel(), request.travel())
            return answers[share < 0.5]
        if trouble == "delayed":
            await asyncio.sleep(share * LONGEST_DELAY)
        answer = await request.travel()
        if trouble == "answer lost":
            raise NoAnswer("the answer was lost")
        return answer


@dataclass(frozen=True)
class _Request:
    port: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    async def travel(self, sent: float = 1.0, heard: int | None = None) -> Answer:
        """On a connection of its own, so much of it, and no more than these bytes of the answer."""
        reader, writer = await asyncio.open_connection(HOST, self.port)
        wire = h11.Connection(h11.CLIENT)
        try:
            whole = self._bytes(wire)
            writer.write(whole[: int(len(whole) * sent)])
            await writer.drain()
            if sent < 1.0:
                raise NoAnswer("cut in the request")
            if heard is not None:
                await reader.read(heard) if heard else None
                raise NoAnswer("cut in the answer")
            return await _heard(reader, wire)
        finally:
            writer.transport.abort() if heard else writer.close()

    def _bytes(self, wire: h11.Connection) -> bytes:
        headers = {
            "Host": f"{HOST}:{self.port}",
            "Connection": "close",
            "Content-Length": str(len(self.body)),
            **self.headers,
        }
        head = wire.send(h11.Request(method=self.method, target=self.path, headers=list(headers.items()))) or b""
        return head + (wire.send(h11.Data(data=self.body)) or b"") + (wire.send(h11.EndOfMessage()) or b"")


async def _heard(reader: asyncio.StreamReader, wire: h11.Connection) -> Answer:
    status, body = 0, bytearray()
    headers: dict[str, str] = {}
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            wire.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Response):
            status = event.status_code
            for name, value in event.headers:
                # A server sets several cookies in headers of the same name.
                before = headers.get(name.decode().lower())
                headers[name.decode().lower()] = f"{before}\n{value.decode()}" if before else value.decode()
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return Answer(status, headers, bytes(body))
        else:
            raise NoAnswer("the connection ended")
