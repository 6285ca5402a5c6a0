"""One look at the database every two seconds for all sockets of the process: who has to leave, and who has news unheard.

A wake is only a hint. It is lost when Redis is down, and never comes from another process on the embedded default
(`manage.py clock`, a command); this look finds what it would have told.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from channels.db import database_sync_to_async
from django.utils import timezone

from backend.figures import SOCKETS
from backend.live.admission import Admission, Present, known, objection, present
from backend.live.rounds import OnePerLoop, Rounds
from backend.people.models import Unit

log = logging.getLogger(__name__)
EVERY_SECONDS = 2.0
# Sockets of one look: all at once would keep everybody else from the database for a quarter of a second with 10,000 of them.
MOST_AT_ONCE = 1000


class Watched(Protocol):
    """What the watch needs of a socket."""

    admission: Admission | None
    cursors: dict[int, int] | None

    def look_again(self) -> None:
        """Read the news once more."""

    async def leave(self, code: int) -> None:
        """Close with this code."""


@dataclass(frozen=True)
class Sight:
    """What one look saw."""

    present: Present
    heads: dict[int, int]


class Watch(Rounds):
    """Runs while there are sockets."""

    def __init__(self) -> None:
        super().__init__()
        self.sockets: set[Watched] = set()
        self._left: list[Watched] = []

    def add(self, socket: Watched) -> None:
        """Watch over this socket as well."""
        self.sockets.add(socket)
        SOCKETS.set(len(self.sockets))
        self.ensure()

    def discard(self, socket: Watched) -> None:
        """It has gone."""
        self.sockets.discard(socket)
        SOCKETS.set(len(self.sockets))

    def goes_on(self) -> bool:
        """Without sockets there is nothing to watch over."""
        return bool(self.sockets)

    def pause(self) -> float:
        """Each socket is looked at as often as whoever is shown out may still hear something."""
        return EVERY_SECONDS / max(1, ceil(len(self.sockets) / MOST_AT_ONCE))

    def tell(self, error: Exception) -> None:
        """With its place."""
        log.error("the sockets could not be looked after", exc_info=error)

    async def look(self) -> None:
        """Look at the next sockets, close what has to be closed, wake what has something unheard."""
        if not self._left:
            self._left = list(self.sockets)
        part, self._left = self._left[:MOST_AT_ONCE], self._left[MOST_AT_ONCE:]
        watched = [socket for socket in part if socket.admission]
        if not watched:
            return
        sight = await database_sync_to_async(_sight)([s.admission for s in watched if s.admission])
        for socket in watched:
            if socket.admission is None:
                continue
            if code := objection(socket.admission, sight.present):
                with suppress(RuntimeError):  # It closed by itself meanwhile.
                    await socket.leave(code)
            elif any(sight.heads.get(unit, 0) > number for unit, number in (socket.cursors or {}).items()):
                socket.look_again()


watch = OnePerLoop(Watch)


def _sight(admissions: list[Admission]) -> Sight:
    members = known({one.member for one in admissions})
    return Sight(present(admissions, members, timezone.now()), dict(Unit.objects.values_list("pk", "stream_head")))
