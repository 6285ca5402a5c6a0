"""A member at his board or phone, over HTTP: loads it, searches, catches up, reports."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from tests.bench.server.source import Door
from tests.chaos.shared import Person

TOKEN = "b" * 32


@dataclass
class Reader:
    """Knows how far it has read."""

    door: Door
    person: Person
    cursors: dict[str, int] = field(default_factory=dict)
    seq: int = 0

    async def board(self) -> None:
        """All that a board holds, as when it is opened."""
        news = await self._ask("GET", "/api/news/?after=")
        self.cursors = news["cursors"] if news else {}

    async def news(self) -> None:
        """What came after that."""
        after = ",".join(f"{unit}:{number}" for unit, number in self.cursors.items())
        await self._ask("GET", f"/api/news/?after={after}")

    async def search(self, text: str) -> None:
        """Cases this text finds."""
        await self._ask("POST", "/api/cases/search/", {"text": text})

    async def report(self, case: str) -> None:
        """A note on a case of one's own."""
        self.seq += 1
        now = time.time()
        said = {
            "id": str(UUID(int=int(now * 1000) << 80 | 0x7 << 76 | 0b10 << 62 | Random().getrandbits(62))),
            "case": case,
            "kind": "note",
            "note": "演练记录",
            "flow": "dissuasion-1",
            "seq": self.seq,
            "made_at": datetime.fromtimestamp(now, UTC).isoformat(),
        }
        answer = await self._ask("POST", "/api/reports/", {"device": self.person.device, "reports": [said]})
        if answer and answer["results"][0]["status"] != "stored":
            self.door.errors["a report was not stored"] += 1

    async def _ask(self, method: str, path: str, said: object = None) -> Any:
        headers = {
            "Cookie": f"sessionid={self.person.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "X-Device": self.person.device,
            "Content-Type": "application/json",
        }
        return await self.door.ask(method, path, headers, said)
