"""A service that is measured: its database, the processes that answer, and what it runs on."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from tests.bench.server.programs import resident
from tests.chaos.shared import Person
from tests.cluster.programs import Program, listens


@dataclass(frozen=True)
class Stored:
    """A database and the folder beside it; `environment` leads a process to both."""

    name: str
    data: Path
    environment: dict[str, str]
    ask: Callable[[str], list[tuple[Any, ...]]]

    def count(self, table: str, condition: str = "1 = 1") -> int:
        """So many rows."""
        return int(self.ask(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0])  # noqa: S608 - our own words


@dataclass(frozen=True)
class Service:
    """One that runs on it; `webs` are the processes that answer, by their ports."""

    stored: Stored
    port: int
    webs: dict[int, Program]

    def memory(self) -> int:
        """Resident bytes of all that answer."""
        return sum(resident(web) for web in self.webs.values())

    def undelivered(self) -> int:
        """Tasks of somebody that his phone has not confirmed."""
        return self.stored.count(
            "cases_assignment", "member_id IS NOT NULL AND delivered_at IS NULL AND ended_at IS NULL"
        )

    def kill(self) -> None:
        """All that answer, without a word."""
        for web in self.webs.values():
            web.kill()

    def start(self) -> None:
        """All of them, until they listen."""
        for web in self.webs.values():
            web.start()
        for port, web in self.webs.items():
            web.wait_until(partial(listens, port))


class Place(Protocol):
    """Whatever phones are connected to: ours, the floor or the peer."""

    @property
    def port(self) -> int:
        """Where it listens."""

    def memory(self) -> int:
        """Resident bytes of all that answer."""

    def undelivered(self) -> int:
        """Tasks of somebody that his phone has not confirmed."""


class Ground(Protocol):
    """Something services run on."""

    on: str

    def prepare(self, phones: int, seed: int) -> list[Person]:
        """Fill the database that every copy of it begins with."""

    def copied(self) -> AbstractContextManager[Stored]:
        """A copy of it, which goes at the end."""

    def serving(self, stored: Stored) -> AbstractAsyncContextManager[Service]:
        """A service on it, started as a user does."""


@asynccontextmanager
async def running(ground: Ground) -> AsyncIterator[Service]:
    """A service that just started, as if nothing had ever happened there."""
    with ground.copied() as stored:
        async with ground.serving(stored) as service:
            yield service
