"""A simulated member at a running product: signs in, hears news, reports and decides through the same HTTP doors as the app."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from random import Random
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import UUID, uuid4

TIMEOUT = 30


class Silent(Exception):
    """The product does not answer, or says no; the words never repeat what a report says."""


class Phone:
    """One member's phone. `views` are the cases he sees, by id, as the server last told them."""

    def __init__(self, base: str, username: str, password: str) -> None:
        self.base, self.username, self._password = base.rstrip("/"), username, password
        self.device = str(uuid4())
        self.views: dict[str, dict[str, Any]] = {}
        self.me: dict[str, Any] = {}
        self._cursors: dict[str, int] = {}
        self._seqs: dict[str, int] = {}
        self._cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies))

    def sign_in(self) -> None:
        """Open the app with user name and password."""
        with suppress(Silent):  # Nobody is signed in yet; the answer brings the token's cookie.
            self.ask("GET", "/api/me/")
        said = self.ask("POST", "/api/login/", {"username": self.username, "password": self._password})
        self.me = said["member"]

    def hear(self) -> None:
        """Catch up with the news, and confirm what has come: the receipt of what was sent to him."""
        after = ",".join(f"{unit}:{number}" for unit, number in self._cursors.items())
        news = self.ask("GET", f"/api/news/?after={after}")
        if news["snapshot"]:
            self.views = {}
        self.views |= {view["id"]: view for view in news["cases"]}
        for gone in news["removed"]:
            self.views.pop(gone, None)
        self._cursors = {**({} if news["snapshot"] else self._cursors), **news["cursors"]}
        if news["snapshot"] or news["events"]:
            self.ask("POST", "/api/news/confirm/", {"cursors": self._cursors})

    def report(self, case: str, said: dict[str, Any]) -> str:
        """Send one report; its status."""
        self._seqs[case] = self._seqs.get(case, 0) + 1
        made = {
            "id": str(_uuid7()),
            "case": case,
            "flow": self.views[case]["flow"],
            "seq": self._seqs[case],
            "made_at": datetime.now(UTC).isoformat(),
        }
        answer = self.ask("POST", "/api/reports/", {"device": self.device, "reports": [made | said]})
        return str(answer["results"][0]["status"])

    def bring(self, case: str, sha256: str, content: bytes) -> None:
        """Send a picture."""
        self._send("PUT", f"/api/cases/{case}/evidence/{sha256}/", content, "image/png")

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One question to the server, and its answer."""
        raw = None if body is None else json.dumps(body).encode()
        said: dict[str, Any] = json.loads(self._send(method, path, raw, "application/json") or b"{}")
        return said

    def _send(self, method: str, path: str, raw: bytes | None, kind: str) -> bytes:
        token = next((cookie.value or "" for cookie in self._cookies if cookie.name == "csrftoken"), "")
        headers = {"X-Device": self.device, "Content-Type": kind, "X-CSRFToken": token, "Referer": self.base}
        request = Request(f"{self.base}{path}", data=raw, method=method, headers=headers)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return bytes(answer.read())
        except HTTPError as refusal:
            raise Silent(f"{method} {path.split('?', maxsplit=1)[0]}: {refusal.code}") from None
        except (URLError, TimeoutError, OSError) as fault:
            raise Silent(f"{method} {path.split('?', maxsplit=1)[0]}: {type(fault).__name__}") from None


def send_signal(base: str, key: str, item: dict[str, Any]) -> dict[str, Any]:
    """One signal as a source sends it; the answer to it."""
    headers = {"Authorization": f"Api-Key {key}", "Content-Type": "application/json"}
    request = Request(f"{base.rstrip('/')}/api/signals/", data=json.dumps(item).encode(), headers=headers)
    try:
        with build_opener().open(request, timeout=TIMEOUT) as answer:
            result: dict[str, Any] = json.loads(answer.read())["results"][0]
            return result
    except HTTPError as refusal:
        raise Silent(f"POST /api/signals/: {refusal.code}") from None
    except (URLError, TimeoutError, OSError) as fault:
        raise Silent(f"POST /api/signals/: {type(fault).__name__}") from None


def _uuid7() -> UUID:
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    chance = Random().getrandbits
    return UUID(int=milliseconds << 80 | 0x7 << 76 | chance(12) << 64 | 0b10 << 62 | chance(62))
