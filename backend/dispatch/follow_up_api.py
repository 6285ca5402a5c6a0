"""Thin doors to follow-ups (回访): the board's list, one's own, and giving one to somebody. Answers come as reports."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.dispatch.follow_up_queries import list_of, own_list, people_for
from backend.dispatch.follow_up_wire import FollowUpList, FollowUpPeople, GiveIn
from backend.dispatch.follow_ups import assign_follow_up
from backend.people.session import member_of


class FollowUps(APIView):
    """The list of the board."""

    @extend_schema(operation_id="follow_ups", responses={200: FollowUpList})
    def get(self, request: Request) -> Response:
        """What is due, and what was answered lately, as far as this member may see it."""
        return Response(list_of(member_of(request), timezone.now()).model_dump(mode="json"))


class OwnFollowUps(APIView):
    """The list of a phone."""

    @extend_schema(operation_id="own_follow_ups", responses={200: FollowUpList})
    def get(self, request: Request) -> Response:
        """What the member himself has to do."""
        return Response(own_list(member_of(request), timezone.now()).model_dump(mode="json"))


class People(APIView):
    """Whom one could be given to."""

    @extend_schema(operation_id="follow_up_people", responses={200: FollowUpPeople})
    def get(self, request: Request, follow_up: int) -> Response:
        """Those of its unit, the freest first."""
        found = people_for(member_of(request), follow_up)
        return Response(FollowUpPeople(people=found).model_dump(mode="json"))


class Give(APIView):
    """Giving it to somebody by hand."""

    @extend_schema(operation_id="give_follow_up", request=GiveIn, responses={200: FollowUpList})
    def post(self, request: Request, follow_up: int) -> Response:
        """Give it; the answer is the list as it is now."""
        member, now = member_of(request), timezone.now()
        assign_follow_up(member, follow_up, GiveIn.model_validate(request.data).to, now)
        return Response(list_of(member, now).model_dump(mode="json"))


urlpatterns = [
    path("follow-ups/", FollowUps.as_view()),
    path("follow-ups/mine/", OwnFollowUps.as_view()),
    path("follow-ups/<int:follow_up>/people/", People.as_view()),
    path("follow-ups/<int:follow_up>/give/", Give.as_view()),
]
