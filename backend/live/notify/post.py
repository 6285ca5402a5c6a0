"""Sends what is due: claims and marks on the thread that has the database, and sends on threads that have none.

Sending blocks for as long as somebody else's server likes, so it never holds the one database thread of the embedded default.
"""

import logging
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from backend.live.notify.actions import wipe_removed
from backend.live.notify.claiming import claim
from backend.live.notify.letter import Letter, Result
from backend.live.notify.marking import mark
from backend.live.notify.rows import Way

log = logging.getLogger(__name__)
# Sendings at once, over all channels: one that is slow leaves room for the others.
MOST = 12


class Outgoing:
    """The sendings of this process. What was answered waits in `_back` until the next look marks it."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, thread_name_prefix="notify")
        self._back: deque[tuple[Letter, Result]] = deque()
        self._at_work: set[Future[None]] = set()
        self._one_look = threading.Lock()

    def look(self, now: datetime) -> int:
        """Mark what came back, send what is due; how many of both. Waits for nobody's server."""
        if not self._one_look.acquire(blocking=False):
            return 0
        try:
            return self._mark(now) + self._begin(now)
        finally:
            self._one_look.release()

    def settle(self, seconds: float = 30) -> None:
        """Wait until nothing is being sent; the next look marks it."""
        for each in list(self._at_work):
            each.result(seconds)

    def _begin(self, now: datetime) -> int:
        self._at_work = {each for each in self._at_work if not each.done()}
        free = MOST - len(self._at_work)
        letters = claim(now, free) if free > 0 else []
        for letter in letters:
            self._at_work.add(self._pool.submit(self._send, letter))
        return len(letters)

    def _send(self, letter: Letter) -> None:
        self._back.append((letter, send(letter)))

    def _mark(self, now: datetime) -> int:
        count = 0
        while self._back:
            letter, result = self._back[0]
            mark(letter, result, now)  # Left in place if the database is away: the next look marks it
            self._back.popleft()
            count += 1
        return count


def send(letter: Letter) -> Result:
    """Over its channel; whatever goes wrong is a result, and says nothing about whom it was for."""
    from backend.live.notify.by_apprise import send_apprise
    from backend.live.notify.by_push import send_push

    if letter.objection:
        gone = letter.objection in ("key_changed", "device_lost", "other_member")
        return Result(is_sent=False, code=letter.objection, gone=gone)
    try:
        return send_push(letter) if letter.kind == Way.WEBPUSH else send_apprise(letter)
    except Exception as error:  # noqa: BLE001 - a failure for one does not stop another
        log.error("a notification by %s could not be sent: %s", letter.kind, type(error).__name__)  # noqa: TRY400 - its text may hold the address
        return Result(is_sent=False, code="fault", again=True)


_outgoing = Outgoing()


def look(now: datetime) -> int:
    """For the clock's table: send what is due up to `now`, and wipe the addresses of what was removed."""
    return _outgoing.look(now) + (wipe_removed(now) if now.second == 0 else 0)
