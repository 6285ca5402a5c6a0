"""`manage.py load_units`: a city's centres and stations, laid out from its divisions."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.people.models import Unit
from backend.people.units import load_units


class Command(BaseCommand):
    """Creates the units that are missing; a second run changes nothing."""

    help = "Create the city's centre, a centre for each district and a station for each township. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create them and say how many."""
        new = load_units()
        self.stdout.write(f"{Unit.objects.count()} units, {new} new.")
