"""Works on imports inside the serving process: looks every second for what waits, a few files at a time, and clears old files.

Nothing here has to be told: what is to be done stands in the rows, and a process that was killed left a lease that ends.
"""

import asyncio
import logging
import secrets
import time
from datetime import datetime, timedelta

from channels.db import database_sync_to_async
from django.utils import timezone

from backend.intake.imports.clearing import clear_files
from backend.intake.imports.progress import claim, release
from backend.intake.imports.work import Outcome, work_on
from backend.intake.models import Import
from backend.live.rounds import OnePerLoop, Rounds

log = logging.getLogger(__name__)
CLEARS_EVERY = timedelta(hours=1)
# Files worked on together, so that a small one does not wait for the end of a large one.
MOST = 4


class Importing(Rounds):
    """Runs from the first request or socket of the process on."""

    def __init__(self) -> None:
        super().__init__()
        self._at_work: set[asyncio.Task[None]] = set()
        self._cleared_at: datetime | None = None

    async def look(self) -> None:
        """Begin what waits, and clear what was kept long enough."""
        await self.begin()
        await self.clear(timezone.now())

    def tell(self, error: Exception) -> None:
        """With its place."""
        log.error("could not look for imports", exc_info=error)

    async def begin(self) -> None:
        """Begin what waits, as far as there is room."""
        while len(self._at_work) < MOST:
            row = await database_sync_to_async(claim)(secrets.token_hex(8), timezone.now())
            if row is None:
                return
            task = asyncio.create_task(work(row))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def clear(self, now: datetime) -> None:
        """Once in a while, remove the files that were kept long enough."""
        if self._cleared_at is None or now - self._cleared_at >= CLEARS_EVERY:
            await database_sync_to_async(clear_files)(now)
            self._cleared_at = now

    async def settle(self) -> None:
        """Wait until nothing is at work."""
        while self._at_work:
            await asyncio.gather(*self._at_work)


async def work(row: Import) -> None:
    """One import, step by step: the file on a thread of its own, the database where all of it is done."""
    steps = work_on(row, timezone.now)
    outcome = Outcome()
    try:
        while (step := outcome.next_of(steps)) is not None:
            begun = time.perf_counter()
            if step.on_database:
                await database_sync_to_async(outcome.of)(step.do)
            else:
                await asyncio.to_thread(outcome.of, step.do)
            # As long a rest as the work was: nobody else waits for more than one portion.
            await asyncio.sleep(time.perf_counter() - begun)
    except Exception as error:  # noqa: BLE001 - whatever it is, other imports go on
        # Its text may repeat what stands in the file. The lease ends, and then it is tried again.
        log.error("import %s was interrupted: %s", row.pk, type(error).__name__)  # noqa: TRY400
    else:
        await database_sync_to_async(release)(row)
    finally:
        steps.close()


importing = OnePerLoop(Importing)
