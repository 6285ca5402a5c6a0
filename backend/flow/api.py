"""The doors to the rules: first what every screen needs, then the playbooks; answered anew only when they changed."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.flow.editions import FILE, newest_number, playbooks_view
from backend.flow.load import rules
from backend.flow.views import PlaybooksView, RulesView, ScreensView
from backend.packed import packed, packed_once


def _version(_: HttpRequest) -> str:
    return f'"{rules().version}"'


def _needed() -> list[int]:
    """The editions that cases still go by; which cases there are only a higher room knows."""
    newest = newest_number()
    return sorted(import_string(settings.EDITIONS_IN_USE)(newest, timezone.now())) if newest != FILE else []


def _playbooks_version(_: HttpRequest) -> str:
    if (newest := newest_number()) == FILE:
        return _version(_)
    said = (rules().version, newest, _needed())
    return f'"{sha256(repr(said).encode()).hexdigest()[:16]}"'


@method_decorator(packed_once, name="dispatch")
class RulesDoor(APIView):
    """`GET /api/rules/`: levels, codes and flows, for every member."""

    @extend_schema(operation_id="rules", responses=RulesView)
    @method_decorator(cache_control(private=True, no_cache=True))
    @method_decorator(etag(_version))
    def get(self, request: Request) -> Response:
        """The rules in force; `ETag` is their version."""
        return Response(rules().view().model_dump(mode="json"))


@method_decorator(packed, name="dispatch")
class PlaybooksDoor(APIView):
    """`GET /api/playbooks/`: what to say and look for, for every member."""

    @extend_schema(operation_id="playbooks", responses=PlaybooksView)
    @method_decorator(cache_control(private=True, no_cache=True))
    @method_decorator(etag(_playbooks_version))
    def get(self, request: Request) -> Response:
        """The playbooks of now, and the earlier ones that running cases go by; `ETag` changes with any of them."""
        return Response(playbooks_view(_needed()).model_dump(mode="json"))


class ScreensDoor(APIView):
    """`GET /api/screens/`: what the map and the wall show, for every member."""

    @extend_schema(operation_id="screens", responses=ScreensView)
    def get(self, request: Request) -> Response:
        """The tile server, if there is one, and the rules of the wall."""
        return Response(rules().screens_view().model_dump(mode="json"))


urlpatterns = [
    path("rules/", RulesDoor.as_view()),
    path("playbooks/", PlaybooksDoor.as_view()),
    path("screens/", ScreensDoor.as_view()),
]
