"""How far each reader is behind: the entries that he has missed in his streams, or that only a snapshot helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from backend.live.models import Entry
from backend.people.models import Member, Unit
from backend.people.queries import streams

# More than this at once and a snapshot is cheaper for everybody than the way there.
TOO_FAR_BEHIND = 2000
ENTRIES_AT_ONCE = 500


@dataclass(frozen=True)
class Reader:
    """Who asks for news, and how far he has come in each of his streams."""

    member: Member
    cursors: Mapping[int, int]


@dataclass(frozen=True)
class Missed:
    """What a reader has missed: the oldest entries, up to the heads of his streams."""

    heads: Mapping[int, int]
    entries: list[Entry]

    @property
    def is_cut(self) -> bool:
        """Whether there is more than goes at once."""
        return len(self.entries) > ENTRIES_AT_ONCE

    @property
    def told(self) -> list[Entry]:
        """The entries that go now."""
        return self.entries[:ENTRIES_AT_ONCE]

    @property
    def changed(self) -> set[UUID]:
        """The cases these are about."""
        return {entry.event.case_id for entry in self.told if entry.event.case_id}


def heads_of(readers: Sequence[Reader]) -> list[dict[int, int]]:
    """How far the streams of each of them have come."""
    followed = [streams(reader.member) for reader in readers]
    heads = dict(Unit.objects.filter(pk__in=set().union(*followed)).values_list("pk", "stream_head"))
    return [{unit: heads[unit] for unit in units if unit in heads} for units in followed]


def missed_by(readers: Sequence[Reader], heads: Sequence[Mapping[int, int]]) -> list[Missed | None]:
    """What each has missed, None where only a snapshot helps. `heads`: how far the streams of each have come."""
    read: dict[frozenset[tuple[int, int]], list[Entry]] = {}
    return [_missed(reader, own, read) for reader, own in zip(readers, heads, strict=True)]


def _missed(
    reader: Reader, heads: Mapping[int, int], read: dict[frozenset[tuple[int, int]], list[Entry]]
) -> Missed | None:
    """None where only a snapshot helps. `read`: what was read for others who stand where this reader stands."""
    if _is_lost(reader.cursors, heads):
        return None
    place = frozenset(reader.cursors.items())
    if place not in read:
        read[place] = _entries(heads, reader.cursors)
    return None if _has_hole(read[place], reader.cursors) else Missed(heads, read[place])


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
