"""Many plain phones that do nothing but listen: each comes back whenever its socket ends, as the app does, and counts what it heard."""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from tests.chaos.shared import Person

# As in the app (pwa/src/core/live.ts).
FIRST_WAIT, LAST_WAIT = 1.0, 60.0


@dataclass
class Listener:
    """One phone: `is_caught_up` once it has heard the news that answer its hello.

    An attempt is counted in the `tally` there was when it began: to start a new one leaves out whoever is still being turned away.
    """

    port: int
    person: Person
    device: UUID
    rng: Random
    tally: Counter[str]
    cursors: dict[str, int] = field(default_factory=dict)
    cases: set[str] = field(default_factory=set)
    is_caught_up: bool = False

    async def listen(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            with suppress(OSError, TimeoutError, WebSocketException):
                await self._be_connected()
            failures = 0 if self.is_caught_up else failures + 1
            self.is_caught_up = False
            await asyncio.sleep(min(LAST_WAIT, FIRST_WAIT * 2**failures) * (0.5 + self.rng.random()))

    async def _be_connected(self) -> None:
        tally = self.tally
        headers = {"Cookie": f"sessionid={self.person.cookie}", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            async with connect(
                f"ws://127.0.0.1:{self.port}/ws/live/",
                additional_headers=headers,
                compression=None,
                max_size=None,
                ping_interval=None,
                open_timeout=60,
                proxy=None,
                close_timeout=1,
            ) as socket:
                await self._converse(socket)
        except InvalidStatus as refused:
            tally[f"refused {refused.response.status_code}"] += 1
            raise
        except ConnectionClosed as closed:
            tally[f"closed {closed.rcvd.code if closed.rcvd else 1006}"] += 1
            raise

    async def _converse(self, socket: ClientConnection) -> None:
        self.tally["opened"] += 1
        await socket.send(json.dumps({"type": "hello", "device": str(self.device), "cursors": self.cursors}))
        while True:
            said = json.loads(await socket.recv())
            assert said["type"] == "news", said
            self.cursors = {**self.cursors, **said["cursors"]}
            self.cases |= {case["id"] for case in said["cases"]}
            self.is_caught_up = True
            await socket.send(json.dumps({"type": "confirm", "cursors": said["cursors"]}))
