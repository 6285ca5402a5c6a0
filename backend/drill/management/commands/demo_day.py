"""`manage.py demo_day`: a demo city's day of believable data, made by the real actions. All of it is 演练数据."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from backend.drill.areas import manned_areas
from backend.drill.day import Day
from backend.drill.plan import planned_day
from backend.drill.refusing import CityIsReal, check_demo_city
from backend.drill.texts import texts
from backend.intake.models import Signal, Source
from backend.people.divisions import FixtureIsWrong
from backend.storage import one_transaction

SOURCE = "city-platform"


class Command(BaseCommand):
    """Makes the day in one transaction: cut short it leaves nothing. A second run with the same seed and day changes nothing."""

    help = "Make a day of drill data for the demo city: about 300 cases in every state. Run it before `serve`."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which day, how much of it."""
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--cases", type=int, default=300)
        parser.add_argument("--until", default="now", help="the day's end, e.g. 2026-11-26T10:00+08:00")

    def handle(self, *args: Any, seed: int, cases: int, until: str, **options: Any) -> None:
        """Make it and say what came of it."""
        end = _moment(until)
        try:
            check_demo_city()
            plan = planned_day(texts(), manned_areas(), seed=seed, cases=cases, until=end)
        except (CityIsReal, FixtureIsWrong) as wrong:
            raise CommandError(str(wrong)) from wrong
        prefix = str(plan[0].signal["reference"])[: -len("-0001")] if plan else ""
        if Signal.objects.filter(reference__startswith=f"{prefix}-").exists():
            self.stdout.write("This day is there already: nothing was changed.")
            return
        day = Day(Source.objects.get(code=SOURCE), texts(), end, prefix)
        with one_transaction():
            day.play(plan, lambda done: self._tell(done, len(plan)))
        self.stderr.write("")
        counts = day.counts
        self.stdout.write(
            f"{counts['cases']} cases of {counts['signals']} signals, {counts['reports']} reports, {counts['signed']} signed."
        )

    def _tell(self, done: int, of: int) -> None:
        if done % 10 == 0 or done == of:
            self.stderr.write(f"\r演练数据 {done}/{of}", ending="")
            self.stderr.flush()


def _moment(text: str) -> datetime:
    if text == "now":
        return timezone.now()
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise CommandError("--until: a time with its zone, e.g. 2026-11-26T10:00+08:00")
    return moment
