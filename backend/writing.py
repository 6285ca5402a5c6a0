"""Writes rows past what Django does for each of them on the way; for where a second is made of such rows."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, router
from django.db.models import AutoField, JSONField, Model

# Values of one statement: what the oldest SQLite takes.
MOST_VALUES = 999
Row = TypeVar("Row", bound=Model)


def store(rows: Sequence[Row], *, ignore_conflicts: bool = False) -> Sequence[Row]:
    """Insert these new objects of one model, and give each the id that the database gave it.

    With `ignore_conflicts` a row that is there already stays as it is, and nobody gets an id. `bulk_create` does the same, and
    takes three times as long to put the statement together.
    """
    if not rows:
        return rows
    model = type(rows[0])
    names = _all_but_numbers(model)
    gives_ids = len(names) < len(model._meta.concrete_fields) and not ignore_conflicts
    end = " ON CONFLICT DO NOTHING" if ignore_conflicts else " RETURNING id" if gives_ids else ""
    ids = _insert(model, names, [[getattr(row, name) for name in names] for row in rows], end)
    for row, one in zip(rows, ids, strict=gives_ids):
        row.pk = one
    for row in rows:
        row._state.adding, row._state.db = False, router.db_for_write(model)
    return rows


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert these values, where nobody needs objects of them; columns that are not named have their defaults in the database."""
    _insert(model, tuple(columns), rows)


def write(model: type[Model], rows: Iterable[Model], columns: Sequence[str]) -> None:
    """Write these columns of rows that have them set already."""
    names = [field.attname for field in _fields(model, tuple(columns))]
    write_columns(model, columns, {row.pk: [getattr(row, name) for name in names] for row in rows})


def write_columns(model: type[Model], columns: Sequence[str], rows: Mapping[Any, Sequence[Any]]) -> None:
    """Write these values, by primary key: one statement, run once a row.

    `bulk_update` puts a CASE for every row and column into one statement, and Django takes longer to build it than all else takes.
    """
    if not rows:
        return
    fields = [*_fields(model, tuple(columns)), model._meta.pk]
    with connection.cursor() as cursor:
        cursor.executemany(_update(model, tuple(columns)), [_prepared(fields, [*row, pk]) for pk, row in rows.items()])


def _insert(model: type[Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]], end: str = "") -> list[Any]:
    """What the statements return, of each row the first value."""
    fields, one = _fields(model, columns), f"({', '.join(['%s'] * len(columns))})"
    at_once = MOST_VALUES // len(columns)
    returned: list[Any] = []
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        values = [value for row in some for value in _prepared(fields, row)]
        with connection.cursor() as cursor:
            cursor.execute(_into(model, columns) + ", ".join([one] * len(some)) + end, values)
            returned += [first for first, *_ in cursor.fetchall()] if "RETURNING" in end else []
    return returned


def _prepared(fields: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    """As the database takes them. A text or a number goes as it is: to ask its field takes longer than all else."""
    return [
        value
        if type(value) in _AS_IT_IS and not isinstance(field, JSONField)
        else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]


_AS_IT_IS = {str, int, bool, float, type(None)}


@cache
def _into(model: type[Model], columns: tuple[str, ...]) -> str:
    names = ", ".join(_name(field.column) for field in _fields(model, columns))
    return f"INSERT INTO {_name(model._meta.db_table)} ({names}) VALUES "  # noqa: S608 - our own names


@cache
def _update(model: type[Model], columns: tuple[str, ...]) -> str:
    *setting, key = [f"{_name(field.column)} = %s" for field in [*_fields(model, columns), model._meta.pk]]
    return f"UPDATE {_name(model._meta.db_table)} SET {', '.join(setting)} WHERE {key}"  # noqa: S608 - our own names


@cache
def _fields(model: type[Model], columns: tuple[str, ...]) -> list[Any]:
    return [model._meta.get_field(column) for column in columns]


@cache
def _all_but_numbers(model: type[Model]) -> tuple[str, ...]:
    """What a new row brings itself: all but an id that the database counts."""
    return tuple(field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField))


def _name(of: str) -> str:
    return connection.ops.quote_name(of)
