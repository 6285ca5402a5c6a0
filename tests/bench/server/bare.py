"""What every push is compared with: the floor, and the peer; both speak as much of our protocol as the phones need."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.bench.server.programs import one_program, resident
from tests.chaos.shared import Person
from tests.cluster.programs import ROOT, Program, listens
from tests.e2e.server import free_port

PEER = ROOT / "tests" / "bench" / "peer"


@dataclass(frozen=True)
class Running:
    """One that runs."""

    port: int
    program: Program

    def memory(self) -> int:
        """Its resident bytes."""
        return resident(self.program)

    def undelivered(self) -> int:
        """It knows of no tasks that wait."""
        return 0

    def kill(self) -> None:
        """Without a word."""
        self.program.kill()

    def start(self) -> None:
        """Until it listens."""
        self.program.start()
        self.program.wait_until(partial(listens, self.port))


@dataclass(frozen=True)
class Bare:
    """A server that is little more than its parts."""

    name: str
    running: Callable[[], AbstractContextManager[Running]]


def bare_ones() -> list[Bare]:
    """The floor, and the peer where its packages are installed."""
    floor = [sys.executable, "-m", "tests.bench.floor"]
    found = [Bare("floor", partial(_running, "floor", floor))]
    if (PEER / "node_modules" / ".installed").exists():
        found.append(Bare("peer", partial(_running, "peer", ["node", str(PEER / "server.mjs")])))
    return found


@contextmanager
def _running(name: str, command: Sequence[str]) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix=f"qiaomen-{name}-") as temporary:
        port = free_port()
        words = [*command, str(port), f"{temporary}/bare.sqlite3"]
        with one_program(name, words, Path(temporary), port) as program:
            yield Running(port, program)


def strangers(people: Sequence[Person]) -> list[Person]:
    """A bare server knows no sessions: there the cookie is the member."""
    return [replace(person, cookie=str(person.member)) for person in people]
