"""What services run on: the embedded default, and production; each keeps a prepared database and gives out copies of it."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.server.services import Service, Stored
from tests.chaos.server import environment
from tests.chaos.shared import Person
from tests.cluster.cluster import TEMPLATE, Cluster, Stores
from tests.cluster.programs import ROOT, Program, waited_until
from tests.e2e.server import free_port

PREPARING = 600


class Embedded:
    """One process on SQLite, as `make run` starts it."""

    on = "SQLite, 1 process"

    def __init__(self, folder: Path) -> None:
        self.folder, self.prepared, self.copies = folder, folder / "prepared", 0
        self._last: tuple[int, int, list[Person]] = (0, 0, [])

    def prepare(self, phones: int, seed: int) -> list[Person]:
        """A new one when other people are wanted than last time."""
        if self._last[:2] != (phones, seed):
            shutil.rmtree(self.prepared, ignore_errors=True)
            self.prepared.mkdir(parents=True)
            self._last = phones, seed, _people(phones, seed, _embedded(self.prepared))
        return self._last[2]

    @contextmanager
    def copied(self) -> Iterator[Stored]:
        """The folder with all that is in it."""
        self.copies += 1
        data = self.folder / f"copy{self.copies}"
        shutil.copytree(self.prepared, data)
        try:
            yield Stored(data.name, data, _embedded(data), partial(_ask_sqlite, data / "qiaomen.sqlite3"))
        finally:
            shutil.rmtree(data)

    @asynccontextmanager
    async def serving(self, stored: Stored) -> AsyncIterator[Service]:
        """`manage.py serve`."""
        port = free_port()
        words = ["serve", "--no-demo", "--host", "127.0.0.1", "--port", str(port)]
        web = Program("web", [sys.executable, "manage.py", *words], stored.data, stored.environment)
        service = Service(stored, port, {port: web})
        try:
            await asyncio.to_thread(service.start)
            yield service
        finally:
            service.kill()


class Production:
    """PostgreSQL, Redis, nginx, two web processes and two clocks."""

    on = "PostgreSQL, Redis, nginx, 2 processes"

    def __init__(self, stores: Stores, folder: Path) -> None:
        self.stores, self.folder, self.copies = stores, folder, 0
        self._last: tuple[int, int, list[Person]] = (0, 0, [])

    def prepare(self, phones: int, seed: int) -> list[Person]:
        """A new one when other people are wanted than last time."""
        if self._last[:2] != (phones, seed):
            self.stores.postgres.drop_database(TEMPLATE)
            self.stores.postgres.make_database(TEMPLATE)
            data = self.folder / "prepared"
            data.mkdir(parents=True, exist_ok=True)
            self._last = phones, seed, _people(phones, seed, self.stores.environment(TEMPLATE, data))
        return self._last[2]

    @contextmanager
    def copied(self) -> Iterator[Stored]:
        """A database of its own on the same server."""
        self.copies += 1
        name = f"copy{self.copies}"
        data = self.folder / name
        data.mkdir()
        self.stores.postgres.make_database(name, TEMPLATE)
        ask = partial(self.stores.postgres.ask, database=name)
        try:
            yield Stored(name, data, self.stores.environment(name, data), ask)
        finally:
            self.stores.postgres.drop_database(name)
            shutil.rmtree(data)

    @asynccontextmanager
    async def serving(self, stored: Stored) -> AsyncIterator[Service]:
        """All of production; phones come through nginx."""
        cluster = Cluster(self.stores, stored.name, stored.data)
        service = Service(stored, cluster.port, dict(zip(cluster.web_ports, cluster.webs, strict=True)))
        try:
            await asyncio.to_thread(service.start)
            for program in (*cluster.clocks, cluster.nginx):
                program.start()
            if not await asyncio.to_thread(waited_until, cluster.answers):
                raise RuntimeError(f"the cluster does not answer: {cluster.nginx.tail()}")
            yield service
        finally:
            cluster.stop()


def _embedded(data: Path) -> dict[str, str]:
    # The clock runs inside, as it does for everybody.
    return environment(data) | {"QIAOMEN_CLOCK": "1"}


def _people(phones: int, seed: int, where: dict[str, str]) -> list[Person]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.server.world", str(phones), str(seed)],
        cwd=ROOT,
        env=where,
        stdout=subprocess.PIPE,
        check=True,
        timeout=PREPARING,
    )
    return [Person(**person) for person in json.loads(ran.stdout)]


def _ask_sqlite(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute(statement).fetchall()
