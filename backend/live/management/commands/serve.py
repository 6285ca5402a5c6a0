"""`manage.py serve`: everything on one address in one Daphne process; the embedded default with demo data. TLS=1 makes it HTTPS."""

import contextlib
import io
import os
import socket
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from backend.live.management.certificates import EVERYWHERE, Authority, address_outside, names_here, server_certificate
from backend.live.management.trust_page import TrustPage, beside
from backend.live.serving import BACKLOG, GentleServer, endpoints_of
from backend.people.demo import demo_logins


@dataclass(frozen=True)
class Trial:
    """HTTPS on a local network: who vouches for it, and the port of the page that tells phones so."""

    authority: Authority
    page_port: int


class Command(BaseCommand):
    """Migrates, loads the demo, says where and who, and serves until it is told to stop."""

    help = "Serve the whole product on PORT (default 8000), with demo data unless --no-demo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether to load the demo."""
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", EVERYWHERE))
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, port: int, host: str, no_demo: bool, **options: Any) -> None:
        """Serve."""
        if not _is_free(host, port):
            raise CommandError(f"Port {port} is taken: choose another, e.g. PORT={port + 1} make run")
        trial = Trial(_authority(), _next_free(host, port + 1)) if settings.TLS else None
        # Once it serves, Daphne's own loop ends it on Ctrl-C; before that Python raises.
        with contextlib.suppress(KeyboardInterrupt):
            call_command("migrate", verbosity=0)
            if not no_demo:
                call_command("load_demo")
            self._greet(host, port, trial, has_demo=not no_demo)
            _serve(host, port, trial)
        self.stdout.write("敲门已停止。Stopped.")

    def _greet(self, host: str, port: int, trial: Trial | None, *, has_demo: bool) -> None:
        outside = address_outside(host)
        self.stdout.write(f"\n敲门 Qiaomen  {'https' if trial else 'http'}://localhost:{port}/")
        if trial:
            self._invite(trial, outside, port)
        else:
            self.stdout.write(f"手机扫码 Scan with a phone: http://{outside}:{port}/")
            self._draw(f"http://{outside}:{port}/")
        if has_demo:
            self.stdout.write("\n演练数据 Demo logins:")
            for role, username, password, shows in demo_logins():
                self.stdout.write(f"  {username:<18} {password:<14} {role}  {shows}")
        if not (settings.PWA_DIST / "index.html").exists():
            self.stdout.write("\nThe app is not built yet: run `make build`.")
        self.stdout.write("\nCtrl-C 停止 stops it.\n")
        self.stdout.flush()

    def _invite(self, trial: Trial, outside: str, port: int) -> None:
        """One code for a phone that comes for the first time and for one that knows us: the page leads on to the app."""
        page = f"http://{outside}:{trial.page_port}/"
        self.stdout.write(f"手机打开 On a phone: https://{outside}:{port}/\n\n手机扫码 Scan with a phone: {page}")
        self._draw(page)
        self.stdout.write(
            "安卓：下载证书，设置 → 安全 → 加密与凭据 → 安装证书 → CA证书。"
            "Android: install it as a CA certificate.\n"
            "苹果：安装描述文件，再到 设置 → 通用 → 关于本机 → 证书信任设置 打开。"
            "iOS: install the profile, then turn it on.\n"
            f"证书指纹 SHA-256 {trial.authority.fingerprint}"
        )

    def _draw(self, address: str) -> None:
        code = io.StringIO()
        segno.make(address, error="m").terminal(out=code, compact=True)
        self.stdout.write(code.getvalue())


def _serve(host: str, port: int, trial: Trial | None) -> None:
    # Imported last: it needs the database migrated; whitenoise and the rules are read on import.
    application = import_string(settings.ASGI_APPLICATION)
    if trial is None:
        GentleServer(application, endpoints=endpoints_of(host, port), at_start=application.begin_work).run()
        return
    page = TrustPage(trial.authority, partial(names_here, host), address_outside(host), port)
    server: GentleServer = GentleServer(
        beside(application, page, trial.page_port),
        endpoints=endpoints_of(host, trial.page_port),
        at_start=application.begin_work,
        ready_callable=lambda: _listen_with_tls(server, host, port, trial.authority),
    )
    server.run()


def _listen_with_tls(server: GentleServer, host: str, port: int, authority: Authority) -> None:
    """Not one of Daphne's endpoint strings: those name certificates in files, which would stay as the addresses change."""
    from twisted.internet import reactor  # Installed by Daphne when it is imported.
    from twisted.internet.endpoints import SSL4ServerEndpoint

    endpoint = SSL4ServerEndpoint(reactor, port, server_certificate(authority, host), BACKLOG, host)
    endpoint.listen(server.http_factory).addCallbacks(server.listen_success, server.listen_error)


def _authority() -> Authority:
    folder = settings.DATA_DIR / "tls"
    try:
        return Authority(folder)
    except ValueError:
        raise CommandError(f"{folder} cannot be read: delete it, and let the phones trust the new one") from None


def _next_free(host: str, port: int) -> int:
    return next(each for each in range(port, 65536) if _is_free(host, each))


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
