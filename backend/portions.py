"""Works through a portion of what is due, one item after the other; ends between two of them when the process has to."""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

log = logging.getLogger(__name__)
Item = TypeVar("Item")
_STOPPING = threading.Event()


def work_off(items: Iterable[Item], do: Callable[[Item], bool], *, failed: Callable[[Item], None] | None = None) -> int:
    """How many of them `do` says it did. A fault in one ends nothing; `failed` may put it off, so that it blocks no portion."""
    count = 0
    for item in items:
        if is_stopping():
            break
        try:
            count += do(item)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are due as well
            log.error("one item that was due failed: %s", type(error).__name__)  # noqa: TRY400 - its text may repeat a row
            if failed is not None:
                failed(item)
    return count


def is_stopping() -> bool:
    """Whether the process has to end: nothing new is begun."""
    return _STOPPING.is_set()


def stop() -> None:
    """End between two items."""
    _STOPPING.set()


def wait(seconds: float) -> None:
    """Until so much later, or the process has to end."""
    _STOPPING.wait(seconds)
