"""Thin doors to notifications: one's own ways and a unit's, when to be quiet, and trying a way out."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.live.notify import actions, queries
from backend.live.notify.wire import ChannelChange, ChannelIn, ChannelList, Mine, UnitChannels, WishIn, WishView
from backend.people.models import Member, Unit
from backend.people.session import device_of, member_of


class OwnWays(APIView):
    """A member's own ways of being told."""

    @extend_schema(operation_id="notifications", responses={200: Mine})
    def get(self, request: Request) -> Response:
        """List them."""
        return Response(queries.mine(member_of(request)).model_dump(mode="json"))


class UnitWays(APIView):
    """A unit's ways, and who of its people cannot be told."""

    @extend_schema(
        operation_id="unit_notifications",
        parameters=[OpenApiParameter("unit", str, description="Its code; without it, one's own unit.")],
        responses={200: UnitChannels},
    )
    def get(self, request: Request) -> Response:
        """List them."""
        shown = queries.unit_channels(member_of(request), request.query_params.get("unit", ""))
        return Response(shown.model_dump(mode="json"))


class Ways(APIView):
    """Adding a way."""

    @extend_schema(operation_id="add_channel", request=ChannelIn, responses={200: ChannelList})
    def post(self, request: Request) -> Response:
        """The address comes in the body and never goes out again."""
        said, member = ChannelIn.model_validate(request.data), member_of(request)
        unit = queries.unit_asked_for(member, said.unit) if said.unit else None
        device = device_of(request)
        actions.add_channel(member, said.kind, said.address, timezone.now(), unit=unit, device=device)
        return _answer(member, unit)


class OneWay(APIView):
    """Switching and removing a way."""

    @extend_schema(operation_id="change_channel", request=ChannelChange, responses={200: ChannelList})
    def post(self, request: Request, channel_id: int) -> Response:
        """Removed, it can be taken back for ten minutes."""
        said, member = ChannelChange.model_validate(request.data), member_of(request)
        channel = actions.change_channel(
            member, channel_id, timezone.now(), is_on=said.is_on, is_removed=said.is_removed
        )
        return _answer(member, channel.unit)


class Trial(APIView):
    """Trying a way out."""

    @extend_schema(operation_id="try_channel", request=None, responses={200: ChannelList})
    def post(self, request: Request, channel_id: int) -> Response:
        """Queued; the channel's `test` says what came of it."""
        member = member_of(request)
        return _answer(member, actions.try_channel(member, channel_id, timezone.now()).unit)


class Wishes(APIView):
    """When it is to be quiet, and the language."""

    @extend_schema(operation_id="set_quiet", request=WishIn, responses={200: WishView})
    def post(self, request: Request) -> Response:
        """One's own, or with `unit` the unit's."""
        said, member = WishIn.model_validate(request.data), member_of(request)
        unit = queries.unit_asked_for(member, said.unit) if said.unit else None
        actions.wish(member, said, unit)
        return Response(queries.wish_of(member, unit).model_dump(mode="json"))


def _answer(member: Member, unit: Unit | None) -> Response:
    return Response(queries.channel_list(member, unit).model_dump(mode="json"))


urlpatterns = [
    path("notifications/", OwnWays.as_view()),
    path("notifications/unit/", UnitWays.as_view()),
    path("notifications/channels/", Ways.as_view()),
    path("notifications/channels/<int:channel_id>/", OneWay.as_view()),
    path("notifications/channels/<int:channel_id>/test/", Trial.as_view()),
    path("notifications/quiet/", Wishes.as_view()),
]
