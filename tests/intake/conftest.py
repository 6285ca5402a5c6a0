"""A source that sends signals."""

import pytest

from backend.intake.models import Source
from tests.cast import Cast
from tests.intake.scene import source_of


@pytest.fixture
def source(cast: Cast) -> Source:
    """The city's platform."""
    return source_of(cast.city)
