"""Thin doors to pausing a case and letting its time run again."""

from typing import Annotated
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import AfterValidator, AwareDatetime
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases import pausing
from backend.cases.answers import show_case
from backend.cases.wire import CaseView, Code, Strict, has_room
from backend.people.session import member_of


class PauseIn(Strict):
    """Why, as one of `codes.pause`, and until when."""

    reason: Code
    until: Annotated[AwareDatetime, AfterValidator(has_room)]


class PauseCase(APIView):
    """Stopping the limits."""

    @extend_schema(operation_id="pause", request=PauseIn, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Stop them until then."""
        wanted = PauseIn.model_validate(request.data)
        pausing.pause(member_of(request), str(case_id), wanted.reason, wanted.until, timezone.now())
        return show_case(request, case_id)


class ResumeCase(APIView):
    """Letting the limits run again."""

    @extend_schema(operation_id="resume", request=None, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """End the pause now."""
        pausing.resume(member_of(request), str(case_id), timezone.now())
        return show_case(request, case_id)


urlpatterns = [
    path("cases/<uuid:case_id>/pause/", PauseCase.as_view()),
    path("cases/<uuid:case_id>/resume/", ResumeCase.as_view()),
]
