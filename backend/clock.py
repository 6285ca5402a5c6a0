"""The one table of work whose time comes, and the round that looks again and again for what of it is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.db import database_sync_to_async
from django.utils import timezone

from backend.dispatch import alarms, escalating, follow_ups, going_home
from backend.intake import found_again
from backend.live import beat
from backend.live.notify import post
from backend.live.rounds import OnePerLoop, Rounds
from backend.lookback import drawing
from backend.people import turning
from backend.portions import is_stopping

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """Work whose time comes: `look` does a portion of what is due up to `now`, from rows alone, and says how many it did."""

    name: str
    look: Callable[[datetime], int]


# Each may run twice, in two processes at once, or be killed anywhere: what was done stands in the rows.
TASKS: list[Task] = [
    Task("heartbeat", beat.look),
    Task("duty turns", turning.look),
    Task("going home", going_home.look),
    Task("notifications", post.look),
    Task("escalation", escalating.look),
    Task("alarms", alarms.look),
    Task("look-backs", drawing.look),
    Task("follow-ups", follow_ups.look),
    Task("found again", found_again.look),
]


def look(now: datetime) -> int:
    """One round over all of it; a fault in one keeps none of the others waiting."""
    return sum(attempt(task, now) for task in TASKS if not is_stopping())


def attempt(task: Task, now: datetime) -> int:
    """One task's portion; nothing of it where it failed, for the next round finds it again."""
    try:
        return task.look(now)
    except Exception as error:  # noqa: BLE001 - the database may be away for a moment
        # Its text may repeat what stands in a row.
        log.error("the clock could not look after %s: %s", task.name, type(error).__name__)  # noqa: TRY400
        return 0


class Ticking(Rounds):
    """The clock inside the serving process, from its start on: each task has the database for itself, and lets others in between."""

    def __init__(self) -> None:
        super().__init__()
        self._did = 0

    def pause(self) -> float:
        """Where there was something to do there may be more."""
        return 0.05 if self._did else 1.0

    async def look(self) -> None:
        """One round."""
        self._did = 0
        for task in TASKS:
            self._did += await database_sync_to_async(attempt)(task, timezone.now())

    def tell(self, error: Exception) -> None:
        """What a task does is told by `attempt`; here it is the loop itself."""
        log.error("the clock missed a round: %s", type(error).__name__)


ticking = OnePerLoop(Ticking)
