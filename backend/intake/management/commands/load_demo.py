"""`manage.py load_demo`: divisions, units, the invented crew, its rosters and its sources."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.intake.models import Source
from backend.people.demo import DemoCity, demo_city, load_crew
from backend.people.demo_roster import load_rosters
from backend.people.divisions import FixtureIsWrong, load_divisions
from backend.people.models import Unit
from backend.people.units import load_units


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the demo city (演练数据). Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it."""
        try:
            city = demo_city()
            load_divisions(Path(settings.FIXTURES_DIR) / "divisions" / "chongqing.csv")
            load_units()
            load_crew(city)
            load_rosters(city.rosters)
        except FixtureIsWrong as wrong:
            raise CommandError(str(wrong)) from wrong
        load_sources(city)


def load_sources(city: DemoCity) -> None:
    """Create the sources that are missing."""
    for source in city.sources:
        hashed = hashlib.sha256(source.key.encode()).hexdigest()
        fields = {"name": source.name, "key_hash": hashed, "unit": Unit.objects.get(code=source.unit)}
        Source.objects.get_or_create(code=source.code, defaults=fields)
