"""PostgreSQL and Redis of our own, on free ports and in a temporary folder."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.cluster.programs import UNPRIVILEGED, Program, listens
from tests.e2e.server import free_port

USER = "qiaomen"


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL Debian has installed here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@dataclass
class Postgres:
    """A server whose data survives being stopped without warning."""

    folder: Path
    port: int = field(default_factory=free_port)

    def create(self) -> None:
        """A new, empty one."""
        self.folder.mkdir()
        if UNPRIVILEGED:
            shutil.chown(self.folder, "nobody", "nogroup")
        self._run("initdb", "-D", str(self.folder / "pg"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        """Start it and wait until it answers."""
        # Many processes of 16 connections each, as the guide says. fsync is the disk's matter, not ours.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c max_connections=200"
        log = str(self.folder / "pg.log")
        self._run("pg_ctl", "-D", str(self.folder / "pg"), "-w", "-l", log, "-o", options, "start")

    def start_if_stopped(self) -> None:
        """For the next test, when one left it as it was."""
        if not listens(self.port):
            self.start()

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is a crash: what was not committed is gone, what was is found in the log at the next start."""
        if (self.folder / "pg" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.folder / "pg"), "-m", how, "-w", "stop")

    def cut_connections(self) -> int:
        """End every other session, in the middle of whatever it does; how many there were."""
        rows = self.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(rows[0][0])

    def url(self, database: str) -> str:
        """As DATABASE_URL wants it."""
        return f"postgres://{USER}@127.0.0.1:{self.port}/{database}"

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of a query, as they are in the server."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def change(self, statement: str, database: str) -> None:
        """Change rows behind the service's back."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def make_database(self, name: str, template: str = "template1") -> None:
        """A database of this name, a copy of another one."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))

    def drop_database(self, name: str) -> None:
        """Whoever is still in it is shown out."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, program: str, *words: str) -> None:
        folder = postgres_programs()
        assert folder is not None, "no PostgreSQL here: sudo apt-get install postgresql"
        command = [str(folder / program), *words]
        # Not captured: the server inherits what pg_ctl was given, and a pipe would stay open as long as it lives.
        with (self.folder / "control.log").open("ab") as log:
            subprocess.run(
                command, cwd="/", stdout=log, stderr=subprocess.STDOUT, check=True, timeout=60, **UNPRIVILEGED
            )


class Redis(Program):
    """The channel layer's; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        words = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        super().__init__("redis", ["redis-server", "--port", str(self.port), *words], folder, os.environ)

    @property
    def url(self) -> str:
        """As REDIS_URL wants it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        super().start()
        self.wait_until(lambda: listens(self.port))

    def flush(self) -> None:
        """Forget everything."""
        import redis

        with redis.Redis(port=self.port) as client:
            client.flushall()
