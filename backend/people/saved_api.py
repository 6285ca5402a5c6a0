"""Thin doors to the filters a member keeps."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.people import saved
from backend.people.session import member_of
from backend.people.wire import SavedViewList, SavedViewShape


class SavedViews(APIView):
    """One's own filters of the board. What is searched for may be a name: it comes in the body, never in the address."""

    @extend_schema(operation_id="saved_views", responses={200: SavedViewList})
    def get(self, request: Request) -> Response:
        """List them."""
        return Response(saved.views_of(member_of(request)).model_dump(mode="json"))

    @extend_schema(operation_id="save_view", request=SavedViewShape, responses={200: SavedViewList})
    def post(self, request: Request) -> Response:
        """Keep one, or change the one of this id."""
        said = SavedViewShape.model_validate(request.data)
        return Response(saved.keep_view(member_of(request), said).model_dump(mode="json"))


class Dropped(APIView):
    """Keeping one no longer."""

    @extend_schema(operation_id="drop_view", request=None, responses={200: SavedViewList})
    def post(self, request: Request, view_id: UUID) -> Response:
        """Drop it; saved again under its id it is back in its place."""
        return Response(saved.drop_view(member_of(request), view_id).model_dump(mode="json"))


urlpatterns = [
    path("me/views/", SavedViews.as_view()),
    path("me/views/<uuid:view_id>/drop/", Dropped.as_view()),
]
