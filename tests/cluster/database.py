"""PostgreSQL asked in SQLite's way, so that the check of `make chaos` reads both databases alike."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg


class Rows:
    """What came back, as SQLite would have kept it."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows = [tuple(_plain(value) for value in row) for row in rows]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All of them."""
        return self.rows


class LikeSqlite:
    """A connection for `tests.chaos.check.look`; all its answers are of one moment, whatever the clocks do meanwhile."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url)
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Rows:
        """Ask."""
        query = statement.replace("?", "%s")
        return Rows(self.connection.execute(query, values).fetchall())

    def close(self) -> None:
        """Let go of it."""
        self.connection.close()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value
