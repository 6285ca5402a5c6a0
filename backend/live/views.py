"""What the room above provides: how cases look to a member, and receipts. Named in the settings, as the imports go one way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from backend.live.wire import Holder
from backend.people.models import Member


class Changed(Protocol):
    """Cases that changed, for many members."""

    def seen_by(self, member: Member, case_ids: Collection[UUID]) -> tuple[list[Any], list[UUID]]:
        """These of them as the member may see them now, and those he has to drop."""


class Views(Protocol):
    """Reads of cases, scoped by member."""

    def snapshot_views(self, member: Member, now: datetime) -> list[Any]:
        """Everything the member should hold now."""

    def changed_cases(self, case_ids: Iterable[UUID], now: datetime) -> Changed:
        """These cases, loaded once for everybody who asks."""

    def ends_of(self, member: Member, case_ids: Collection[UUID]) -> dict[UUID, str]:
        """How the member's own part in each of these cases ended."""

    def holders_of(self, member: Member, case_ids: Collection[UUID]) -> dict[UUID, Holder]:
        """Who has what was his in these cases."""


@dataclass(frozen=True)
class Arrival:
    """A member's phone, or another device of his, has everything at or before these cursors."""

    member: Member
    cursors: Mapping[int, int]
    device: UUID | None = None

    def has(self, places: Iterable[tuple[int, int]]) -> bool:
        """Whether it has what is told at these places: units, and the numbers in their streams."""
        return any(number <= self.cursors.get(unit, 0) for unit, number in places)


class Receipts(Protocol):
    """Marks what has arrived on phones."""

    def __call__(self, arrivals: Sequence[Arrival], now: datetime) -> list[list[int]]:
        """The assignments that are delivered by what each confirms."""


def views() -> Views:
    """The provider of case views."""
    return cast("Views", import_module(settings.CASE_VIEWS))


def receipts() -> Receipts:
    """The provider of receipts."""
    return cast("Receipts", import_string(settings.RECEIPTS))
