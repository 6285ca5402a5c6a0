"""Telling: every change is written into the streams of those who have to know, in the change's own transaction."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from backend.live.events import AnyHappening
from backend.live.layer import wake
from backend.live.models import Entry, Event
from backend.people.models import Member, Unit
from backend.storage import once_stored

log = logging.getLogger(__name__)


class HasStreams(Protocol):
    """What the streams need to know of a case."""

    @property
    def id(self) -> UUID:
        """Its id."""

    def streams(self) -> set[int]:
        """The units whose streams hear of it."""


def record(
    happening: AnyHappening,
    *,
    by: Member | None,
    now: datetime,
    case: HasStreams | None = None,
    units: Iterable[Unit | int] = (),
) -> Event:
    """Write the event, number it in every stream it belongs to, run what follows from it, and wake readers on commit."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its change")
    event = Event.objects.create(
        kind=happening.kind,
        case_id=case.id if case else None,
        by=by,
        at=now,
        data=happening.model_dump(mode="json", exclude={"kind"}),
    )
    told = _streams(case, units)
    _number(event, told)
    _PENDING.add(told)
    once_stored(_wake_readers)
    if case is not None:
        _reactions(settings.REACTIONS)(str(case.id), happening, by, now)
    return event


def hold_streams(units: Iterable[int]) -> None:
    """Lock these streams at once, for a transaction that will write to them one after the other.

    Each event locks its own streams in the order of their ids; two transactions of several events could still take them
    crosswise, one event after the other, and PostgreSQL would end one of the two.
    """
    if connection.features.has_select_for_update:
        list(Unit.objects.select_for_update(no_key=True).filter(pk__in=set(units)).order_by("pk").values_list("pk"))


def _streams(case: HasStreams | None, units: Iterable[Unit | int]) -> list[int]:
    more = {unit if isinstance(unit, int) else unit.pk for unit in units}
    return sorted(more | (case.streams() if case else set()))


def _number(event: Event, streams: list[int]) -> None:
    # The units' rows are locked, always in the order of their ids so that two transactions never wait for each other
    # crosswise; a plain sequence commits out of order, and a cursor would step over what commits late.
    # `no_key`: an insert that points to the unit (an assignment, a member) does not wait for a lock of this kind, and two
    # transactions that both made one would otherwise block each other here for good.
    heads = list(
        Unit.objects.select_for_update(no_key=True)
        .filter(pk__in=streams)
        .order_by("pk")
        .values_list("pk", "stream_head")
    )
    Unit.objects.filter(pk__in=streams).update(stream_head=F("stream_head") + 1)
    Entry.objects.bulk_create(Entry(unit_id=unit, number=head + 1, event=event) for unit, head in heads)


class _Pending(threading.local):
    """The streams written to by the transactions of this thread (a connection belongs to one thread) since the last commit.

    After a rollback some stay behind; the next commit wakes their readers once for nothing, which costs a look and loses nothing.
    """

    def __init__(self) -> None:
        self.units: set[int] = set()

    def add(self, units: Iterable[int]) -> None:
        self.units.update(units)

    def take(self) -> list[int]:
        units, self.units = self.units, set()
        return sorted(units)


_PENDING = _Pending()


def _wake_readers() -> None:
    """Runs for each event of a commit; the first one wakes for all of them."""
    try:
        wake(f"unit.{unit}" for unit in _PENDING.take())
    except (
        Exception
    ):  # The change is stored: a layer that is down must not turn it into an error. Readers look again by themselves.
        log.exception("readers could not be woken")


Reactions = Callable[[str, AnyHappening, Member | None, datetime], None]


@cache
def _reactions(dotted: str) -> Reactions:
    return cast("Reactions", import_string(dotted))
