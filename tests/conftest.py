"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, build_cast

# How long an example takes says how busy the machine is. All else stays as it is here, or as it is where `CI` is set.
settings.register_profile("busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

# They go through every action, every rule file, every table, every printed page or hundreds of drawn cases.
_THOROUGH = (
    "cases/test_casefile.py",
    "cases/test_parity.py",
    "flow/test_parity.py",
    "flow/test_rule_files.py",
    "intake/test_files.py",
    "intake/test_imports.py",
    "intake/test_no_row_is_lost.py",
    "live/test_verify_live.py",
)
# Long ones that would say the same of PostgreSQL: how a case prints, what an event carries, what a persona does.
_ALIKE = ("cases/test_casefile.py", "live/test_verify_live.py", "drill/test_day.py", "drill/test_live.py")
# These ask for no database of Django's, and still try the stores themselves.
_STORES = ("live/test_layer.py", "backup/test_backup.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick check does without the thorough ones, and without what commits for real; PostgreSQL without what it cannot change."""
    for item in items:
        database = item.get_closest_marker("django_db")
        commits = database is not None and database.kwargs.get("transaction")
        path = item.path.as_posix()
        if commits or path.endswith(_THOROUGH):
            item.add_marker(pytest.mark.thorough)
        asks = database is not None or "db" in getattr(item, "fixturenames", ())
        if path.endswith(_ALIKE) or not (asks or path.endswith(_STORES)):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session", autouse=True)
def _no_permission_rows() -> None:
    """Django writes a row for each model and verb after every emptying of the database; nothing of ours reads them."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As always; in the end nobody holds the database any more: a thread that a test left may, and PostgreSQL drops none that is held."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(_END_OTHERS)


_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def cast(db: None) -> Cast:
    """A small city with everybody of the stories in it."""
    return build_cast()
