"""Questions that Django puts together once: those that are asked for every signal, report and receipt.

To put a question together takes Django ten times as long as SQLite takes to answer it, and but for the values it is the same each
time. The queryset stays the one place that says what is asked; see docs/decisions/prepared-questions.md.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Longer lists are rare, and of these the answer is what takes its time.
LONGEST = 128
Row = TypeVar("Row")
# Of a value its kind, and how many there are where it is a list.
Shape = tuple[type, int | None]


class Prepared(Generic[Row]):
    """A question as a function from values to a queryset: `Prepared(lambda ids: Member.objects.filter(pk__in=ids))`.

    A value is an int, a text, an id, a moment, or for `__in` a collection of one kind of them; it is compared with as it is, so
    it is never None. Prefetches are not part of a question. Raises `TypeError` for other values, `ValueError` where one is not
    compared with as it is.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._ready: dict[tuple[Shape, ...], _Ready] = {}

    def __call__(self, *given: Any) -> list[Row]:
        """All rows, as the database has them now."""
        values = [rounded(list(one)) if _is_list(one) else one for one in given]
        if any(len(one) > LONGEST for one in values if isinstance(one, list)):
            return list(self._build(*values))
        shape = tuple(map(_shape, values))
        ready = self._ready.get(shape)
        if ready is None:
            ready = self._ready[shape] = _Ready(self._build, shape)
        return ready.rows(values)

    def first(self, *given: Any) -> Row | None:
        """The first row, if there is any."""
        return next(iter(self(*given)), None)


def rounded(values: list[Any]) -> list[Any]:
    """Lengthened by its last to a power of two, so that shapes are few; what is asked for twice is found once."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else values


class _Ready:
    """A question, put together for values of these kinds."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], shapes: Sequence[Shape]) -> None:
        numbers = count()
        asked = [
            _stand_in(kind, next(numbers))
            if many is None
            else [_stand_in(kind, number) for number in islice(numbers, many)]
            for kind, many in shapes
        ]
        queryset: Any = build(*asked)
        query, self._rows_of = queryset.query, queryset._iterable_class
        self._names = {
            name: getattr(query, name) for name in ("selected", "extra_select", "values_select", "annotation_select")
        }
        self._asking = {"db": DEFAULT_DB_ALIAS, "_known_related_objects": {}}
        self._compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._parameters = self._compiler.as_sql()
        except EmptyResultSet:  # Of an empty list there is nothing.
            self._sql = ""
            return
        self._converters = self._compiler.get_converters([column for column, _, _ in self._compiler.select])
        places = {value: place for place, value in enumerate(_flat(asked))}
        self._places = [places.get(one) for one in self._parameters]
        if missing := set(places.values()) - set(self._places):
            raise ValueError(f"not compared with as they are: values {sorted(missing)}")

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """What the database answers to these."""
        if not self._sql:
            return []
        given = _flat(values)
        both = zip(self._parameters, self._places, strict=True)
        parameters = tuple(one if place is None else given[place] for one, place in both)
        # A compiler of its own for each call, for the connection of its thread: made anew it would know nothing yet.
        compiler = object.__new__(type(self._compiler))
        compiler.__dict__ = self._compiler.__dict__ | {
            "connection": connections[DEFAULT_DB_ALIAS],
            "as_sql": lambda: (self._sql, parameters),
            "get_converters": lambda _: self._converters,
        }
        query = SimpleNamespace(get_compiler=lambda *_, **__: compiler, **self._names)
        return list(self._rows_of(SimpleNamespace(query=query, **self._asking)))


def _is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _flat(values: Sequence[Any]) -> list[Any]:
    """One after the other, as the database takes them."""
    connection = connections[DEFAULT_DB_ALIAS]
    adapted: dict[type, Callable[[Any], Any]] = {datetime: connection.ops.adapt_datetimefield_value}
    if not connection.features.has_native_uuid_field:
        adapted[UUID] = attrgetter("hex")
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [adapted[type(one)](one) if type(one) in adapted else one for one in flat]


def _shape(value: Any) -> Shape:
    if not isinstance(value, list):
        return _kind(value), None
    return _kind(value[0]) if value else int, len(value)


def _kind(value: Any) -> type:
    for kind in (UUID, int, str, datetime):
        if isinstance(value, kind) and not isinstance(value, bool):
            return kind
    raise TypeError(f"a question is not prepared for values like {type(value).__name__}")


def _stand_in(kind: type, number: int) -> Any:
    """A value that nothing is compared with by itself."""
    return {
        int: 2_000_000_000 + number,
        str: f"\N{OBJECT REPLACEMENT CHARACTER}{number}",
        UUID: UUID(int=number),
        datetime: datetime(2, 2, 2, tzinfo=UTC) + timedelta(microseconds=number),
    }[kind]
