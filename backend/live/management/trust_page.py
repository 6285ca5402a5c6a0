"""The small page without TLS beside the app: how a phone comes to trust this server, and the one certificate it needs for it."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from backend.live.management.certificates import Authority

Application = Callable[[Any, Any, Any], Awaitable[None]]
CERTIFICATE = "/qiaomen-authority.crt"
# The type at which iOS asks to install a profile, and which Android saves for its settings.
CERTIFICATE_TYPE = "application/x-x509-ca-cert"


@dataclass(frozen=True)
class Answer:
    """Everything that this port ever says."""

    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class TrustPage:
    """An ASGI application of two addresses, and nothing of the product behind it."""

    def __init__(self, authority: Authority, names: Callable[[], tuple[str, ...]], outside: str, app_port: int) -> None:
        self._authority, self._names, self._outside, self._app_port = authority, names, outside, app_port

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; a socket is refused."""
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close"})
            return
        answer = self._answer(scope)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            **answer.headers,
        }
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    def _answer(self, scope: Any) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            return Answer(b"Only GET.", status=405, headers={"Allow": "GET, HEAD"})
        if scope["path"] == CERTIFICATE:
            return Answer(self._authority.certificate, CERTIFICATE_TYPE)
        if scope["path"] == "/":
            return self._page({name.lower(): value.decode("latin-1") for name, value in scope["headers"]})
        return Answer(b"Not here.", status=404)

    def _page(self, headers: dict[bytes, str]) -> Answer:
        # The phone came by an address of ours and goes on by the same one; whatever else it names is not repeated.
        asked = headers.get(b"host", "").rsplit(":", 1)[0]
        app = f"https://{asked if asked in self._names() else self._outside}:{self._app_port}/"
        nonce = secrets.token_urlsafe(16)
        page = render_to_string(
            "live/trust.html",
            {
                "app": app,
                "certificate": CERTIFICATE,
                "fingerprint": self._authority.fingerprint,
                "nonce": nonce,
                "system": _system(headers.get(b"user-agent", "")),
            },
        )
        policy = (
            f"default-src 'none'; img-src data:; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src {app}healthz; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return Answer(page.encode(), "text/html; charset=utf-8", headers={"Content-Security-Policy": policy})


def beside(application: Application, page: TrustPage, page_port: int) -> Application:
    """Both as one application: what came in at the page's port sees the page only."""

    async def whichever(scope: Any, receive: Any, send: Any) -> None:
        _, port = scope["server"]
        await (page if port == page_port else application)(scope, receive, send)

    return whichever


def _system(agent: str) -> str:
    """Whose steps stand open on the page."""
    if any(name in agent for name in ("iPhone", "iPad", "Macintosh")):
        return "ios"
    return "harmony" if "Harmony" in agent else "android"
