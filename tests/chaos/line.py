"""The phone's one way to the server over HTTP: session, CSRF, device, the clock measured on the way, and news pulled."""

import json
import time
from datetime import UTC, datetime
from typing import Any

from tests.chaos.disk import Disk
from tests.chaos.network import Answer, Network, NoAnswer
from tests.chaos.shared import Person, Run

AGENT = "Mozilla/5.0 (Linux; Android 9) Chrome/88.0"


class Refusal(Exception):
    """The server answered, and said no."""

    def __init__(self, answer: Answer) -> None:
        said = answer.said
        self.status = answer.status
        self.code = str(said.get("code", "")) if isinstance(said, dict) else ""
        self.answer = answer
        super().__init__(f"{self.status} {self.code}")


class Line:
    """Asks as the member on this phone."""

    def __init__(self, person: Person, disk: Disk, run: Run, network: Network) -> None:
        self.person, self.disk, self.run, self.network = person, disk, run, network

    async def ask(self, method: str, path: str, said: object = None) -> Any:
        """Ask; raises `Refusal` when the server says no and `NoAnswer` when it says nothing."""
        body = b"" if said is None else json.dumps(said).encode()
        return (await self.send(method, path, body, {"Content-Type": "application/json"})).said

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Send bytes as they are, with the headers of this phone."""
        if method != "GET" and not self.disk.csrf:
            await self.ask("GET", "/api/me/")
        asked = time.time()
        answer = await self.network.ask(method, path, self._headers() | headers, body)
        self._notice(answer, asked)
        if answer.status < 400:
            return answer
        if answer.status >= 500:
            self.run.tally.add(f"answered {answer.status}")
        if answer.status in (502, 503, 504):
            raise NoAnswer(str(answer.status))
        refusal = Refusal(answer)
        if refusal.status in (401, 429) or refusal.code in ("csrf", "disabled"):
            # Whoever is not let in sends nothing, and keeps all of it.
            self.disk.csrf = ""
            self.run.ledger.refusals.append(f"{self.person.name} was not let in: {refusal}")
            raise NoAnswer(str(refusal))
        raise refusal

    async def pull_news(self) -> bool:
        """Catch up over HTTP and give the receipt; whether there was anything new."""
        more, behind, is_new = True, 0, False
        while more:
            cursors = {} if behind > 2 else self.disk.cursors
            after = ",".join(f"{unit}:{number}" for unit, number in cursors.items())
            news = await self.ask("GET", f"/api/news/?after={after}")
            if not self.disk.take(news):
                behind += 1
                continue
            more = news["more"]
            if news["snapshot"] or news["events"]:
                is_new = True
                await self._confirm(news["cursors"])
        return is_new

    def phone_time(self) -> float:
        """What this phone's clock shows, in Unix seconds; it may be wrong by decades."""
        return time.time() + self.person.skew_ms / 1000

    async def _confirm(self, cursors: dict[str, int]) -> None:
        await self.ask("POST", "/api/news/confirm/", {"cursors": cursors})
        self.run.ledger.receipts.append((self.person.member, time.time(), cursors))

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.person.cookie}; csrftoken={self.disk.csrf}",
            "X-CSRFToken": self.disk.csrf,
            "X-Device": self.disk.device,
            "User-Agent": AGENT,
            "Accept": "application/json",
        }

    def _notice(self, answer: Answer, asked: float) -> None:
        """The token's cookie, and the server's time against the phone's own."""
        for cookie in answer.headers.get("set-cookie", "").splitlines():
            if cookie.startswith("csrftoken="):
                self.disk.csrf = cookie.removeprefix("csrftoken=").partition(";")[0]
        said = answer.said
        if isinstance(said, dict) and "server_time" in said:
            stated = datetime.fromisoformat(said["server_time"]).astimezone(UTC).timestamp()
            between = (asked + time.time()) / 2 + self.person.skew_ms / 1000
            self.disk.offset_ms = round((stated - between) * 1000)
