"""`make run TLS=1` as a process of its own: where it listens, and who vouches for it."""

import contextlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.live.served import PATIENCE, ROOT

GREETED = re.compile(r"https://([\d.]+):(\d+)/.*?http://[\d.]+:(\d+)/.*SHA-256 ([0-9A-F:]{95})\b.*Ctrl-C", re.DOTALL)


@dataclass(frozen=True)
class Secured:
    """A running server, by what it printed."""

    process: subprocess.Popen[bytes]
    folder: Path
    host: str
    port: int
    page_port: int
    fingerprint: str

    @property
    def app(self) -> str:
        """The product's address."""
        return f"https://{self.host}:{self.port}"

    @property
    def page(self) -> str:
        """The address of the page that tells how to trust it."""
        return f"http://{self.host}:{self.page_port}"

    @property
    def authority(self) -> Path:
        """The certificate that a phone would install."""
        return self.folder / "tls" / "authority.crt"

    def trusting(self) -> ssl.SSLContext:
        """What a phone knows that trusts this authority and no other."""
        return ssl.create_default_context(cafile=self.authority)

    def interrupt(self) -> str:
        """Ctrl-C; everything it printed."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=15) == 0
        return (self.folder / "serve.log").read_text()


@contextlib.contextmanager
def secured(folder: Path, port: int, environment: dict[str, str], *options: str) -> Iterator[Secured]:
    """A server with TLS on this port, whose data lies in this folder; it is stopped by its process id."""
    command = [sys.executable, "manage.py", "serve", *options]
    mine = environment | {"QIAOMEN_DATA": str(folder), "TLS": "1", "PORT": str(port)}
    with (folder / "serve.log").open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=mine,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=_hear_interrupts,  # noqa: PLW1509 - a test has one thread
        )
    try:
        yield _wait_until_it_answers(process, folder)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def two_free_ports() -> int:
    """A free port whose next one is free as well."""
    while True:
        with socket.socket() as first, socket.socket() as second, contextlib.suppress(OSError, OverflowError):
            first.bind(("0.0.0.0", 0))  # noqa: S104 - as the server does
            port: int = first.getsockname()[1]
            second.bind(("0.0.0.0", port + 1))  # noqa: S104
            return port


def _hear_interrupts() -> None:
    """A shell lets what it runs in the background ignore Ctrl-C, and all that is started from there."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _wait_until_it_answers(process: subprocess.Popen[bytes], folder: Path) -> Secured:
    until = time.monotonic() + PATIENCE
    log = folder / "serve.log"
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()}")
        if greeted := GREETED.search(log.read_text()):
            host, port, page_port, fingerprint = greeted.groups()
            server = Secured(process, folder, host, int(port), int(page_port), fingerprint)
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{server.app}/healthz", verify=server.trusting(), timeout=5).raise_for_status()
                return server
        time.sleep(0.05)
    raise RuntimeError(f"the server did not come up: {log.read_text()}")
