"""The one way to open a transaction that writes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import cast

from django.db import transaction


def one_transaction() -> AbstractContextManager[None]:
    """A durable transaction: the outermost one, so that what it tells on commit is really stored.

    On SQLite `transaction_mode=IMMEDIATE` takes the single write lock at its start, on PostgreSQL the
    actions lock the rows they change.
    """
    return cast("AbstractContextManager[None]", transaction.atomic())


def once_stored(tell: Callable[[], None]) -> None:
    """Run `tell` after the commit; nothing is told of a change that was rolled back."""
    transaction.on_commit(tell)
