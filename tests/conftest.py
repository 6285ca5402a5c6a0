"""What every test may ask for."""

import pytest
from django.db.models.signals import post_migrate

from tests.cast import Cast, build_cast

# They go through every action, every rule file, every table or hundreds of drawn cases.
_THOROUGH = (
    "cases/test_parity.py",
    "flow/test_parity.py",
    "flow/test_rule_files.py",
    "intake/test_files.py",
    "intake/test_imports.py",
    "intake/test_no_row_is_lost.py",
    "live/test_verify_live.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick check does without them, and without what commits for real."""
    for item in items:
        database = item.get_closest_marker("django_db")
        commits = database is not None and database.kwargs.get("transaction")
        if commits or item.path.as_posix().endswith(_THOROUGH):
            item.add_marker(pytest.mark.thorough)


@pytest.fixture(scope="session", autouse=True)
def _no_permission_rows() -> None:
    """Django writes a row for each model and verb after every emptying of the database; nothing of ours reads them."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture
def cast(db: None) -> Cast:
    """A small city with everybody of the stories in it."""
    return build_cast()
