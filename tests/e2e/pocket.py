"""A phone with a profile of its own on disk: its browser can die in the middle of anything and be started again."""

import os
import signal
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType

from tests.e2e.browsers import LAUNCH, PHONE, Desk, window


class Pocket:
    """One phone; `switch_on` starts its browser on what was on disk, `die` ends it as an empty battery does."""

    def __init__(self, browser_type: BrowserType, profile: Path, address: str) -> None:
        self.browser_type = browser_type
        self.profile = profile
        self.address = address
        self.context: BrowserContext | None = None

    def switch_on(self, before: str = "") -> Desk:
        """Its one window."""
        self.context = self.browser_type.launch_persistent_context(
            self.profile, **LAUNCH, headless=True, **window(self.address, PHONE)
        )
        return Desk.of(self.context, self.address, before)

    def die(self) -> None:
        """At once, without a chance to write anything more."""
        for process in self._processes():
            os.kill(process, signal.SIGKILL)
        self.context = None

    def close(self) -> None:
        """The end of the test."""
        if self.context:
            self.context.close()

    def _processes(self) -> list[int]:
        mine = f"--user-data-dir={self.profile}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if mine in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return found
