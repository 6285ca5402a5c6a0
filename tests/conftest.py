"""What every test may ask for."""

import pytest
from django.db.models.signals import post_migrate

from tests.cast import Cast, build_cast


@pytest.fixture(scope="session", autouse=True)
def _no_permission_rows() -> None:
    """Django writes a row for each model and verb after every emptying of the database; nothing of ours reads them."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture
def cast(db: None) -> Cast:
    """A small city with everybody of the stories in it."""
    return build_cast()
