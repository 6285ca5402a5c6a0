"""Installations of their own, on SQLite or on whatever PostgreSQL the tests run on: empty, filled, and filled."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installation:
    """Its folder and its database, apart from those of the tests."""

    folder: Path
    url: str

    def manage(self, *words: str, fails: bool = False) -> str:
        """Run a command of it; what it said, on both outputs when it was to fail."""
        ran = self.run("manage.py", *words)
        assert (ran.returncode != 0) == fails, ran.stdout + ran.stderr
        return ran.stdout + (ran.stderr if fails else "")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python in it."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """What its processes see."""
        own = {"DATABASE_URL": self.url, "QIAOMEN_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "backend.settings"}
        return {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | own


def empty(folder: Path) -> Installation:
    """A new one, of the kind that the tests run on."""
    folder.mkdir(parents=True)
    if settings.ON_SQLITE:
        return Installation(folder, f"sqlite:///{folder / 'qiaomen.sqlite3'}")
    name = f"kept_{os.getpid()}_{folder.name}"
    _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _on_server("CREATE DATABASE {}", name)
    return Installation(folder, urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}")))


def remove(installation: Installation) -> None:
    """Its database on PostgreSQL; a folder goes by itself."""
    if not settings.ON_SQLITE:
        _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", urlsplit(installation.url).path[1:])


def _on_server(command: str, name: str) -> None:
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(sql.Identifier(name)))
