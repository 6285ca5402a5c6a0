"""The database at one moment, whoever writes meanwhile: SQLite's online backup, PostgreSQL's `pg_dump` on a snapshot."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from backend.backup.manifest import Unfit

Progress = Callable[[str], None]
PAGES = 4096
_DEBIAN = Path("/usr/lib/postgresql")


def dump(folder: Path, tell: Progress) -> tuple[str, dict[str, int]]:
    """Write it into this folder: the name of the file, and how many rows each table had at that moment."""
    return _dump_postgresql(folder) if connection.vendor == "postgresql" else _dump_sqlite(folder, tell)


def load(path: Path) -> None:
    """Bring it back into an empty database."""
    if connection.vendor == "postgresql":
        words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(path)]
        _run("pg_restore", "--dbname", str(connection.settings_dict["NAME"]), *words)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        source.backup(connection.connection, pages=PAGES)
    connection.close()


def counted(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has."""
    rows: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables' names
            rows[table] = cursor.fetchone()[0]
    return rows


def _dump_sqlite(folder: Path, tell: Progress) -> tuple[str, dict[str, int]]:
    target = folder / "database.sqlite3"

    def progress(_: int, remaining: int, total: int) -> None:
        tell(f"database: {total - remaining} of {total} pages")

    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)) as source:
        # One reading for the whole copy: the log keeps what it sees, and writers go on meanwhile.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master")
        with closing(sqlite3.connect(target)) as written:
            source.backup(written, pages=PAGES, progress=progress)
            written.execute("PRAGMA journal_mode=DELETE")
            tables = [name for (name,) in written.execute(_SQLITE_TABLES)]
            rows = {name: written.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    return target.name, rows


def _dump_postgresql(folder: Path) -> tuple[str, dict[str, int]]:
    target = folder / "database.pgdump"
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        name = str(connection.settings_dict["NAME"])
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            "-f",
            str(target),
            name,
        )
        return target.name, counted(connection.introspection.table_names())


def _run(program: str, *words: str) -> None:
    """One of PostgreSQL's own programs; the password travels in its environment, where `ps` does not show it."""
    said = connection.settings_dict
    where = {"--host": said["HOST"], "--port": said["PORT"], "--username": said["USER"]}
    options = [word for option, value in where.items() if value for word in (option, str(value))]
    environment = os.environ | ({"PGPASSWORD": str(said["PASSWORD"])} if said["PASSWORD"] else {})
    ran = subprocess.run(  # noqa: S603 - no shell, our own words
        [_newest(program), *options, *words], env=environment, stderr=subprocess.PIPE, text=True, check=False
    )
    if ran.returncode:
        raise Unfit(f"{program} failed: {ran.stderr.strip()[-500:]}")


def _newest(program: str) -> str:
    """Debian keeps several versions, of which only the server's own or a newer one can read it."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{program}"), key=lambda path: float(path.parent.parent.name))
    found = str(versions[-1]) if versions else shutil.which(program)
    if found is None:
        raise Unfit(f"{program} is not installed: apt-get install postgresql-client")
    return found


_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
