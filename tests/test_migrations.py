"""A new version is rolled out while the old one still runs on the same tables: no migration may break the old one's feet.

Add nullable or with a database default → deploy → fill → switch → drop in a later release (docs/production.md).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.test_shape import ROOT

# By migration what breaks the rule there, with the reason. Those without one were made before the first installation.
ALLOWED: dict[str, str] = {"intake.0003_file_kept": "made before the first installation"}


def breach(operation: Operation, made_here: set[str], before: ProjectState, app: str) -> str:
    """What an old process would stumble over; empty where it would not."""
    model = getattr(operation, "model_name", "").lower()
    if model in made_here:
        return ""
    if isinstance(
        operation, operations.DeleteModel | operations.RenameModel | operations.RemoveField | operations.RenameField
    ):
        return "takes away what the old version reads: drop it one release after nobody uses it"
    if isinstance(operation, operations.AddField) and _is_asked_for(operation.field):
        return "the old version adds rows without this column: make it nullable or give it db_default"
    if isinstance(operation, operations.AlterField):
        return _narrows(before.models[app, model].fields[operation.name], operation.field)
    if isinstance(operation, operations.RunSQL):
        return "says nothing of what it does to a running version: use Django's operations"
    return ""


def _is_asked_for(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.ManyToManyField):
        return False
    return not field.null and field.db_default is models.NOT_PROVIDED


def _narrows(old: "models.Field[Any, Any]", new: "models.Field[Any, Any]") -> str:
    if old.null and not new.null:
        return "the old version still writes nothing here: fill it and wait for a release before NOT NULL"
    if type(old) is not type(new):
        return "changes the column's type under the old version: add another column"
    if (new.max_length or 0) < (old.max_length or 0):
        return "shortens what the old version may write"
    return (
        ""
        if new.unique <= old.unique
        else "the old version may still write it twice: add the constraint a release later"
    )


def found() -> Iterator[tuple[str, str]]:
    """Every breach of every migration of ours."""
    loader = MigrationLoader(None)
    ours = {path.parent.name for path in (ROOT / "backend").glob("*/migrations")}
    for app, name in sorted(key for key in loader.disk_migrations if key[0] in ours):
        migration = loader.disk_migrations[app, name]
        state = loader.project_state((app, name), at_end=False)
        yield from ((f"{app}.{name}", words) for words in breaches(migration, state, app))


def breaches(migration: migrations.Migration, state: ProjectState, app: str) -> Iterator[str]:
    """Of one migration: what it does to a table of its own making breaks nobody."""
    made_here = {op.name.lower() for op in migration.operations if isinstance(op, operations.CreateModel)}
    for operation in migration.operations:
        if words := breach(operation, made_here, state, app):
            yield f"{operation.describe()}: {words}"
        operation.state_forwards(app, state)


def test_the_old_version_survives_every_migration() -> None:
    bad = [f"{name}: {words}" for name, words in found() if name not in ALLOWED]
    assert bad == []


def test_every_exception_is_still_needed() -> None:
    assert set(ALLOWED) <= {name for name, _ in found()}


TEXT = models.CharField(max_length=20)


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (operations.DeleteModel("Unit"), "takes away"),
        (operations.RemoveField("unit", "name"), "takes away"),
        (operations.RenameField("unit", "name", "title"), "takes away"),
        (operations.AddField("unit", "colour", models.CharField(max_length=8, default="")), "db_default"),
        (operations.AddField("unit", "colour", models.CharField(max_length=8, db_default="")), ""),
        (operations.AddField("unit", "colour", models.CharField(max_length=8, null=True)), ""),
        (operations.AlterField("unit", "name", models.TextField()), "type"),
        (operations.AlterField("unit", "name", models.CharField(max_length=1)), "shortens"),
        (operations.AlterField("unit", "name", models.CharField(max_length=500)), ""),
        (operations.AlterField("unit", "name", models.CharField(max_length=500, unique=True)), "twice"),
        (operations.AlterField("unit", "parent", models.BigIntegerField()), "nothing here"),
        (operations.RunSQL("SELECT 1"), "says nothing"),
    ],
)
def test_the_check_finds(operation: Operation, words: str) -> None:
    state = MigrationLoader(None).project_state()
    told = list(breaches(migration_of(operation), state, "people"))
    assert len(told) == bool(words)
    assert all(words in each for each in told)


def test_a_table_made_in_the_same_migration_may_be_shaped_freely() -> None:
    fields: list[tuple[str, models.Field[Any, Any]]] = [("id", models.BigAutoField(primary_key=True)), ("name", TEXT)]
    migration = migration_of(operations.CreateModel("Lamp", fields), operations.RemoveField("lamp", "name"))
    assert list(breaches(migration, MigrationLoader(None).project_state(), "people")) == []


def migration_of(*done: Operation) -> migrations.Migration:
    """A migration that does this."""
    migration = migrations.Migration("0099_new", "people")
    vars(migration)["operations"] = list(done)
    return migration
