"""The whole service as production runs it: nginx before two web processes, and two clocks, on one database and one Redis."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.cluster.nginx import Nginx
from tests.cluster.programs import Program, listens, waited_until
from tests.cluster.stores import Postgres, Redis
from tests.e2e.server import free_port

WEBS = CLOCKS = 2
TEMPLATE = "prepared"


@dataclass
class Stores:
    """PostgreSQL and Redis, and where to find them."""

    folder: Path
    postgres: Postgres
    redis: Redis

    def environment(self, database: str, data: Path) -> dict[str, str]:
        """What every process of the service is told."""
        return os.environ | {
            "DATABASE_URL": self.postgres.url(database),
            "REDIS_URL": self.redis.url,
            "QIAOMEN_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "backend.settings",
            "DJANGO_SECRET_KEY": "only-for-tests-and-nothing-else-at-all-0000",
            "QIAOMEN_PROXIES": "127.0.0.1",
            "QIAOMEN_METRICS_FROM": "127.0.0.1",
        }


@contextmanager
def stores() -> Iterator[Stores]:
    """Both running, in a folder that goes with them."""
    # Not below pytest's folder: nobody but root may enter that one.
    with tempfile.TemporaryDirectory(prefix="qiaomen-cluster-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        both = Stores(folder, Postgres(folder / "postgres"), Redis(folder))
        both.postgres.create()
        try:
            both.postgres.start()
            both.redis.start()
            yield both
        finally:
            both.redis.kill()
            both.postgres.stop()


@dataclass
class Cluster:
    """The processes of one service; `port` is where phones find it."""

    stores: Stores
    database: str
    folder: Path
    has_clocks: bool = True
    nginx: Nginx = field(init=False)
    webs: list[Program] = field(init=False)
    clocks: list[Program] = field(init=False)

    def __post_init__(self) -> None:
        self.environment = self.stores.environment(self.database, self.folder)
        self.web_ports = [free_port() for _ in range(WEBS)]
        self.nginx = Nginx(self.folder, self.web_ports)
        self.webs = [self._program(f"web{n}", "web", "--port", str(port)) for n, port in enumerate(self.web_ports)]
        self.clocks = [self._program(f"clock{n}", "clock") for n in range(CLOCKS if self.has_clocks else 0)]

    @property
    def port(self) -> int:
        """Nginx's."""
        return self.nginx.port

    def renew(self) -> None:
        """A new copy of the prepared database and no files; every process runs, with what belongs to it."""
        if not self.stores.redis.is_running():
            self.stores.redis.start()
        self.stores.postgres.start_if_stopped()
        self.stores.postgres.drop_database(self.database)
        self.stores.postgres.make_database(self.database, TEMPLATE)
        for kept in ("evidence", "imports"):
            shutil.rmtree(self.folder / kept, ignore_errors=True)
        for program in (*self.webs, *self.clocks, self.nginx):
            if not program.is_running():
                program.start()
        for number in range(WEBS):
            self.wait_for_web(number)
        assert waited_until(self.answers), self.nginx.tail()

    def wait_for_web(self, number: int) -> None:
        """Until this web process listens."""
        self.webs[number].wait_until(lambda: listens(self.web_ports[number]))

    def answers(self) -> bool:
        """Whether nginx reaches somebody who says that all is well."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Everything that still runs, at once."""
        for program in (self.nginx, *self.webs, *self.clocks):
            program.kill()

    def _program(self, name: str, *words: str) -> Program:
        return Program(name, [sys.executable, "manage.py", *words], self.folder, self.environment)
