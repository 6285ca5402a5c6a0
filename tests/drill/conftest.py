"""A demo city with the three districts it speaks of, and nobody's case in it."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from backend.intake.management.commands.load_demo import load_sources
from backend.people.demo import demo_city, load_crew
from backend.people.divisions import load_divisions
from backend.people.units import load_units

DISTRICTS = ("code", "50,", "500106", "500108", "500114")


@pytest.fixture
def city(db: None, tmp_path: Path, settings: Settings) -> None:
    """The crew is there, and its evidence lies in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    lines = (Path(settings.FIXTURES_DIR) / "divisions" / "chongqing.csv").read_text().splitlines(keepends=True)
    few = tmp_path / "divisions.csv"
    few.write_text("".join(line for line in lines if line.startswith(DISTRICTS)))
    load_divisions(few)
    load_units()
    load_crew(demo_city())
    load_sources(demo_city())
