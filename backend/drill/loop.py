"""Looks every second for what is due of drills, inside the serving process; nothing has to be told, the rows say it all."""

import logging

from channels.db import database_sync_to_async
from django.utils import timezone

from backend.drill.sending import look
from backend.live.rounds import OnePerLoop, Rounds

log = logging.getLogger(__name__)


class Drilling(Rounds):
    """Runs from the first request or socket of the process on."""

    async def look(self) -> None:
        """Send what is due, and play whom nobody stands for."""
        await database_sync_to_async(look)(timezone.now())

    def tell(self, error: Exception) -> None:
        """Practising must never disturb what is real; and the error's text may repeat what a signal says."""
        log.error("drills could not be looked after: %s", type(error).__name__)


drilling = OnePerLoop(Drilling)
