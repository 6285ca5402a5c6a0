"""The phone's socket: hello, news, receipt, heartbeat; cut at the worst moments, and back again by itself."""

import asyncio
import json
from contextlib import suppress
from random import Random

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.chaos.line import AGENT, Line

FIRST_WAIT, LAST_WAIT, SILENCE = 0.5, 6.0, 20.0
SHOWN_OUT = (4401, 4403, 4409)
TROUBLES = {
    "none": 86,
    "socket cut before the news was taken in": 3,
    "socket cut before the receipt": 3,
    "socket cut in the middle of a word": 2,
    "receipt given twice": 3,
    "socket frozen": 3,
}


class Live:
    """Listens whenever there is a network."""

    def __init__(self, line: Line, wanted: asyncio.Event, rng: Random, jitter: Random) -> None:
        self.line, self.wanted, self.rng, self.jitter = line, wanted, rng, jitter
        self.is_live = False
        self.behind = 0
        self._socket: ClientConnection | None = None

    async def listen(self) -> None:
        """Come back after every end of the socket, ever later and never together."""
        failures = 0
        while True:
            if self.line.network.is_up:
                with suppress(OSError, WebSocketException, TimeoutError):
                    await self._be_connected()
                failures = 0 if self.is_live else failures + 1
            self.is_live = False
            wait = min(LAST_WAIT, FIRST_WAIT * 2**failures)
            await asyncio.sleep(wait * (0.5 + self.jitter.random()))

    def cut(self) -> None:
        """No signal any more: the socket is gone without a word."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _be_connected(self) -> None:
        network, person = self.line.network, self.line.person
        headers = {"Cookie": f"sessionid={person.cookie}", "Origin": f"http://127.0.0.1:{network.port}"}
        async with connect(
            f"ws://127.0.0.1:{network.port}/ws/live/",
            additional_headers=headers,
            user_agent_header=AGENT,
            compression=None,
            max_size=None,
            ping_interval=None,
            proxy=None,
            close_timeout=1,
        ) as self._socket:
            self.line.run.tally.add("sockets opened")
            try:
                await self._converse(self._socket)
            except ConnectionClosed as closed:
                if closed.rcvd and closed.rcvd.code in SHOWN_OUT:
                    self.line.run.ledger.refusals.append(f"{person.name} was shown out: {closed.rcvd.code}")
                raise
            finally:
                self._socket.transport.abort()

    async def _converse(self, socket: ClientConnection) -> None:
        await self._hello(socket)
        is_asked = False
        while self.line.network.is_up:
            try:
                async with asyncio.timeout(SILENCE):
                    said = json.loads(await socket.recv())
            except TimeoutError:
                if is_asked:  # In a dead network a socket only freezes and never closes.
                    raise
                is_asked = True
                await socket.send('{"type":"ping"}')
                continue
            is_asked = False
            if said["type"] == "error":
                self.line.run.ledger.refusals.append(f"the socket said {said['code']}")
            if said["type"] == "news" and not await self._take(socket, said):
                return

    async def _take(self, socket: ClientConnection, news: dict[str, object]) -> bool:
        """Take news in and give the receipt; False when the socket breaks meanwhile."""
        trouble = await self._draw_trouble()
        if trouble == "socket cut before the news was taken in":
            return False
        if not self.line.disk.take(news):
            self.behind += 1
            await self._hello(socket)
            return True
        self.behind = 0
        if trouble == "socket cut in the middle of a word":
            socket.transport.write(b"\x81\xfe\x00")  # A masked text frame whose length never comes.
        if trouble.startswith("socket cut"):
            return False
        for _ in range(2 if trouble == "receipt given twice" else 1):
            await socket.send(json.dumps({"type": "confirm", "cursors": news["cursors"]}))
        self._be_live()
        return True

    async def _draw_trouble(self) -> str:
        trouble, length = self.line.network.draw_with(self.rng, TROUBLES), self.rng.random()
        if trouble != "none":
            self.line.run.tally.add(trouble)
        if trouble == "socket frozen":
            await asyncio.sleep(length)
        return trouble

    def _be_live(self) -> None:
        if not self.is_live:
            self.is_live = True
            self.wanted.set()

    async def _hello(self, socket: ClientConnection) -> None:
        disk = self.line.disk
        cursors = {} if self.behind > 2 else disk.cursors
        await socket.send(json.dumps({"type": "hello", "device": disk.device, "cursors": cursors}))
