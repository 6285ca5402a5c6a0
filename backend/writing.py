"""Writes the same columns of many rows, each with its own values."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def write_columns(model: type[Model], columns: Sequence[str], rows: Mapping[Any, Sequence[Any]]) -> None:
    """Write these values, by primary key: one statement, run once a row.

    `bulk_update` puts a CASE for every row and column into one statement, and Django takes longer to build it than all else takes.
    """
    if not rows:
        return
    key, *fields = [model._meta.pk, *(model._meta.get_field(column) for column in columns)]
    name = connection.ops.quote_name
    setting = ", ".join(f"{name(field.column)} = %s" for field in fields)
    statement = f"UPDATE {name(model._meta.db_table)} SET {setting} WHERE {name(key.column)} = %s"  # noqa: S608 - names of our own tables and columns
    values = [
        [field.get_db_prep_save(value, connection) for field, value in zip([*fields, key], [*row, pk], strict=True)]
        for pk, row in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
