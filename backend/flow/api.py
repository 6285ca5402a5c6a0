"""The doors to the rules: first what every screen needs, then the playbooks; answered anew only when the rules changed."""

from django.http import HttpRequest
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.flow.load import rules
from backend.flow.views import PlaybooksView, RulesView, ScreensView
from backend.packed import packed


def _version(_: HttpRequest) -> str:
    return f'"{rules().version}"'


@method_decorator(packed, name="dispatch")
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
    @method_decorator(etag(_version))
    def get(self, request: Request) -> Response:
        """The playbooks in force; `ETag` is the rules' version."""
        return Response(rules().playbooks_view().model_dump(mode="json"))


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
