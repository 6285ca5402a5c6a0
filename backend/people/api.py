"""Thin doors to people: signing in and out, oneself, duty, members and stations."""

import secrets
from uuid import UUID

from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.people import access, actions, devices, queries
from backend.people.device_api import urlpatterns as device_urls
from backend.people.models import Member
from backend.people.roster_api import urlpatterns as roster_urls
from backend.people.saved_api import urlpatterns as saved_urls
from backend.people.session import DEVICE, MemberSession, device_label, device_of, is_proven, member_of, prove
from backend.people.station_search import found_stations
from backend.people.wire import (
    AreaView,
    DivisionView,
    DutyIn,
    LoginIn,
    Me,
    MemberList,
    MemberView,
    StationList,
    StationView,
)


class Login(APIView):
    """Where a session begins. The CSRF cookie comes from `GET /api/me/`, which may be asked without one."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(operation_id="log_in", request=LoginIn, responses={200: Me})
    def post(self, request: Request) -> Response:
        """Sign in."""
        MemberSession().enforce_csrf(request)
        said = LoginIn.model_validate(request.data)
        device = device_of(request)
        phone = _phone(request, device) if device else None
        member, key = actions.log_in(request._request, said, phone, timezone.now())
        response = _me(request, member, key)
        if device and devices.is_his(member, device):
            prove(response, device)
        return response


class Logout(APIView):
    """Where a session ends."""

    @extend_schema(operation_id="log_out", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Sign out."""
        actions.log_out(request._request)
        return Response(status=204)


@method_decorator(ensure_csrf_cookie, name="dispatch")
class Myself(APIView):
    """Who is signed in. The answer, a refusal too, carries the CSRF cookie."""

    @extend_schema(operation_id="me", responses={200: Me})
    def get(self, request: Request) -> Response:
        """Show oneself."""
        member = member_of(request)
        if device := device_of(request):
            devices.in_use(member, device, device_label(request), timezone.now())
            # A session from before devices were noted: from now on it is this one's.
            request._request.session.setdefault(DEVICE, str(device))
        return _me(request, member)


class Duty(APIView):
    """The duty switch."""

    @extend_schema(operation_id="set_duty", request=DutyIn, responses={200: MemberView})
    def post(self, request: Request) -> Response:
        """Go on or off duty."""
        said = DutyIn.model_validate(request.data)
        member = actions.set_duty(member_of(request), said.on_duty, timezone.now())
        return Response(MemberView.of(member).model_dump(mode="json"))


class Members(APIView):
    """Who is there, for those who lead or assign."""

    @extend_schema(operation_id="members", responses={200: MemberList})
    def get(self, request: Request) -> Response:
        """The members of one's own scope."""
        member = member_of(request)
        access.check(access.may_see_members(member))
        seen = [MemberView.of(each) for each in queries.members_seen_by(member)]
        return Response(MemberList(members=seen).model_dump(mode="json"))


class Stations(APIView):
    """Stations to route or transfer to."""

    @extend_schema(
        operation_id="stations",
        parameters=[
            OpenApiParameter("district", str, description="A district's code; without it, one's own."),
            OpenApiParameter("find", str, description="Of the whole city: name, code, initials, or a street."),
        ],
        responses={200: StationList},
    )
    def get(self, request: Request) -> Response:
        """One district's stations, or those of the city that fit what is sought, and the names of all districts."""
        sought = request.query_params.get("find", "")[:40]
        district = queries.district_asked_for(member_of(request), request.query_params.get("district", ""))
        listed = found_stations(sought) if sought else queries.stations_of(district) if district else []
        stations = [
            StationView(code=station.code, name=station.name, district=station.parent.name if station.parent else "")
            for station in listed
        ]
        known = [DivisionView(code=each.code, name=each.name) for each in queries.districts()]
        return Response(StationList(stations=stations, districts=known).model_dump(mode="json"))


class Area(APIView):
    """The divisions of one's own area, a level at a time."""

    @extend_schema(
        operation_id="area",
        parameters=[OpenApiParameter("within", str, description="A division's code; without it, the whole area.")],
        responses={200: AreaView},
    )
    def get(self, request: Request) -> Response:
        """What a division of one's own area consists of."""
        within, path, below = queries.area_of(member_of(request), request.query_params.get("within", ""))
        area = AreaView(
            within=within,
            path=[DivisionView.of(each) for each in path],
            divisions=[DivisionView.of(each) for each in below],
        )
        return Response(area.model_dump(mode="json"))


def _phone(request: Request, device: UUID) -> actions.Phone:
    return actions.Phone(device, device_label(request), secrets.token_bytes(32), is_proven(request, device))


def _me(request: Request, member: Member, local_key: str | None = None) -> Response:
    me = Me(
        member=MemberView.of(member),
        streams=queries.streams(member),
        csrf=get_token(request._request),
        server_time=timezone.now(),
        local_key=local_key,
    )
    return Response(me.model_dump(mode="json"))


urlpatterns = [
    path("login/", Login.as_view()),
    path("logout/", Logout.as_view()),
    path("me/", Myself.as_view()),
    path("me/duty/", Duty.as_view()),
    path("members/", Members.as_view()),
    path("stations/", Stations.as_view()),
    path("area/", Area.as_view()),
    *device_urls,
    *saved_urls,
    *roster_urls,
]
