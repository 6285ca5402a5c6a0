"""`manage.py serve`: everything on one address in one Daphne process; the embedded default with demo data."""

import contextlib
import io
import os
import socket
from typing import Any

import segno
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.people.demo import demo_logins


class Command(BaseCommand):
    """Migrates, loads the demo, says where and who, and serves until it is told to stop."""

    help = "Serve the whole product on PORT (default 8000), with demo data unless --no-demo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether to load the demo."""
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "0.0.0.0"))  # noqa: S104 - phones come in from the network
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, port: int, host: str, no_demo: bool, **options: Any) -> None:
        """Serve."""
        _check_free(host, port)
        # Once it serves, Daphne's own loop ends it on Ctrl-C; before that Python raises.
        with contextlib.suppress(KeyboardInterrupt):
            call_command("migrate", verbosity=0)
            if not no_demo:
                call_command("load_demo")
            self._greet(host, port, has_demo=not no_demo)
            _serve(host, port)
        self.stdout.write("敲门已停止。Stopped.")

    def _greet(self, host: str, port: int, *, has_demo: bool) -> None:
        address = f"http://localhost:{port}/"
        outside = f"http://{_outside()}:{port}/" if host == "0.0.0.0" else address  # noqa: S104
        self.stdout.write(f"\n敲门 Qiaomen  {address}\n手机扫码 Scan with a phone: {outside}\n")
        code = io.StringIO()
        segno.make(outside, error="m").terminal(out=code, compact=True)
        self.stdout.write(code.getvalue())
        if has_demo:
            self.stdout.write("\n演练数据 Demo logins:")
            for role, username, password, shows in demo_logins():
                self.stdout.write(f"  {username:<18} {password:<14} {role}  {shows}")
        if not (settings.PWA_DIST / "index.html").exists():
            self.stdout.write("\nThe app is not built yet: run `make build`.")
        self.stdout.write("\nCtrl-C 停止 stops it.\n")
        self.stdout.flush()


def _serve(host: str, port: int) -> None:
    from backend.asgi import application  # Needs the database migrated: whitenoise and the rules are read on import.

    Server(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        # The app's own heartbeat every 20 s keeps Daphne from pinging, which it would do for all who connected together in
        # one turn of the loop; only a phone that fell silent is asked, and dropped. (0 would mean: ping all, every 2 s.)
        ping_interval=60,
        application_close_timeout=2,
        server_name="",
    ).run()


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(f"Port {port} is taken: choose another, e.g. PORT={port + 1} make run") from None


def _outside() -> str:
    """This machine's address on the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"
