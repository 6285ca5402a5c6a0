"""Rebuilds every case's cached standing from its facts, and the words it is found by."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.cases.actions import locked
from backend.cases.finding import note_words
from backend.cases.fold import refold
from backend.cases.models import Case
from backend.storage import one_transaction


class Command(BaseCommand):
    """`manage.py refold`: prints how many cases there are and how many standings were wrong."""

    help = "Rebuild every case's standing from its facts, and the words it is found by."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refold them one by one, each in its own transaction."""
        changed = total = 0
        for case_id in Case.objects.values_list("pk", flat=True).iterator():
            with one_transaction():
                case = locked(case_id)
                note_words([case])
                former, new = refold(case)
            total += 1
            changed += former != new
        self.stdout.write(f"{total} cases, {changed} standings corrected")
