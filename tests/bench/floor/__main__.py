"""`python -m tests.bench.floor PORT FILE`: a bare Channels app; each signal is one insert and one push, each receipt one more insert."""

import json
import sqlite3
import sys
from itertools import count
from typing import Any

import django
from django.conf import settings

settings.configure(CHANNEL_LAYERS={}, INSTALLED_APPS=[], SECRET_KEY="only-for-the-bench")
django.setup()

from channels.generic.http import AsyncHttpConsumer  # noqa: E402 - want the settings
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from daphne.server import Server  # noqa: E402

PORT, FILE = int(sys.argv[1]), sys.argv[2]
database = sqlite3.connect(FILE, isolation_level=None)
database.executescript(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS signal (id INTEGER PRIMARY KEY, body TEXT); CREATE TABLE IF NOT EXISTS receipt (id INTEGER PRIMARY KEY);"
)
phones: dict[int, "Phone"] = {}
numbers = count(1)


class Phone(AsyncWebsocketConsumer):
    """A connected phone; its cookie says whose it is."""

    async def connect(self) -> None:
        self.waiting: list[int] = []
        cookie = dict(self.scope["headers"])[b"cookie"].decode()
        self.member = int(cookie.partition("sessionid=")[2])
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if phones.get(self.member) is self:
            del phones[self.member]

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        said = json.loads(text_data or "{}")
        if said["type"] == "hello":
            phones[self.member] = self
            await self.tell([], [])
        elif said["type"] == "confirm" and self.waiting:
            done, self.waiting = self.waiting, []
            database.executemany("INSERT INTO receipt VALUES (?)", [(number,) for number in done])
            await self.tell([event(number, "delivered", self.member) for number in done], [])

    async def tell(self, events: list[dict[str, Any]], cases: list[dict[str, Any]]) -> None:
        said = {"type": "news", "cursors": {}, "events": events, "cases": cases}
        await self.send(text_data=json.dumps(said, ensure_ascii=False))


class Signals(AsyncHttpConsumer):
    """Takes signals in, each for the next phone."""

    async def handle(self, body: bytes) -> None:
        said = json.loads(body)
        results = [await take(signal) for signal in (said if isinstance(said, list) else [said])]
        answer = json.dumps({"results": results}).encode()
        await self.send_response(200, answer, headers=[(b"Content-Length", str(len(answer)).encode())])


async def take(signal: dict[str, Any]) -> dict[str, Any]:
    number = next(numbers)
    database.execute("INSERT INTO signal VALUES (?, ?)", (number, json.dumps(signal, ensure_ascii=False)))
    member, phone = next(iter(phones.items()))
    phones[member] = phones.pop(member)  # To the end: its turn comes after everybody else's.
    phone.waiting.append(number)
    case = {"id": str(number), "number": str(number), **signal}
    await phone.tell([event(number, "assigned", member)], [case])
    return {"reference": signal["reference"], "status": "accepted", "case": str(number)}


def event(number: int, kind: str, member: int) -> dict[str, Any]:
    return {"kind": kind, "case": str(number), "data": {"assignment": number, "member": member}}


if __name__ == "__main__":
    application = ProtocolTypeRouter({"http": Signals.as_asgi(), "websocket": Phone.as_asgi()})
    Server(application, endpoints=[f"tcp:port={PORT}:interface=127.0.0.1:backlog=4096"], ping_interval=60).run()
