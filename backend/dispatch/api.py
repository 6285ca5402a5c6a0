"""Thin doors to choosing people: who could be sent, sending, routing, the next call."""

from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.answers import show_case, show_case_or_gone
from backend.cases.wire import CaseView, TrackName
from backend.dispatch import actions, alarm_api, follow_up_api, handover_api, queries, transfer_api
from backend.dispatch.bulk import assign_many, route_many
from backend.dispatch.wire import AssignIn, AssignMany, Candidates, ManyResults, RouteIn, RouteMany
from backend.people.session import member_of


class CandidateList(APIView):
    """Who could be sent."""

    @extend_schema(
        operation_id="candidates",
        parameters=[OpenApiParameter("track", enum=["call", "visit"])],
        responses={200: Candidates},
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        """List them, the best first, each with what speaks against it."""
        track: TrackName = "call" if request.query_params.get("track") == "call" else "visit"
        return Response(queries.candidates(member_of(request), str(case_id), track).model_dump(mode="json"))


class Assign(APIView):
    """Sending somebody."""

    @extend_schema(operation_id="assign", request=AssignIn, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Send this member; whoever was on the track is relieved."""
        wanted = AssignIn.model_validate(request.data)
        actions.assign_by_hand(member_of(request), str(case_id), wanted.track, wanted.member, timezone.now())
        return show_case(request, case_id)


class Route(APIView):
    """Giving a case to a station."""

    @extend_schema(operation_id="route", request=RouteIn, responses={200: CaseView, 204: None})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Give it to this station; 204 when it thereby left the member's sight."""
        station = RouteIn.model_validate(request.data).station
        actions.route_by_hand(member_of(request), str(case_id), station, timezone.now())
        return show_case_or_gone(request, case_id)


class AssignSeveral(APIView):
    """Sending one person on several cases."""

    @extend_schema(operation_id="assign_many", request=AssignMany, responses={200: ManyResults})
    def post(self, request: Request) -> Response:
        """Each is answered on its own."""
        wanted = AssignMany.model_validate(request.data)
        results = assign_many(member_of(request), wanted, timezone.now())
        return Response(ManyResults(results=results).model_dump(mode="json"))


class RouteSeveral(APIView):
    """Giving several cases to one station."""

    @extend_schema(operation_id="route_many", request=RouteMany, responses={200: ManyResults})
    def post(self, request: Request) -> Response:
        """Each is answered on its own."""
        wanted = RouteMany.model_validate(request.data)
        results = route_many(member_of(request), wanted, timezone.now())
        return Response(ManyResults(results=results).model_dump(mode="json"))


class NextCall(APIView):
    """The operator's queue."""

    @extend_schema(operation_id="next_call", request=None, responses={200: CaseView})
    def post(self, request: Request) -> Response:
        """Take the most urgent call that waits."""
        return show_case(request, actions.next_call(member_of(request), timezone.now()).pk)


urlpatterns = [
    path("cases/assign/", AssignSeveral.as_view()),
    path("cases/route/", RouteSeveral.as_view()),
    path("cases/<uuid:case_id>/candidates/", CandidateList.as_view()),
    path("cases/<uuid:case_id>/assign/", Assign.as_view()),
    path("cases/<uuid:case_id>/route/", Route.as_view()),
    path("calls/next/", NextCall.as_view()),
    *transfer_api.urlpatterns,
    *handover_api.urlpatterns,
    *alarm_api.urlpatterns,
    *follow_up_api.urlpatterns,
]
