"""Starts the product as `make run` does, on a free port with data of its own, and stops it by its process id."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 240


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(
    folder: Path, port: int | None = None, days_ago: int = 0, app: Path | None = None, *, ticks: bool = False
) -> Iterator[str]:
    """The address of a running server whose data lies in this folder; it may believe that it is days ago.

    `app` is a folder with another build of the app than the one of this checkout. `ticks`: its clock runs.
    """
    port = port or free_port()
    environment = product() | {"QIAOMEN_DATA": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    if ticks:
        environment["QIAOMEN_CLOCK"] = "1"
    if app:
        environment["QIAOMEN_PWA"] = str(app)
    log = folder / "server.log"
    with log.open("w") as out:
        past = ["-m", "tests.e2e.in_the_past", str(days_ago)] if days_ago else ["manage.py"]
        command = [sys.executable, *past, "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def product() -> dict[str, str]:
    """The environment of the embedded default, whatever the tests themselves run on."""
    cleared = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    # No limit runs out in the middle of a story: who wants to see that says so.
    return cleared | {"DJANGO_SETTINGS_MODULE": "backend.settings", "QIAOMEN_CLOCK": "0"}


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/healthz", timeout=2).status_code == httpx.codes.OK:
                return
    raise RuntimeError(f"the server did not come up: {log.read_text()}")
