"""How far each reader is behind: the entries that he has missed in his streams, or that only a snapshot helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.live.models import Entry
from backend.people.models import Member, Unit
from backend.people.queries import streams
from backend.prepared import Prepared, rounded

# More than this at once and a snapshot is cheaper for everybody than the way there.
TOO_FAR_BEHIND = 2000
ENTRIES_AT_ONCE = 500
# Up to here what all readers of a change have missed is read in one go.
NEAR = 50


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
    heads = dict(_heads(set().union(*followed)))
    return [{unit: heads[unit] for unit in units if unit in heads} for units in followed]


_heads = Prepared(lambda units: Unit.objects.filter(pk__in=units).values_list("pk", "stream_head"))


def missed_by(readers: Sequence[Reader], heads: Sequence[Mapping[int, int]]) -> list[Missed | None]:
    """What each has missed, None where only a snapshot helps. `heads`: how far the streams of each have come."""
    read = _Read(
        {unit: head for own in heads for unit, head in own.items()},
        [reader.cursors for reader, own in zip(readers, heads, strict=True) if _is_near(reader.cursors, own)],
    )
    return [_missed(reader, own, read) for reader, own in zip(readers, heads, strict=True)]


def _missed(reader: Reader, heads: Mapping[int, int], read: "_Read") -> Missed | None:
    """None where only a snapshot helps."""
    if _is_lost(reader.cursors, heads):
        return None
    entries = read.after(reader.cursors, heads)
    return None if _has_hole(entries, reader.cursors) else Missed(heads, entries)


class _Read:
    """Entries that were read for all readers: once for those who are a few behind, and once for each place further back."""

    def __init__(self, heads: Mapping[int, int], near: Sequence[Mapping[int, int]]) -> None:
        lowest = {unit: min(one[unit] for one in near if unit in one) for unit in set().union(*near)}
        self._near: dict[int, list[Entry]] = {unit: [] for unit in lowest}
        for entry in _read(_between, heads, lowest):
            self._near[entry.unit_id].append(entry)
        self._places: dict[frozenset[tuple[int, int]], list[Entry]] = {}

    def after(self, cursors: Mapping[int, int], heads: Mapping[int, int]) -> list[Entry]:
        """The oldest entries after these cursors, and one more than go at once, up to the heads."""
        place = frozenset(cursors.items())
        if place not in self._places:
            self._places[place] = self._among_near(cursors) if _is_near(cursors, heads) else _oldest(heads, cursors)
        return self._places[place]

    def _among_near(self, cursors: Mapping[int, int]) -> list[Entry]:
        missed = [entry for unit, cursor in cursors.items() for entry in self._near[unit] if entry.number > cursor]
        return sorted(missed, key=lambda entry: entry.pk)


def _is_near(cursors: Mapping[int, int], heads: Mapping[int, int]) -> bool:
    """Only a few behind, as most are when they are woken."""
    return not _is_lost(cursors, heads) and sum(heads[unit] - cursors[unit] for unit in heads) <= NEAR


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


def _oldest(heads: Mapping[int, int], cursors: Mapping[int, int]) -> list[Entry]:
    """The oldest of them, and one more than go at once."""
    return _read(_first_between, heads, cursors)


def _read(entries: Prepared[Entry], heads: Mapping[int, int], cursors: Mapping[int, int]) -> list[Entry]:
    """Those after these cursors, up to the heads as they were read; newer ones come with the next wake."""
    gone_on = [(unit, cursor, heads[unit]) for unit, cursor in cursors.items() if heads[unit] > cursor]
    return entries(*chain.from_iterable(rounded(gone_on))) if gone_on else []


def _entries(*bounds: int) -> QuerySet[Entry]:
    """The entries of streams, each given by its unit, the number before the first and that of the last.

    By the entry's own key: it is taken under the lock of the stream, as the number is. The event's is taken before, so that
    under two writers an earlier event may have the later number, and a cut between them would lose it.
    """
    within = Q(pk__in=[])
    for unit, after, head in zip(bounds[::3], bounds[1::3], bounds[2::3], strict=True):
        within |= Q(unit=unit, number__gt=after, number__lte=head)
    return Entry.objects.filter(within).select_related("event").order_by("pk")


_between = Prepared(_entries)
_first_between = Prepared(lambda *bounds: _entries(*bounds)[: ENTRIES_AT_ONCE + 1])
