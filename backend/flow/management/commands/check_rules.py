"""`manage.py check_rules`: what is read from the rule files, or everything that is wrong with them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.flow.load import RulesAreWrong, rules


class Command(BaseCommand):
    """Reads and checks the rule files."""

    help = "Read and check the rule files: levels, codes, routing, flows and playbooks."
    # The check itself is what this command does.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; with faults, one a line, and end with an error."""
        try:
            read = rules()
        except RulesAreWrong as wrong:
            raise CommandError("\n".join([*wrong.faults, f"{len(wrong.faults)} faults in the rule files"])) from None
        self.stdout.write(
            f"Rules {read.version} of {read.city}: {len(read.levels)} levels, {len(read.grading)} grading rules, "
            f"{len(read.fraud_types)} fraud types, {len(read.outcomes)} outcomes, "
            f"flows {', '.join(read.flows)}, playbooks {', '.join(read.playbooks)}."
        )
