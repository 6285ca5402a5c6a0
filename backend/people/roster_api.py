"""Thin doors to rosters: a unit's week, its shifts, who covers them, and the gaps to come."""

from datetime import date

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.people import roster_actions
from backend.people.models import Unit
from backend.people.roster_views import gaps_seen, week_of
from backend.people.roster_wire import CopyIn, FollowIn, Gaps, PlaceIn, RosterWeek, ShiftIn, WeekIn
from backend.people.rosters import seen_unit
from backend.people.session import member_of
from backend.problems import Refused
from backend.times import beijing_day

_DAY = OpenApiParameter("day", date, description="A day of the week that is shown; without it, today.")


class Roster(APIView):
    """A unit's week."""

    @extend_schema(
        operation_id="roster",
        parameters=[OpenApiParameter("unit", str, description="A unit's code; without it, one's own."), _DAY],
        responses={200: RosterWeek},
    )
    def get(self, request: Request) -> Response:
        """Who serves when."""
        return _week(request, seen_unit(member_of(request), request.query_params.get("unit", "")[:12]))


class Shifts(APIView):
    """A unit's shifts."""

    @extend_schema(operation_id="set_shift", request=ShiftIn, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request) -> Response:
        """Make one, or change it."""
        said = ShiftIn.model_validate(request.data)
        return _week(request, roster_actions.set_shift(member_of(request), said, timezone.now()))


class OneShift(APIView):
    """One shift."""

    @extend_schema(operation_id="retire_shift", parameters=[_DAY], responses={200: RosterWeek})
    def delete(self, request: Request, shift_id: int) -> Response:
        """Take it out of the roster."""
        return _week(request, roster_actions.retire_shift(member_of(request), shift_id, timezone.now()))

    @extend_schema(operation_id="bring_back_shift", request=None, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request, shift_id: int) -> Response:
        """Bring it back, with who covered it."""
        member = member_of(request)
        return _week(request, roster_actions.retire_shift(member, shift_id, timezone.now(), is_back=True))


class Place(APIView):
    """Who covers a shift."""

    @extend_schema(operation_id="place_in_shift", request=PlaceIn, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request) -> Response:
        """Put somebody in or take him out."""
        said = PlaceIn.model_validate(request.data)
        return _week(request, roster_actions.place(member_of(request), said, timezone.now()))


class Week(APIView):
    """The exceptions of a week."""

    @extend_schema(operation_id="set_roster_week", request=WeekIn, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request) -> Response:
        """Put these in place of those there were: the way back from a change of many."""
        said = WeekIn.model_validate(request.data)
        member = member_of(request)
        return _week(request, roster_actions.set_week(member, said.unit, said.first, said.changes, timezone.now()))


class CopyWeek(APIView):
    """Last week once more."""

    @extend_schema(operation_id="copy_roster_week", request=CopyIn, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request) -> Response:
        """Let this week be as the last one was."""
        said = CopyIn.model_validate(request.data)
        return _week(request, roster_actions.copy_week(member_of(request), said.unit, said.first, timezone.now()))


class Following(APIView):
    """Whether the roster switches people."""

    @extend_schema(operation_id="follow_roster", request=FollowIn, parameters=[_DAY], responses={200: RosterWeek})
    def post(self, request: Request) -> Response:
        """Switch it on or off for a unit."""
        said = FollowIn.model_validate(request.data)
        return _week(request, roster_actions.set_following(member_of(request), said.unit, said.follows, timezone.now()))


class RosterGaps(APIView):
    """What is missing in the hours to come."""

    @extend_schema(operation_id="roster_gaps", responses={200: Gaps})
    def get(self, request: Request) -> Response:
        """Of the units whose roster one sets."""
        return Response(gaps_seen(member_of(request), timezone.now()).model_dump(mode="json"))


def _week(request: Request, unit: Unit) -> Response:
    now = timezone.now()
    asked = request.query_params.get("day", "")
    try:
        day = date.fromisoformat(asked) if asked else beijing_day(now)
    except ValueError:
        raise Refused("bad_input", [_NO_DAY]) from None
    return Response(week_of(member_of(request), unit, day, now).model_dump(mode="json"))


_NO_DAY = {"field": "day", "message": "日期要写成 2026-03-05", "message_en": "Write the day as 2026-03-05"}

urlpatterns = [
    path("roster/", Roster.as_view()),
    path("roster/shifts/", Shifts.as_view()),
    path("roster/shifts/<int:shift_id>/", OneShift.as_view()),
    path("roster/place/", Place.as_view()),
    path("roster/week/", Week.as_view()),
    path("roster/copy/", CopyWeek.as_view()),
    path("roster/follow/", Following.as_view()),
    path("roster/gaps/", RosterGaps.as_view()),
]
