"""Writes prepared rows as fast as the database takes them: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Row = Sequence[Any]


def store(model: type[Model], rows: Iterable[Row]) -> None:
    """Rows of all columns of this table, in the order of its fields, as the database wants them."""
    with transaction.atomic(), connection.cursor() as cursor:
        columns = [str(field.column) for field in model._meta.concrete_fields]
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        table = connection.ops.quote_name(model._meta.db_table)
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608 - our own names
            return
        # Each row points to what is stored in the same portion; checking that row by row would take half the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def finish(models: Sequence[type[Model]]) -> None:
    """Numbers go on after what was written, and the planner knows how much there is."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
