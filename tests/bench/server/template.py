"""A stored row as a pattern for others: what every copy has alike, and where case, person, unit and time stand in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, DateTimeField, ForeignKey, JSONField, Max, Model, UUIDField

from backend.cases.models import Case
from backend.people.models import Member, Unit

# On PostgreSQL both go as they are; SQLite keeps them as Django writes them there.
as_id: Callable[[UUID], object] = (lambda one: one) if connection.vendor == "postgresql" else (lambda one: one.hex)
as_moment: Callable[[datetime], object] = (
    (lambda at: at) if connection.vendor == "postgresql" else (lambda at: str(at.astimezone(UTC).replace(tzinfo=None)))
)


@dataclass(frozen=True)
class Change:
    """What is another in a copy: its case, units and caller, by the original's, and how much later it was."""

    case: UUID
    units: dict[int, int]
    members: dict[int, int]
    later: timedelta


class Template:
    """One row; `numbers` gives the ids of its copies, where the database would."""

    def __init__(self, row: Model, numbers: "count[int]") -> None:
        fields = row._meta.concrete_fields
        self.place = {field.attname: at for at, field in enumerate(fields)}
        self.original: dict[str, Any] = {field.attname: getattr(row, field.attname) for field in fields}
        self._numbers = numbers if isinstance(row._meta.pk, AutoField) else None
        self._values = [_plain(field, self.original[field.attname]) for field in fields]
        times = [field for field in fields if isinstance(field, DateTimeField) and self.original[field.attname]]
        self._times = [(self.place[field.attname], self.original[field.attname]) for field in times]
        self._case_at = self.place.get("id" if isinstance(row, Case) else "case_id")
        self._units = self._pointing_to(row, Unit)
        self._members = self._pointing_to(row, Member)

    def copy(self, change: Change, **others: object) -> list[Any]:
        """The row of this copy, column by column, as the database takes it."""
        values = self._values.copy()
        for at, moment in self._times:
            values[at] = as_moment(moment + change.later)
        if self._case_at is not None:
            values[self._case_at] = as_id(change.case)
        for at, unit in self._units:
            values[at] = change.units.get(unit, unit)
        for at, member in self._members:
            values[at] = change.members.get(member, member)
        if self._numbers is not None:
            values[0] = next(self._numbers)
        for name, value in others.items():
            values[self.place[name]] = value
        return values

    def _pointing_to(self, row: Model, model: type[Model]) -> list[tuple[int, int]]:
        fields = [
            one for one in row._meta.concrete_fields if isinstance(one, ForeignKey) and one.related_model is model
        ]
        return [(self.place[one.attname], self.original[one.attname]) for one in fields if self.original[one.attname]]


def numbers_after(model: type[Model]) -> "count[int]":
    """The next ids of this table; where ids are no numbers, they go unused."""
    if not isinstance(model._meta.pk, AutoField):
        return count(1)
    return count(1 + (model._default_manager.aggregate(last=Max("pk"))["last"] or 0))


def _plain(field: Any, value: Any) -> object:
    if isinstance(field, JSONField):
        return None if value is None else json.dumps(value, ensure_ascii=False)
    if isinstance(field, UUIDField) or isinstance(value, UUID):
        return None if value is None else as_id(value)
    return as_moment(value) if isinstance(value, datetime) else value
