"""Thin doors to alarms: what rings for me, and "I go"."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.alarm_views import alarm_view
from backend.cases.wire import AlarmView
from backend.dispatch import alarms
from backend.dispatch.alarm_queries import rings_of
from backend.dispatch.alarm_wire import Rings
from backend.people.session import member_of


class RingList(APIView):
    """What rings for the member who asks."""

    @extend_schema(operation_id="alarms", responses={200: Rings})
    def get(self, request: Request) -> Response:
        """Calls for help, and members who are not heard of, that he was asked about."""
        rings = Rings(server_time=timezone.now(), alarms=rings_of(member_of(request)))
        return Response(rings.model_dump(mode="json"))


class Take(APIView):
    """「我去」."""

    @extend_schema(operation_id="take_alarm", request=None, responses={200: AlarmView})
    def post(self, request: Request, alarm_id: int) -> Response:
        """Go there; the answer says who goes, which is somebody else where he was quicker."""
        alarm = alarms.take_alarm(member_of(request), alarm_id, timezone.now())
        return Response(alarm_view(alarm).model_dump(mode="json"))


urlpatterns = [
    path("alarms/", RingList.as_view()),
    path("alarms/<int:alarm_id>/take/", Take.as_view()),
]
