"""The outermost of the application: knows who asks, and answers what monitors ask before anything can keep it waiting."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST

from backend.asked import begin
from backend.edge.answers import request_id_of, told
from backend.edge.metrics import exposition, may_read_metrics
from backend.edge.proxies import Scope, as_really_asked, networks
from backend.edge.readiness import Readiness
from backend.live.rounds import OnePerLoop

Application = Callable[..., Awaitable[None]]

readiness = OnePerLoop(Readiness)


class Doors:
    """Wraps the application."""

    def __init__(self, inner: Application, begin_work: Callable[[], None]) -> None:
        self.inner, self.begin_work = inner, begin_work
        self.proxies = networks(settings.PROXIES)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.inner(scope, receive, send)
            return
        scope = as_really_asked(scope, self.proxies)
        if scope["type"] == "websocket":
            begin(request_id_of(scope))
            await self.inner(scope, receive, send)
        elif answer := ANSWERS.get(scope["path"]):
            await _say(send, *await answer(scope))
        else:
            await told(self.inner, scope, receive, send)


Answer = tuple[int, bytes, bytes]


async def _say(send: Any, status: int, kind: bytes, body: bytes) -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _is_alive(_: Scope) -> Answer:
    return 200, b"application/json", b'{"ok":true}'


async def _is_ready(_: Scope) -> Answer:
    faults = await readiness().faults()
    body = json.dumps({"ok": not faults, "faults": faults}).encode()
    return 503 if faults else 200, b"application/json", body


async def _figures(scope: Scope) -> Answer:
    if not may_read_metrics(scope):
        return 404, b"application/json", b'{"code":"not_found"}'
    return 200, CONTENT_TYPE_LATEST.encode(), await exposition()


ANSWERS: dict[str, Callable[[Scope], Awaitable[Answer]]] = {
    "/healthz": _is_alive,
    "/readyz": _is_ready,
    "/metrics": _figures,
}
