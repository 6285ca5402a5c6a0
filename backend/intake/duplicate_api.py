"""Thin doors to other cases of the same person: what came before, what may be the same, joining two, splitting one."""

from typing import Annotated
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import BaseModel, ConfigDict, Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.answers import show_case
from backend.cases.wire import CaseView
from backend.intake.duplicates import Duplicates, duplicates_of
from backend.intake.earlier import EarlierCases, earlier_of
from backend.intake.joining import join, split
from backend.people.session import member_of


class JoinIn(BaseModel):
    """The case it is joined into, which goes on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    into: UUID


class SplitIn(BaseModel):
    """Which of the case's signals are about somebody else, by their place in its list from 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signals: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=200)]


class DuplicateList(APIView):
    """可能重复."""

    @extend_schema(operation_id="duplicates", responses={200: Duplicates})
    def get(self, request: Request, case_id: UUID) -> Response:
        """The cases that may be the same, the surest first, with what they share."""
        found = duplicates_of(member_of(request), str(case_id), timezone.now())
        return Response(found.model_dump(mode="json"))


class EarlierList(APIView):
    """以前的预警."""

    @extend_schema(operation_id="earlier_cases", responses={200: EarlierCases})
    def get(self, request: Request, case_id: UUID) -> Response:
        """What the same person was warned of before, the newest first."""
        return Response(earlier_of(member_of(request), case_id).model_dump(mode="json"))


class Join(APIView):
    """并入."""

    @extend_schema(operation_id="join_case", request=JoinIn, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Close this case as repeated; answers the one it was joined into."""
        into = join(member_of(request), case_id, JoinIn.model_validate(request.data).into, timezone.now())
        return show_case(request, into.pk)


class Split(APIView):
    """拆出."""

    @extend_schema(operation_id="split_case", request=SplitIn, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Open a case of its own for these signals; answers the case they left, with its tie to the new one."""
        chosen = SplitIn.model_validate(request.data).signals
        split(member_of(request), case_id, chosen, timezone.now())
        return show_case(request, case_id)


urlpatterns = [
    path("cases/<uuid:case_id>/duplicates/", DuplicateList.as_view()),
    path("cases/<uuid:case_id>/earlier/", EarlierList.as_view()),
    path("cases/<uuid:case_id>/join/", Join.as_view()),
    path("cases/<uuid:case_id>/split/", Split.as_view()),
]
