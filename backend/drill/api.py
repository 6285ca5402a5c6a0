"""Thin doors to practising: who practises, training on and off, a small drill begun, ended, cleared away."""

from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.drill import actions, queries
from backend.drill.models import Drill
from backend.drill.wire import Asked, DrillIn, DrillState, TrainingIn, TrainingList
from backend.people.session import member_of


class Trainings(APIView):
    """Who practises now."""

    @extend_schema(operation_id="trainings", responses={200: TrainingList})
    def get(self, request: Request) -> Response:
        """One's own unit and those below."""
        seen = queries.trainings_seen_by(member_of(request), timezone.now())
        return Response(seen.model_dump(mode="json"))


class Drills(APIView):
    """A unit's practising."""

    @extend_schema(
        operation_id="drill",
        parameters=[OpenApiParameter("unit", str, description="A unit's code; without it, one's own.")],
        responses={200: DrillState},
    )
    def get(self, request: Request) -> Response:
        """How it stands."""
        return _shown(request, request.query_params.get("unit", ""))

    @extend_schema(operation_id="start_drill", request=DrillIn, responses={200: DrillState})
    def post(self, request: Request) -> Response:
        """Begin a small drill; the station practises from now on."""
        said = DrillIn.model_validate(request.data)
        drill = Drill(id=said.id, cases=said.cases, minutes=said.minutes, has_members=said.members)
        actions.start_drill(member_of(request), said.unit, drill, timezone.now())
        return _shown(request, said.unit)


class DrillEnd(APIView):
    """A drill's end."""

    @extend_schema(operation_id="end_drill", request=None, responses={200: DrillState})
    def post(self, request: Request, drill_id: UUID) -> Response:
        """No further signal of it comes in."""
        drill = actions.end_drill(member_of(request), drill_id, timezone.now())
        return _shown(request, drill.unit.code)


class DrillsLeft(APIView):
    """What drills left open."""

    @extend_schema(operation_id="clear_drills", request=Asked, responses={200: DrillState})
    def post(self, request: Request) -> Response:
        """Close it all as it stands."""
        said = Asked.model_validate(request.data)
        actions.clear_away(member_of(request), said.unit, timezone.now())
        return _shown(request, said.unit)


class TrainingStart(APIView):
    """Training on."""

    @extend_schema(operation_id="start_training", request=TrainingIn, responses={200: DrillState})
    def post(self, request: Request) -> Response:
        """Practise from now on."""
        said = TrainingIn.model_validate(request.data)
        actions.start_training(member_of(request), said.unit, said.hours, timezone.now())
        return _shown(request, said.unit)


class TrainingEnd(APIView):
    """Training off."""

    @extend_schema(operation_id="end_training", request=Asked, responses={200: DrillState})
    def post(self, request: Request) -> Response:
        """Practise no more."""
        said = Asked.model_validate(request.data)
        actions.end_training(member_of(request), said.unit, timezone.now())
        return _shown(request, said.unit)


def _shown(request: Request, unit: str) -> Response:
    return Response(queries.state_of(member_of(request), unit, timezone.now()).model_dump(mode="json"))


urlpatterns = [
    path("training/", Trainings.as_view()),
    path("training/start/", TrainingStart.as_view()),
    path("training/end/", TrainingEnd.as_view()),
    path("drills/", Drills.as_view()),
    path("drills/left/", DrillsLeft.as_view()),
    path("drills/<uuid:drill_id>/end/", DrillEnd.as_view()),
]
