"""Daphne that ends gently: told to stop, it listens no more, says good-bye to its sockets one by one, finishes its answers, and goes.

Sockets are closed at a rate at which their phones can be taken in elsewhere; each phone then waits its own random second
before it comes back. So no storm begins, and nothing has to be told to the phones.
"""

import asyncio
import logging
import os
import random
import signal
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.http_protocol import WebRequest
from daphne.server import Server

from backend import portions
from backend.live.closing import RESTART, closing
from backend.live.watch import watch

log = logging.getLogger(__name__)
GOODBYES_A_SECOND = 200
LONGEST_GOODBYE = 30.0
LONGEST_ANSWER = 20.0
LAST_CALL = 5.0
QUIET = 0.5
TICK = 0.01
# How many connections may wait to be accepted. After a restart thousands of phones come within a second; for whom Twisted's own
# 50 leave no room, his system tries again after one second, three, seven. (The kernel's `net.core.somaxconn` limits it as well.)
BACKLOG = 4096


def endpoints_of(host: str, port: int) -> list[str]:
    """Where to listen, in Daphne's words."""
    return [f"{each}:backlog={BACKLOG}" for each in build_endpoint_description_strings(host=host, port=port)]


class GentleServer(Server):
    """Ends on SIGTERM or Ctrl-C; the second one ends it at once."""

    def __init__(self, application: Any, *, at_start: Callable[[], None], **options: Any) -> None:
        # The app's own heartbeat every 20 s keeps Daphne from pinging, which it would do for all who connected together in
        # one turn of the loop; only a phone that fell silent is asked, and dropped. (0 would mean: ping all, every 2 s.)
        super().__init__(
            application, **({"ping_interval": 60, "application_close_timeout": 2, "server_name": ""} | options)
        )
        self._at_start = at_start
        self._ports: list[Any] = []
        self._ending: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Serve until told to stop."""
        from twisted.internet import reactor  # Installed by Daphne when it is imported.

        at_once: Any = reactor.callLater
        at_once(0, self._begin)  # In the running loop, after Twisted has set its own signals.
        super().run()

    def listen_success(self, port: Any) -> None:
        """Remember where to stop listening."""
        self._ports.append(port)
        super().listen_success(port)

    def _begin(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._end)
        # Limits run out whether or not anybody calls: the clock does not wait for a first phone.
        self._at_start()

    def _end(self) -> None:
        if self._ending is not None:
            self.stop()
            return
        closing.begin()
        portions.stop()
        self._ending = asyncio.ensure_future(self._end_gently())

    async def _end_gently(self) -> None:
        try:
            await asyncio.sleep(TICK)  # Who has been let in already is heard: closing the door would cut him off.
            for port in self._ports:
                port.stopListening()
            await _say_goodbye()
            await self._finish_answers()
        except Exception:
            log.exception("the end was not gentle")
        finally:
            self.stop()
            # Twisted waits for whatever was cancelled then; what does not end of itself does not keep the process.
            asyncio.get_running_loop().call_later(LAST_CALL, os._exit, 0)

    async def _finish_answers(self) -> None:
        """Until nothing was asked or answered for a while: a request may still be on its way in."""
        loop = asyncio.get_running_loop()
        until, quiet_since = loop.time() + LONGEST_ANSWER, loop.time()
        while loop.time() < until and loop.time() - quiet_since < QUIET:
            await asyncio.sleep(TICK)
            if self._answers_going_on():
                quiet_since = loop.time()

    def _answers_going_on(self) -> bool:
        return any(
            isinstance(protocol, WebRequest) and "disconnected" not in details
            for protocol, details in self.connections.items()
        )


async def _say_goodbye() -> None:
    """In an order of chance, so that no unit loses all its phones together."""
    sockets = list(watch().sockets)
    random.shuffle(sockets)
    pause = min(1 / GOODBYES_A_SECOND, LONGEST_GOODBYE / max(1, len(sockets)))
    for socket in sockets:
        try:
            await socket.leave(RESTART)
        except RuntimeError:
            continue  # It closed by itself meanwhile.
        await asyncio.sleep(pause)
