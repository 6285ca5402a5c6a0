"""Serves the built app: its shell for every address of it, and the security headers around everything."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import ensure_csrf_cookie

from backend.flow.load import rules
from backend.packed import packed_once
from backend.people.session import PROOF

POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
# The API page's own start-up script stands in the page, so it alone may run inline scripts.
DOCS_POLICY = POLICY.replace("default-src 'self';", "default-src 'self'; script-src 'self' 'unsafe-inline';")


class SecurityHeaders:
    """Adds the content policy to pages, and asks browsers to revalidate what has no hash in its name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers added."""
        response = self.get_response(request)
        if _is_a_page(request, response):
            response.headers["Content-Security-Policy"] = _policy(request.path)
            response.headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()"
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        elif not _may_be_kept(response, request.path):
            # A stale index.html or sw.js would hold a phone on assets that are gone; so would a remembered 404.
            response.headers["Cache-Control"] = "no-cache"
        return response


def _policy(path: str) -> str:
    """Pictures may also come from the tile server the map is given, and from nowhere else."""
    if path == "/api/docs/":
        return DOCS_POLICY
    tiles = rules().screens.tiles
    return POLICY.replace("img-src 'self'", f"img-src 'self' {tiles.origin}") if tiles and tiles.origin else POLICY


def _is_a_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Or may become one, or runs as a worker. What a page only reads would carry 290 bytes of policy without effect."""
    is_file = request.path.startswith("/assets/") and "immutable" in response.headers.get("Cache-Control", "")
    return not is_file and response.headers.get("Content-Type") != "application/json"


def _may_be_kept(response: HttpResponseBase, path: str) -> bool:
    """Files with a hash in their name, and the pages for everybody, which say themselves how long."""
    return "immutable" in response.headers.get("Cache-Control", "") or (
        path.startswith("/p/") and response.status_code == 200
    )


@packed_once
@ensure_csrf_cookie
def app_shell(request: HttpRequest) -> HttpResponse:
    """The app's index.html, never cached: a stale one would name assets that are gone.

    With it comes the CSRF cookie, so that a first login waits for no other answer before it. On a phone that was
    never signed in on the sign-in stands in the page already; any other may be locked. What the app's worker keeps for
    later starts is the file as it is.
    """
    index = settings.PWA_DIST / "index.html"
    if not index.exists():
        return HttpResponse("The app is not built yet: run `make build`.", status=503, content_type="text/plain")
    page = index.read_bytes()
    if not {settings.SESSION_COOKIE_NAME, PROOF} & request.COOKIES.keys():
        page = page.replace(b"<template>", b"").replace(b"</template>", b"")
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})
