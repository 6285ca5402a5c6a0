"""Writes many rows in few statements, past what Django does for each row on the way; for where a second is made of such rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

# Values of one statement: what the oldest SQLite takes.
MOST_VALUES = 999


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert these rows, whose ids nobody wants to know; columns that are not named have their defaults in the database.

    `bulk_create` makes an object of each, asks each of its fields, and reads the ids again.
    """
    fields = _fields(model, columns)
    names = ", ".join(_name(field.column) for field in fields)
    into = f"INSERT INTO {_name(model._meta.db_table)} ({names}) VALUES "  # noqa: S608 - our own names
    one = f"({', '.join(['%s'] * len(fields))})"
    at_once = MOST_VALUES // len(fields)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            values = [value for row in some for value in _prepared(fields, row)]
            cursor.execute(into + ", ".join([one] * len(some)), values)


def write(model: type[Model], rows: Iterable[Model], columns: Sequence[str]) -> None:
    """Write these columns of rows that have them set already."""
    names = [field.attname for field in _fields(model, columns)]
    write_columns(model, columns, {row.pk: [getattr(row, name) for name in names] for row in rows})


def write_columns(model: type[Model], columns: Sequence[str], rows: Mapping[Any, Sequence[Any]]) -> None:
    """Write these values, by primary key: one statement, run once a row.

    `bulk_update` puts a CASE for every row and column into one statement, and Django takes longer to build it than all else takes.
    """
    if not rows:
        return
    fields = [*_fields(model, columns), model._meta.pk]
    *setting, key = [f"{_name(field.column)} = %s" for field in fields]
    statement = f"UPDATE {_name(model._meta.db_table)} SET {', '.join(setting)} WHERE {key}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_prepared(fields, [*row, pk]) for pk, row in rows.items()])


def _fields(model: type[Model], columns: Iterable[str]) -> list[Any]:
    return [model._meta.get_field(column) for column in columns]


def _prepared(fields: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _name(of: str) -> str:
    return connection.ops.quote_name(of)
