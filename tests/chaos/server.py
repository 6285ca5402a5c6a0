"""The real server on data of its own: started, killed without warning, started again on the same port."""

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Service(Protocol):
    """What a run needs of whatever answers its phones: something that breaks, and comes back."""

    starts: list[float]

    @property
    def port(self) -> int:
        """Where phones find it."""

    async def start(self) -> None:
        """Make it answer, or answer again."""

    def kill(self) -> None:
        """Break it, without a word."""


@dataclass
class Server:
    """`manage.py serve` in a process of its own, on SQLite in this folder."""

    folder: Path
    port: int
    starts: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--no-demo", "--host", "127.0.0.1", "--port", str(self.port)],
                cwd=ROOT,
                env=environment(self.folder),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not await self._answers():
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"the server did not come up: see {self.folder / 'server.log'}")
            await asyncio.sleep(0.05)
        self.starts.append(time.monotonic() - began)

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    async def _answers(self) -> bool:
        """It listens when it is up; what it then answers waits its turn behind all phones that came back at once."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


def environment(folder: Path) -> dict[str, str]:
    """What a process of this installation sees; nothing of another database or of Redis."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return inherited | {"QIAOMEN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "backend.settings", "QIAOMEN_CLOCK": "0"}
