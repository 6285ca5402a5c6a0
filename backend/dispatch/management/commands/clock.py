"""`manage.py clock`: does what is due, every second, until it is told to stop; several may run, and any may be killed."""

import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from backend import portions


class Command(BaseCommand):
    """SIGTERM and Ctrl-C end it between two items; what it had not begun another clock does, or the next start."""

    help = (
        "Run what is due (limits, escalation, rosters, notifications) until stopped. The embedded default needs none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How often, and whether only once."""
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        """Look until there is nothing left to do, wait, look again."""
        look = cast("Callable[[datetime], int]", import_string(settings.CLOCK))
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: portions.stop())
        while not portions.is_stopping():
            did = look(timezone.now())
            close_old_connections()
            if once and not did:
                return
            if not did:
                portions.wait(every)
