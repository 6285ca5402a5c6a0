"""Looks every second for what is due of drills, inside the serving process; nothing has to be told, the rows say it all."""

import asyncio
import logging
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.utils import timezone

from backend.drill.sending import look

log = logging.getLogger(__name__)
EVERY_SECONDS = 1.0


class Drilling:
    """Runs from the first request or socket of the process on."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def ensure(self) -> None:
        """Run, if it does not run already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            try:
                await database_sync_to_async(look)(timezone.now())
            except Exception as error:  # noqa: BLE001 - practising must never disturb what is real
                # Its text may repeat what a signal says.
                log.error("drills could not be looked after: %s", type(error).__name__)  # noqa: TRY400
            await asyncio.sleep(EVERY_SECONDS)


def drilling() -> Drilling:
    """The one of the running loop."""
    return _OF_LOOPS.setdefault(asyncio.get_running_loop(), Drilling())


# A process has one loop; tests have many, and none outlives its own.
_OF_LOOPS: WeakKeyDictionary[asyncio.AbstractEventLoop, Drilling] = WeakKeyDictionary()
