"""What a reader has missed: the entries after its cursors, with the cases as it may see them now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from backend.live.models import Entry, Event
from backend.live.views import views
from backend.live.wire import EventView, News
from backend.people import access
from backend.people.models import Member, Unit
from backend.people.queries import members_seen_by, streams
from backend.people.wire import MemberView

# More than this at once and a snapshot is cheaper for everybody than the way there.
TOO_FAR_BEHIND = 2000
ENTRIES_AT_ONCE = 500


def news(member: Member, cursors: Mapping[int, int], now: datetime) -> News:
    """Everything after these cursors, or a snapshot when they say nothing about where the reader stands.

    Heads first, then entries, then cases: what changes in between shows in the case already and comes once more as an
    entry, which does no harm; the other way round its entry would be stepped over and the change never be seen.
    """
    with _one_read():
        heads = dict(Unit.objects.filter(pk__in=streams(member)).values_list("pk", "stream_head"))
        if _is_lost(cursors, heads):
            return _snapshot(member, heads, now)
        entries = _entries(heads, cursors)
        if _has_hole(entries, cursors):
            return _snapshot(member, heads, now)
        return _missed(member, heads, cursors, entries, now)


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


def _is_lost(cursors: Mapping[int, int], heads: Mapping[int, int]) -> bool:
    """Other streams than the reader knows, cursors from a future that a restored database never had, or too far behind."""
    if cursors.keys() != heads.keys():
        return True
    behind = [head - cursors[unit] for unit, head in heads.items()]
    return min(behind, default=0) < 0 or sum(behind) > TOO_FAR_BEHIND


def _has_hole(entries: list[Entry], cursors: Mapping[int, int]) -> bool:
    """What should come next is no longer kept."""
    first: dict[int, int] = {}
    for entry in entries:
        first.setdefault(entry.unit_id, entry.number)
    return any(number != cursors[unit] + 1 for unit, number in first.items())


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


def _missed(
    member: Member, heads: dict[int, int], cursors: Mapping[int, int], entries: list[Entry], now: datetime
) -> News:
    is_cut = len(entries) > ENTRIES_AT_ONCE
    entries = entries[:ENTRIES_AT_ONCE]
    changed = {entry.event.case_id for entry in entries if entry.event.case_id}
    shown, removed = views().changed_views(member, changed, now) if changed else ([], [])
    told = _told(member, entries, {view.id for view in shown})
    is_about_people = any(event.kind == "duty_changed" for event in told)
    return News(
        server_time=now,
        snapshot=False,
        cursors=_reached(entries, cursors) if is_cut else heads,
        events=told,
        cases=shown,
        removed=removed,
        ends=views().ends_of(member, removed) if removed else {},
        holders=views().holders_of(member, removed) if removed else {},
        members=_members(member) if is_about_people else [],
        more=is_cut,
    )


def _entries(heads: Mapping[int, int], cursors: Mapping[int, int]) -> list[Entry]:
    """The oldest missed entries and one more, up to the heads as they were read; newer ones come with the next wake.

    By the entry's own key: it is taken under the lock of the stream, as the number is. The event's is taken before, so that
    under two writers an earlier event may have the later number, and a cut between them would lose it.
    """
    after = Q()
    for unit, head in heads.items():
        if head > cursors[unit]:
            after |= Q(unit=unit, number__gt=cursors[unit], number__lte=head)
    if not after:
        return []
    return list(Entry.objects.filter(after).select_related("event").order_by("pk")[: ENTRIES_AT_ONCE + 1])


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
