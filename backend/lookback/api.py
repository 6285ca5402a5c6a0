"""Thin doors to look-backs: the list, one of them and what is done with it, a case's result, and the rates."""

from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.lookback import actions, queries
from backend.lookback.summary import summary_of
from backend.lookback.wire import (
    CaseLookBack,
    CheckIn,
    LookBackPage,
    LookBackSummary,
    LookBackTask,
    ObjectIn,
    SettleIn,
)
from backend.people.session import member_of


class LookBacks(APIView):
    """倒查."""

    @extend_schema(operation_id="look_backs", responses=LookBackPage)
    def get(self, request: Request) -> Response:
        """What the member's unit asks about, and what came of asking about his own."""
        return Response(queries.page_of(member_of(request), timezone.now()).model_dump(mode="json"))


class Summary(APIView):
    """回访真实率."""

    @extend_schema(
        operation_id="look_back_summary",
        parameters=[OpenApiParameter("draw", int, description="The period's draw; without it the newest")],
        responses=LookBackSummary,
    )
    def get(self, request: Request) -> Response:
        """The rates by unit, with what they are counted from."""
        asked = request.GET.get("draw", "")
        draw = int(asked) if asked.isdecimal() and len(asked) < 16 else None
        return Response(summary_of(member_of(request), draw, timezone.now()).model_dump(mode="json"))


class OfCase(APIView):
    """A case's look-back."""

    @extend_schema(operation_id="case_look_back", responses=CaseLookBack)
    def get(self, request: Request, case_id: UUID) -> Response:
        """What came of it, once it is in."""
        return Response(queries.result_of_case(member_of(request), case_id).model_dump(mode="json"))


class Take(APIView):
    """领取."""

    @extend_schema(operation_id="take_look_back", request=None, responses=LookBackTask)
    def post(self, request: Request, look_back_id: int) -> Response:
        """Whoever takes it first has it."""
        actions.take(member_of(request), look_back_id, timezone.now())
        return _show(request, look_back_id)


class GiveBack(APIView):
    """退回."""

    @extend_schema(operation_id="give_back_look_back", request=None, responses=LookBackTask)
    def post(self, request: Request, look_back_id: int) -> Response:
        """Somebody else of the unit shall ask."""
        actions.give_back(member_of(request), look_back_id)
        return _show(request, look_back_id)


class Reveal(APIView):
    """The whole number."""

    @extend_schema(operation_id="reveal_look_back_phone", request=None, responses=LookBackTask)
    def post(self, request: Request, look_back_id: int) -> Response:
        """Show it; that it was shown is on record."""
        actions.reveal(member_of(request), look_back_id, timezone.now())
        return _show(request, look_back_id)


class Answer(APIView):
    """One call."""

    @extend_schema(operation_id="answer_look_back", request=CheckIn, responses=LookBackTask)
    def post(self, request: Request, look_back_id: int) -> Response:
        """The answer, or one more try."""
        said = CheckIn.model_validate(request.data)
        actions.answer(member_of(request), look_back_id, said, timezone.now())
        return _show(request, look_back_id)


class Objection(APIView):
    """申请复核."""

    @extend_schema(operation_id="object_to_look_back", request=ObjectIn, responses=CaseLookBack)
    def post(self, request: Request, look_back_id: int) -> Response:
        """Say once why the result is not right."""
        said = ObjectIn.model_validate(request.data)
        row = actions.object_to(member_of(request), look_back_id, said.reason, timezone.now())
        return Response(queries.result_of_case(member_of(request), row.case_id).model_dump(mode="json"))


class Settling(APIView):
    """复核."""

    @extend_schema(operation_id="settle_look_back", request=SettleIn, responses=LookBackTask)
    def post(self, request: Request, look_back_id: int) -> Response:
        """Say what holds."""
        said = SettleIn.model_validate(request.data)
        actions.settle(member_of(request), look_back_id, said, timezone.now())
        return _show(request, look_back_id)


def _show(request: Request, look_back_id: int) -> Response:
    return Response(queries.task_of(member_of(request), look_back_id, timezone.now()).model_dump(mode="json"))


_ONE = "lookbacks/<int:look_back_id>/"
urlpatterns = [
    path("lookbacks/", LookBacks.as_view()),
    path("lookbacks/summary/", Summary.as_view()),
    path("cases/<uuid:case_id>/lookback/", OfCase.as_view()),
    path(f"{_ONE}take/", Take.as_view()),
    path(f"{_ONE}give-back/", GiveBack.as_view()),
    path(f"{_ONE}reveal/", Reveal.as_view()),
    path(f"{_ONE}answer/", Answer.as_view()),
    path(f"{_ONE}object/", Objection.as_view()),
    path(f"{_ONE}settle/", Settling.as_view()),
]
