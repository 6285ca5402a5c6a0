"""What a reader has missed: the entries after its cursors, with the cases as it may see them now."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from backend.live.models import Entry
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

    The heads and entries are read before the cases: a change in between shows in the case already and comes again as an
    entry, which does no harm; the other way round its entry would be stepped over and never be seen.
    """
    heads = dict(Unit.objects.filter(pk__in=streams(member)).values_list("pk", "stream_head"))
    behind = {unit: head - cursors.get(unit, -1) for unit, head in heads.items()}
    is_unknown = any(unit not in cursors or missed < 0 for unit, missed in behind.items())
    if is_unknown or sum(behind.values()) > TOO_FAR_BEHIND:
        return _snapshot(member, heads, now)
    return _missed(member, heads, cursors, now)


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


def _missed(member: Member, heads: dict[int, int], cursors: Mapping[int, int], now: datetime) -> News:
    entries = _entries(heads, cursors)
    changed = {entry.event.case_id for entry in entries if entry.event.case_id}
    shown, removed = views().changed_views(member, changed, now) if changed else ([], [])
    seen = {view.id for view in shown} | set(removed)
    told = [_event(entry) for entry in entries if entry.event.case_id is None or entry.event.case_id in seen]
    is_cut = len(entries) == ENTRIES_AT_ONCE
    reached = _reached(entries, heads, cursors) if is_cut else {u: max(h, cursors[u]) for u, h in heads.items()}
    is_about_people = any(event.kind == "duty_changed" for event in told)
    return News(
        server_time=now,
        snapshot=False,
        cursors=reached,
        events=told,
        cases=shown,
        removed=removed,
        members=_members(member) if is_about_people else [],
        more=is_cut,
    )


def _entries(heads: Mapping[int, int], cursors: Mapping[int, int]) -> list[Entry]:
    """The oldest missed entries, up to the heads as they were read; newer ones come with the next wake."""
    after = Q()
    for unit, head in heads.items():
        if head > cursors[unit]:
            after |= Q(unit=unit, number__gt=cursors[unit], number__lte=head)
    if not after:
        return []
    return list(Entry.objects.filter(after).select_related("event").order_by("event_id", "unit_id")[:ENTRIES_AT_ONCE])


def _reached(entries: list[Entry], heads: Mapping[int, int], cursors: Mapping[int, int]) -> dict[int, int]:
    reached = {unit: cursors[unit] for unit in heads}
    for entry in entries:
        reached[entry.unit_id] = max(reached[entry.unit_id], entry.number)
    return reached


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
