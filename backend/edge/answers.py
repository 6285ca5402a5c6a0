"""A line in the log for each answer: the address as a pattern and the member as a number, never what stood in either."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from django.urls import Resolver404, resolve

from backend.asked import begin
from backend.edge.proxies import Scope
from backend.figures import ANSWER_SECONDS

log = logging.getLogger("backend.answers")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


async def told(inner: Callable[..., Awaitable[None]], scope: Scope, receive: Any, send: Any) -> None:
    """Answer, with an id of the request on the answer and on every line that is written meanwhile."""
    began, seen = time.monotonic(), {"status": 0}
    request_id = request_id_of(scope)
    begin(request_id)

    async def noting(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            seen["status"] = message["status"]
            message = message | {"headers": [*message.get("headers", []), (b"x-request-id", request_id.encode())]}
        await send(message)

    try:
        await inner(scope, receive, noting)
    finally:
        _tell(scope, seen["status"], time.monotonic() - began)


def request_id_of(scope: Scope) -> str:
    """The proxy's, when it is one; a stranger may write what he likes there."""
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def _tell(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    ANSWER_SECONDS.labels(method=method, status=status).observe(seconds)
    if log.isEnabledFor(logging.INFO):
        said = {"method": method, "route": _route(scope["path"]), "status": status, "seconds": round(seconds, 4)}
        log.info("answered", extra=said)


def _route(path: str) -> str:
    try:
        return "/" + resolve(path).route
    except Resolver404:
        return "none"
