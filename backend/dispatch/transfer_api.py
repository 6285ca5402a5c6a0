"""Thin doors to transfers: handing over, reviewing, returning, and what became of one's own."""

from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.answers import show_case_or_gone
from backend.cases.handing import Said
from backend.cases.wire import CaseView
from backend.dispatch import queries, transfers
from backend.dispatch.transfer_wire import OwnTransfers, ReturnIn, ReviewIn, TransferIn
from backend.people.session import member_of


class HandOver(APIView):
    """Handing a case over to another station."""

    @extend_schema(operation_id="transfer", request=TransferIn, responses={200: CaseView, 204: None})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Hand it over; 204 when it thereby left the member's sight, 200 while it waits for the review."""
        wanted = TransferIn.model_validate(request.data)
        said = Said(wanted.why, wanted.note.strip())
        transfers.hand_over(member_of(request), str(case_id), wanted.station, said, timezone.now())
        return show_case_or_gone(request, case_id)


class Review(APIView):
    """移交审核."""

    @extend_schema(operation_id="review_transfer", request=ReviewIn, responses={200: CaseView, 204: None})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Agree, or refuse with a reason; 204 when the case thereby left the member's sight."""
        decided = ReviewIn.model_validate(request.data)
        reason = None if decided.approved else decided.reason.strip()
        transfers.review(member_of(request), str(case_id), decided.transfer, reason, timezone.now())
        return show_case_or_gone(request, case_id)


class GiveBack(APIView):
    """退回."""

    @extend_schema(operation_id="return_transfer", request=ReturnIn, responses={200: CaseView, 204: None})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Return the case to the station that handed it over; 204 when it thereby left the member's sight."""
        reason = ReturnIn.model_validate(request.data).reason
        transfers.give_back(member_of(request), str(case_id), reason.strip(), timezone.now())
        return show_case_or_gone(request, case_id)


class Own(APIView):
    """What the member handed over himself."""

    @extend_schema(operation_id="own_transfers", responses={200: OwnTransfers})
    def get(self, request: Request) -> Response:
        """The last of them, with what became of each."""
        return Response(queries.own_transfers(member_of(request)).model_dump(mode="json"))


urlpatterns = [
    path("cases/<uuid:case_id>/transfer/", HandOver.as_view()),
    path("cases/<uuid:case_id>/transfer/review/", Review.as_view()),
    path("cases/<uuid:case_id>/return/", GiveBack.as_view()),
    path("transfers/", Own.as_view()),
]
