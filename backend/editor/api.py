"""Thin doors to the playbook editor: the list, one playbook, its draft, its editions, and the page made from a draft."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.editor import actions, queries
from backend.editor.wire import (
    DraftIn,
    DraftView,
    EditionView,
    EditorView,
    PageView,
    PlaybookList,
    PublishIn,
    RestoreIn,
    RevisionIn,
)
from backend.flow.pages import show_page
from backend.people.session import member_of


class EditedPlaybooks(APIView):
    """All playbooks."""

    @extend_schema(operation_id="edited_playbooks", responses=PlaybookList)
    def get(self, request: Request) -> Response:
        """Each with its newest edition and its draft."""
        return Response(queries.playbook_list(member_of(request)).model_dump(mode="json"))


class EditedPlaybook(APIView):
    """One playbook."""

    @extend_schema(operation_id="edited_playbook", responses=EditorView)
    def get(self, request: Request, kind: str) -> Response:
        """As it is now, its draft with what is wrong in it, and its editions."""
        return Response(queries.editor_view(member_of(request), kind).model_dump(mode="json"))


class Draft(APIView):
    """The draft of a playbook."""

    @extend_schema(operation_id="save_playbook_draft", request=DraftIn, responses=DraftView)
    def post(self, request: Request, kind: str) -> Response:
        """Keep it; answers what is wrong in it."""
        row = actions.save_draft(kind, DraftIn.model_validate(request.data), member_of(request), timezone.now())
        return Response(queries.draft_view(row).model_dump(mode="json"))


class Discarding(APIView):
    """The end of a draft."""

    @extend_schema(operation_id="discard_playbook_draft", request=RevisionIn, responses={204: None})
    def post(self, request: Request, kind: str) -> Response:
        """Forget it."""
        actions.discard_draft(kind, RevisionIn.model_validate(request.data), member_of(request))
        return Response(status=204)


class Publishing(APIView):
    """The way from a draft to an edition."""

    @extend_schema(operation_id="publish_playbook", request=PublishIn, responses=EditorView)
    def post(self, request: Request, kind: str) -> Response:
        """Publish the draft."""
        actions.publish(kind, PublishIn.model_validate(request.data), member_of(request), timezone.now())
        return Response(queries.editor_view(member_of(request), kind).model_dump(mode="json"))


class Restoring(APIView):
    """The way back to an earlier edition."""

    @extend_schema(operation_id="restore_playbook", request=RestoreIn, responses=EditorView)
    def post(self, request: Request, kind: str) -> Response:
        """Put it back as a new edition."""
        actions.restore(kind, RestoreIn.model_validate(request.data), member_of(request), timezone.now())
        return Response(queries.editor_view(member_of(request), kind).model_dump(mode="json"))


class Edition(APIView):
    """One edition of a playbook."""

    @extend_schema(operation_id="playbook_edition", responses=EditionView)
    def get(self, request: Request, kind: str, number: int) -> Response:
        """Its words, and those it took the place of."""
        return Response(queries.edition_view(member_of(request), kind, number).model_dump(mode="json"))


class Page(APIView):
    """The public page of a playbook, before it is public."""

    @extend_schema(
        operation_id="playbook_page",
        parameters=[OpenApiParameter("lang", str, enum=["zh", "en"])],
        responses=PageView,
    )
    def get(self, request: Request, kind: str) -> Response:
        """Made from the draft, or from what is in force."""
        book = queries.shown_book(member_of(request), kind)
        language = "en" if request.GET.get("lang") == "en" else "zh"
        page = show_page(request._request, kind, book, language)
        return Response(PageView(html=page.content.decode()).model_dump(mode="json"))


_ONE = "editor/playbooks/<slug:kind>/"
urlpatterns = [
    path("editor/playbooks/", EditedPlaybooks.as_view()),
    path(_ONE, EditedPlaybook.as_view()),
    path(f"{_ONE}draft/", Draft.as_view()),
    path(f"{_ONE}discard/", Discarding.as_view()),
    path(f"{_ONE}publish/", Publishing.as_view()),
    path(f"{_ONE}restore/", Restoring.as_view()),
    path(f"{_ONE}page/", Page.as_view()),
    path(f"{_ONE}editions/<int:number>/", Edition.as_view()),
]
