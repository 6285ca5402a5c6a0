"""`manage.py load_divisions`: the official divisions, from fixtures/divisions/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.people.divisions import FixtureIsWrong, load_divisions


class Command(BaseCommand):
    """Loads divisions; a second run changes nothing."""

    help = "Load the official divisions (行政区划). Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, when it is another city's."""
        parser.add_argument("file", nargs="?", type=Path, default=settings.FIXTURES_DIR / "divisions/chongqing.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load them and say how many."""
        try:
            total, changed = load_divisions(file)
        except FixtureIsWrong as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{total} divisions, {changed} new or changed.")
