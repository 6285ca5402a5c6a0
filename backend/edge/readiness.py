"""Whether this process can do its work: asked on a thread of its own, so that it never waits behind the phones."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from backend.live.beat import SILENCE, silence
from backend.live.closing import closing

T = TypeVar("T")
PATIENCE = 3.0
KEPT_SECONDS = 1.0
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="apart")


class Readiness:
    """The parts that must work, each with its fault or none; one look at a time, kept for a second."""

    def __init__(self) -> None:
        self._faults: dict[str, str] = {}
        self._seen_at = -KEPT_SECONDS
        self._turn = asyncio.Lock()

    async def faults(self) -> dict[str, str]:
        """By part what is wrong with it; empty when all is well."""
        if closing.has_begun:
            return {"process": "ends"}
        async with self._turn:
            if time.monotonic() - self._seen_at > KEPT_SECONDS:
                self._faults = await _look()
                self._seen_at = time.monotonic()
        return self._faults


async def apart(work: Callable[[], T]) -> T:
    """Run on the thread that only health and figures use; its connection goes back when it is done."""

    def with_connection() -> T:
        try:
            return work()
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_thread, with_connection)


async def _look() -> dict[str, str]:
    asked = {"database": apart(_look_at_database), "layer": _look_at_layer()}
    answers = await asyncio.gather(*(_in_time(part, question) for part, question in asked.items()))
    return {part: fault for answer in answers for part, fault in answer.items()}


async def _in_time(part: str, question: Awaitable[dict[str, str]]) -> dict[str, str]:
    """A part that does not answer is not there. Of an error only its kind is said: its words may name hosts and people."""
    try:
        return await asyncio.wait_for(question, PATIENCE)
    except TimeoutError:
        return {part: "no answer"}
    except Exception as error:  # noqa: BLE001 - whatever it is, this part does not work
        return {part: type(error).__name__}


def _look_at_database() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated.is_so():
        return {"migrations": "not applied"}
    quiet_for = silence(timezone.now())
    return {} if quiet_for is not None and quiet_for < SILENCE.total_seconds() else {"clock": "does not look"}


async def _look_at_layer() -> dict[str, str]:
    if not settings.REDIS_URL:
        return {}
    import redis.asyncio  # Only installed for channels-redis, which is only used with REDIS_URL.

    async with redis.asyncio.from_url(settings.REDIS_URL, socket_timeout=PATIENCE) as client:
        await client.ping()
    return {} if get_channel_layer() else {"layer": "none"}


class _Migrated:
    """Migrations that were applied once stay applied."""

    def __init__(self) -> None:
        self._is_so = False

    def is_so(self) -> bool:
        """Ask the database until it is."""
        if not self._is_so:
            executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
            self._is_so = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self._is_so


_migrated = _Migrated()
