"""`manage.py web`: one of the web processes of production, behind nginx. It migrates nothing and loads nothing."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from backend.live.serving import GentleServer, endpoints_of


class Command(BaseCommand):
    """Serves until it is told to stop, and then ends gently."""

    help = "Serve on HOST:PORT, as one of several processes (production; see docs/production.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8001"))

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve."""
        # Imported last: it reads the rules, and with a fault in them the process must not come up.
        application = import_string(settings.ASGI_APPLICATION)

        GentleServer(application, endpoints=endpoints_of(host, port), at_start=application.begin_work).run()
