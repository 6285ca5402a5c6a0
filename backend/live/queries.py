"""What a reader has missed: the entries after its cursors, with the cases as it may see them now."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from backend.live.missed import Missed, Reader, heads_of, missed_by
from backend.live.models import Entry, Event
from backend.live.views import Changed, views
from backend.live.wire import EventView, News
from backend.people import access
from backend.people.models import Member
from backend.people.queries import members_seen_by
from backend.people.wire import MemberView


def news(member: Member, cursors: Mapping[int, int], now: datetime) -> News:
    """Everything after these cursors, or a snapshot when they say nothing about where the reader stands."""
    return news_for([Reader(member, cursors)], now)[0]


def news_for(readers: Sequence[Reader], now: datetime) -> list[News]:
    """The news of each of them. One change wakes many: what they all ask for is read once.

    Heads first, then entries, then cases: what changes in between shows in the case already and comes once more as an
    entry, which does no harm; the other way round its entry would be stepped over and the change never be seen.
    """
    with _one_read():
        heads = heads_of(readers)
        missed = missed_by(readers, heads)
        changed = set[UUID]().union(*(one.changed for one in missed if one))
        cases = views().changed_cases(changed, now) if changed else None
        return [
            _snapshot(reader.member, own, now) if one is None else _told_to(reader, one, cases, now)
            for reader, own, one in zip(readers, heads, missed, strict=True)
        ]


@contextmanager
def _one_read() -> Iterator[None]:
    """All of it as of one instant on PostgreSQL, so that no case is shown half before and half after a change.

    SQLite has one database thread and the order above; a transaction would take its write lock for nothing.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _snapshot(member: Member, heads: dict[int, int], now: datetime) -> News:
    return News(
        server_time=now,
        snapshot=True,
        cursors=heads,
        events=[],
        cases=views().snapshot_views(member, now),
        removed=[],
        members=_members(member),
        more=False,
    )


def _told_to(reader: Reader, missed: Missed, cases: Changed | None, now: datetime) -> News:
    member = reader.member
    shown, removed = cases.seen_by(member, missed.changed) if cases else ([], [])
    told = _told(member, missed.told, {view.id for view in shown})
    is_about_people = any(event.kind == "duty_changed" for event in told)
    return News(
        server_time=now,
        snapshot=False,
        cursors=_reached(missed.told, reader.cursors) if missed.is_cut else dict(missed.heads),
        events=told,
        cases=shown,
        removed=removed,
        ends=views().ends_of(member, removed) if removed else {},
        holders=views().holders_of(member, removed) if removed else {},
        members=_members(member) if is_about_people else [],
        more=missed.is_cut,
    )


def _reached(entries: list[Entry], cursors: Mapping[int, int]) -> dict[int, int]:
    return {**cursors, **{entry.unit_id: entry.number for entry in entries}}


def _told(member: Member, entries: list[Entry], shown: set[UUID]) -> list[EventView]:
    """Each event once, though it may stand in two streams of the reader, and only what he may know of."""
    told: dict[int, EventView] = {}
    for entry in entries:
        if entry.event_id not in told and _concerns(member, entry.event, shown):
            told[entry.event_id] = _event(entry)
    return list(told.values())


def _concerns(member: Member, event: Event, shown: set[UUID]) -> bool:
    if event.case_id is not None:
        # Whoever is asked to help hears of it without seeing the case.
        return event.case_id in shown or member.pk in event.data.get("members", ())
    if event.kind == "training_changed":
        return True
    named = [event.data.get("member"), *event.data.get("members", [])]
    return bool(access.may_see_members(member)) or member.pk in named


def _event(entry: Entry) -> EventView:
    event = entry.event
    return EventView(
        unit=entry.unit_id,
        number=entry.number,
        kind=event.kind,
        case=event.case_id,
        at=event.at,
        by=event.by_id,
        data=event.data,
    )


def _members(member: Member) -> list[MemberView]:
    if not access.may_see_members(member):
        return []
    return [MemberView.of(each) for each in members_seen_by(member)]
