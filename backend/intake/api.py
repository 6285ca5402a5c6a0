"""The door for sources: signals, one or a batch, with a key instead of a session."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.intake.actions import take_in
from backend.intake.duplicate_api import urlpatterns as duplicate_urls
from backend.intake.imports.api import urlpatterns as import_urls
from backend.intake.models import Source
from backend.intake.rosters.api import urlpatterns as roster_urls
from backend.intake.wire import SignalBatch, SignalResult, SignalResults
from backend.prepared import Prepared
from backend.problems import Refused


@dataclass(frozen=True)
class Taken:
    """What became of what a request brought that was taken in together with others, before its view was asked."""

    source: Source
    results: Sequence[SignalResult]


def note_taken(request: HttpRequest, taken: Taken) -> None:
    """Let the request's view answer with this."""
    setattr(request, _TAKEN, taken)


def key_hash(request: HttpRequest | Request) -> str:
    """The hash of the key that the request shows, or nothing."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return hashlib.sha256(key.strip().encode()).hexdigest() if scheme.lower() == "api-key" else ""


def sources_by_key(hashes: Collection[str]) -> dict[str, Source]:
    """The sources that are on, by the hashes of their keys."""
    return {source.key_hash: source for source in _sources(hashes)}


_sources = Prepared(
    lambda hashes: Source.objects.select_related("unit__parent").filter(key_hash__in=hashes, is_active=True)
)


class SourceKey(BaseAuthentication):
    """`Authorization: Api-Key KEY`; only the key's hash is known here."""

    def authenticate(self, request: Request) -> tuple[Source, None]:
        """The source behind the key."""
        taken, key = _taken(request), key_hash(request)
        source = taken.source if taken else sources_by_key([key]).get(key)
        if source is None:
            raise Refused("bad_key")
        return source, None

    def authenticate_header(self, request: Request) -> str:
        """What a missing key is answered with."""
        return "Api-Key"


class SourceKeyScheme(OpenApiAuthenticationExtension):
    """Tells the API page how sources sign in."""

    target_class = SourceKey
    name = "sourceKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Api-Key KEY`"}


class Signals(APIView):
    """Where warnings begin."""

    authentication_classes = [SourceKey]
    # The key is the permission: SourceKey refuses whoever has none.
    permission_classes = [AllowAny]

    @extend_schema(operation_id="take_in_signals", request=SignalBatch, responses={200: SignalResults})
    def post(self, request: Request) -> Response:
        """Take signals in; each is answered on its own, in order."""
        source = cast("Source", request.user)
        taken = _taken(request)
        results = taken.results if taken else take_in(source, items_of(request.data), timezone.now())
        return Response(SignalResults(results=results, server_time=timezone.now()).model_dump(mode="json"))


def items_of(body: Any) -> list[Any]:
    """One signal, a list of them, or `{"signals": […]}`."""
    if isinstance(body, dict) and set(body) == {"signals"}:
        body = body["signals"]
    items = body if isinstance(body, list) else [body]
    if not items:
        raise Refused("bad_input", [_NOTHING])
    return items


def _taken(request: Request) -> Taken | None:
    return getattr(request._request, _TAKEN, None)


_TAKEN = "taken_in"
_NOTHING = {"field": "signals", "message": "至少要有一条线索", "message_en": "At least one signal is needed"}

urlpatterns = [path("signals/", Signals.as_view()), *import_urls, *duplicate_urls, *roster_urls]
