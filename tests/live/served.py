"""A Daphne of its own on a free port, on the database of the tests, and a phone that reaches it over the network."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from django.conf import settings
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.server import free_port
from tests.live.watching import Held

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@contextlib.contextmanager
def daphne(folder: Path) -> Iterator[str]:
    """`host:port` of a running Daphne; it is stopped by its process id."""
    with web(folder) as (address, _):
        yield address


@contextlib.contextmanager
def web(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same as production runs it, and its process."""
    port = free_port()
    with (folder / "daphne.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "web", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | environment(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process, folder / "daphne.log")
        yield f"127.0.0.1:{port}", process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class RemotePhone:
    """A phone on a real network: it may vanish at any moment."""

    def __init__(self, address: str, cookie: str) -> None:
        self.address = address
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={cookie}"
        self.held = Held()

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[ClientConnection]:
        """A socket that has said hello."""
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.address}"}
        async with connect(f"ws://{self.address}/ws/live/", additional_headers=headers, max_size=None) as socket:
            hello = {"type": "hello", "device": str(uuid4()), "cursors": self.held.cursors}
            await socket.send(json.dumps(hello))
            yield socket

    async def news(self, socket: ClientConnection) -> dict[str, Any]:
        """The next news, taken in and confirmed as the app does."""
        told: dict[str, Any] = json.loads(await socket.recv())
        assert told["type"] == "news", told
        self.held.take(told)
        await socket.send(json.dumps({"type": "confirm", "cursors": told["cursors"]}))
        return told

    @contextlib.contextmanager
    def browser(self) -> Iterator[httpx.Client]:
        """The same member over HTTP."""
        with httpx.Client(base_url=f"http://{self.address}", timeout=PATIENCE) as client:
            client.headers["Cookie"] = self.cookie
            answer = client.get("/api/me/")
            client.cookies.clear()
            client.headers["Cookie"] = f"{self.cookie}; csrftoken={answer.cookies['csrftoken']}"
            client.headers["X-CSRFToken"] = answer.json()["csrf"]
            client.headers["Referer"] = f"http://{self.address}/"
            yield client


def wait_until_idle() -> None:
    """Until the server has done what the last words of its phones made it do.

    PostgreSQL empties the tables after a test, and ends one of two transactions that wait for each other.
    """
    quiet = 0
    while connection.vendor == "postgresql" and quiet < 5:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            quiet = 0 if cursor.fetchone()[0] else quiet + 1
        time.sleep(0.05)


def environment(folder: Path) -> dict[str, str]:
    """What makes a server use the database of the tests, and this folder for everything else."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {
        "DATABASE_URL": url,
        "QIAOMEN_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "QIAOMEN_CLOCK": "0",
        "DJANGO_SECRET_KEY": settings.SECRET_KEY,
    }


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Daphne ended: {log.read_text()}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Daphne did not come up: {log.read_text()}")
