"""The door for sources: signals, one or a batch, with a key instead of a session."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication, get_authorization_header
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
from backend.problems import Refused


class SourceKey(BaseAuthentication):
    """`Authorization: Api-Key KEY`; only the key's hash is known here."""

    def authenticate(self, request: Request) -> tuple[Source, None]:
        """The source behind the key."""
        scheme, _, key = get_authorization_header(request).decode("latin-1").partition(" ")
        hashed = hashlib.sha256(key.strip().encode()).hexdigest()
        source = Source.objects.select_related("unit__parent").filter(key_hash=hashed, is_active=True).first()
        if scheme.lower() != "api-key" or source is None:
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
        results = _taken(request) or take_in(source, items_of(request.data), timezone.now())
        return Response(SignalResults(results=results, server_time=timezone.now()).model_dump(mode="json"))


def note_taken(request: HttpRequest, results: Sequence[SignalResult]) -> None:
    """What this request brings is taken in already, with others."""
    setattr(request, _TAKEN, results)


def items_of(body: Any) -> list[Any]:
    """One signal, a list of them, or `{"signals": […]}`."""
    if isinstance(body, dict) and set(body) == {"signals"}:
        body = body["signals"]
    items = body if isinstance(body, list) else [body]
    if not items:
        raise Refused("bad_input", [_NOTHING])
    return items


def _taken(request: Request) -> Sequence[SignalResult] | None:
    return getattr(request._request, _TAKEN, None)


_TAKEN = "taken_in"
_NOTHING = {"field": "signals", "message": "至少要有一条线索", "message_en": "At least one signal is needed"}

urlpatterns = [path("signals/", Signals.as_view()), *import_urls, *duplicate_urls, *roster_urls]
