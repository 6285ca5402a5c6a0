"""What every test may ask for."""

import pytest

from tests.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A small city with everybody of the stories in it."""
    return build_cast()
