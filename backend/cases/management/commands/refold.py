"""Rebuilds every case's cached standing from its facts."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.cases.actions import locked
from backend.cases.fold import refold
from backend.cases.models import Case
from backend.storage import one_transaction


class Command(BaseCommand):
    """`manage.py refold`: prints how many cases there are and how many standings were wrong."""

    help = "Rebuild every case's standing from its facts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refold them one by one, each in its own transaction."""
        changed = total = 0
        for case_id in Case.objects.values_list("pk", flat=True).iterator():
            with one_transaction():
                former, new = refold(locked(case_id))
            total += 1
            changed += former != new
        self.stdout.write(f"{total} cases, {changed} standings corrected")
