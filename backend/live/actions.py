"""Telling: every change is written into the streams of those who have to know, in the change's own transaction."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from backend.live.events import AnyHappening
from backend.live.layer import wake
from backend.live.models import Entry, Event
from backend.people.models import Member, Unit
from backend.prepared import Prepared
from backend.storage import at_its_end, once_stored
from backend.writing import insert, store, write_columns

log = logging.getLogger(__name__)


class HasStreams(Protocol):
    """What the streams need to know of a case."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @classmethod
    def streams_of(cls, cases: Collection[Any]) -> dict[UUID, set[int]]:
        """The units whose streams hear of each of these."""


@dataclass(frozen=True)
class Change:
    """What happened, to which case if to one, and the units that hear of it besides those of the case (`heard`, where known).

    `by`: who did it, where many did the same at once.
    """

    happening: AnyHappening
    case: HasStreams | None = None
    units: Collection[int] = ()
    heard: Collection[int] | None = None
    by: Member | None = None


def record(
    happening: AnyHappening,
    *,
    by: Member | None,
    now: datetime,
    case: HasStreams | None = None,
    units: Iterable[Unit | int] = (),
    heard: Collection[int] | None = None,
) -> Event:
    """Write one event, as `record_all` does."""
    more = {unit if isinstance(unit, int) else unit.pk for unit in units}
    return record_all([Change(happening, case, more, heard)], by=by, now=now)[0]


def record_all(changes: Sequence[Change], *, by: Member | None, now: datetime) -> list[Event]:
    """Write these events in this order, and run what follows.

    At the end of the transaction each is numbered in every stream it belongs to, and once that is stored its readers are woken.
    What follows from any of them runs once all are written, so they are events of different cases, or nothing follows.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its change")
    if not changes:
        return []
    events = [_event(change, by, now) for change in changes]
    store(events)
    told = _streams(changes)
    for event, streams in zip(events, told, strict=True):
        at_its_end(_number, (event.pk, streams))
    of_cases = [(change.case, change.happening) for change in changes if change.case is not None]
    _reactions(settings.REACTIONS)(of_cases, by, now)
    return events


def hold_streams(units: Iterable[int]) -> None:
    """Lock these streams at once, for a transaction that needs one of them before its end.

    At the end it locks all it tells, in the order of their ids; had it one of them before, it might wait for another crosswise, and
    PostgreSQL would end one of the two.
    """
    if connection.features.has_select_for_update:
        _heads(set(units))


def _event(change: Change, by: Member | None, now: datetime) -> Event:
    return Event(
        kind=change.happening.kind,
        case_id=change.case.id if change.case else None,
        by=change.by or by,
        at=now,
        data=change.happening.model_dump(mode="json", exclude={"kind"}),
    )


def _streams(changes: Sequence[Change]) -> list[set[int]]:
    """The streams that hear of each change: those of its case are read where nobody has said them."""
    cases = {change.case.id: change.case for change in changes if change.case is not None and change.heard is None}
    of_case = type(next(iter(cases.values()))).streams_of(cases.values()) if cases else {}
    heard = [of_case[one.case.id] if one.case and one.heard is None else one.heard or () for one in changes]
    return [{*change.units, *streams} for change, streams in zip(changes, heard, strict=True)]


def _number(told: Sequence[tuple[int, set[int]]]) -> None:
    """Number events in their streams: all of a transaction at once, so that it holds the streams no longer than for that."""
    # The units' rows are locked, always in the order of their ids so that two transactions never wait for each other
    # crosswise; a plain sequence commits out of order, and a cursor would step over what commits late.
    # `no_key`: an insert that points to the unit (an assignment, a member) does not wait for a lock of this kind, and two
    # transactions that both made one would otherwise block each other here for good.
    units = set().union(*(streams for _, streams in told))
    heads = dict(_heads(units))
    entries = []
    for event, streams in told:
        for unit in sorted(streams):
            heads[unit] += 1
            entries.append((unit, heads[unit], event))
    write_columns(Unit, ["stream_head"], {unit: [head] for unit, head in heads.items()})
    insert(Entry, ["unit", "number", "event"], entries)
    once_stored(partial(_wake_readers, sorted(units)))


_heads = Prepared(
    lambda units: (
        Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk").values_list("pk", "stream_head")
    )
)


def _wake_readers(units: Iterable[int]) -> None:
    try:
        wake(f"unit.{unit}" for unit in units)
    except (
        Exception
    ):  # The change is stored: a layer that is down must not turn it into an error. Readers look again by themselves.
        log.exception("readers could not be woken")


Reactions = Callable[[Sequence[tuple[HasStreams, AnyHappening]], Member | None, datetime], None]


@cache
def _reactions(dotted: str) -> Reactions:
    return cast("Reactions", import_string(dotted))
