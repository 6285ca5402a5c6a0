"""Thin doors to 交接班: what is open, handing it over, taking it back, taking over."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.dispatch import handing_over
from backend.dispatch.handover_queries import hint_of, page_of
from backend.dispatch.handover_wire import HandOverHint, HandOverPage, OfferIn
from backend.people.session import member_of


class HandOvers(APIView):
    """One's own hand-overs, and those handed to oneself."""

    @extend_schema(operation_id="handovers", responses={200: HandOverPage})
    def get(self, request: Request) -> Response:
        """What is open, who could take it, and what waits."""
        return _page(request)

    @extend_schema(operation_id="offer_handover", request=OfferIn, responses={200: HandOverPage})
    def post(self, request: Request) -> Response:
        """Hand over all that is open."""
        handing_over.offer(member_of(request), OfferIn.model_validate(request.data), timezone.now())
        return _page(request)


class Hint(APIView):
    """For a card."""

    @extend_schema(operation_id="handover_hint", responses={200: HandOverHint})
    def get(self, request: Request) -> Response:
        """Whether anything waits."""
        return Response(hint_of(member_of(request), timezone.now()).model_dump(mode="json"))


class Withdraw(APIView):
    """收回."""

    @extend_schema(operation_id="withdraw_handover", request=None, responses={200: HandOverPage})
    def post(self, request: Request, handover_id: int) -> Response:
        """Take it back."""
        handing_over.withdraw(member_of(request), handover_id, timezone.now())
        return _page(request)


class TakeOver(APIView):
    """接班."""

    @extend_schema(operation_id="take_over", request=None, responses={200: HandOverPage})
    def post(self, request: Request, handover_id: int) -> Response:
        """Take over."""
        handing_over.take_over(member_of(request), handover_id, timezone.now())
        return _page(request)


def _page(request: Request) -> Response:
    return Response(page_of(member_of(request), timezone.now()).model_dump(mode="json"))


urlpatterns = [
    path("handovers/", HandOvers.as_view()),
    path("handovers/hint/", Hint.as_view()),
    path("handovers/<int:handover_id>/withdraw/", Withdraw.as_view()),
    path("handovers/<int:handover_id>/take/", TakeOver.as_view()),
]
