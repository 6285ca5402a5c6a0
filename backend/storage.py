"""The one way to open a transaction that writes, and what is done once at its end, or after it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import transaction

Work = Callable[[Sequence[Any]], None]


def one_transaction() -> AbstractContextManager[None]:
    """A durable transaction: the outermost one, so that what it tells on commit is really stored.

    On SQLite `transaction_mode=IMMEDIATE` takes the single write lock at its start, on PostgreSQL the
    actions lock the rows they change.
    """
    return _one_transaction()


def at_its_end(work: Work, item: Any) -> None:
    """Give `item` to `work` with all others of the transaction, right before it commits; outside of one, at once."""
    if _LEFT.depth:
        _LEFT.items.append((work, item))
    else:
        work([item])


def do_what_is_left() -> None:
    """Do now what was left for the end: for whoever plays many changes within one transaction, and looks at what they told."""
    while _LEFT.items:
        work = _LEFT.items[0][0]
        mine = [item for of, item in _LEFT.items if of is work]
        _LEFT.items = [(of, item) for of, item in _LEFT.items if of is not work]
        work(mine)


def once_stored(tell: Callable[[], None]) -> None:
    """Run `tell` after the commit; nothing is told of a change that was rolled back."""
    transaction.on_commit(tell)


class _Left(threading.local):
    """What the transaction of this thread (a connection belongs to one thread) has left for its end, and how deep it is nested."""

    def __init__(self) -> None:
        self.depth = 0
        self.items: list[tuple[Work, Any]] = []


_LEFT = _Left()


@contextmanager
def _one_transaction() -> Iterator[None]:
    before = len(_LEFT.items)
    _LEFT.depth += 1
    try:
        with transaction.atomic():
            yield
            if _LEFT.depth == 1:
                do_what_is_left()
    except BaseException:
        # What it left goes with what it wrote; what was left before stays.
        del _LEFT.items[before:]
        raise
    finally:
        _LEFT.depth -= 1
