"""Thin doors to devices: whose they are, reporting one lost or found, and a lost one's word that it has wiped itself."""

from datetime import timedelta
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.flow.load import rules
from backend.people import actions, devices, queries
from backend.people.models import Device
from backend.people.session import device_of, devices_named, member_of
from backend.people.wire import DeviceList, DeviceView
from backend.problems import Refused


class Devices(APIView):
    """A member's devices."""

    @extend_schema(
        operation_id="devices",
        parameters=[OpenApiParameter("member", int, description="Whose; without it, one's own.")],
        responses={200: DeviceList},
    )
    def get(self, request: Request) -> Response:
        """One's own, or those of a member one answers for."""
        member = member_of(request)
        owner = _owner_asked_for(request.query_params.get("member", "")) or member.pk
        shown = [_view(request, device) for device in queries.devices_of(member, owner)]
        return Response(DeviceList(devices=shown).model_dump(mode="json"))


class Lost(APIView):
    """Reporting a device lost (报失)."""

    @extend_schema(operation_id="report_lost", request=None, responses={200: DeviceView})
    def post(self, request: Request, device_id: UUID) -> Response:
        """From now on it gets nothing but the order to wipe itself."""
        take_in = timedelta(hours=rules().phones.lost_taken_in_hours)
        device = devices.report_lost(member_of(request), device_id, timezone.now(), take_in=take_in)
        return Response(_view(request, device).model_dump(mode="json"))


class Found(APIView):
    """Reporting a device found (找回)."""

    @extend_schema(operation_id="report_found", request=None, responses={200: DeviceView})
    def post(self, request: Request, device_id: UUID) -> Response:
        """It may be used again."""
        device = devices.report_found(member_of(request), device_id)
        return Response(_view(request, device).model_dump(mode="json"))


class Wiped(APIView):
    """A lost device's last word."""

    hears_wiped = True

    @extend_schema(operation_id="confirm_wiped", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """It has wiped itself (清除); its session ends. Heard at any time: also when nothing is taken in from it any more."""
        for device in devices_named(request):
            devices.confirm_wiped(device, timezone.now())
        actions.log_out(request._request)
        return Response(status=204)


def _view(request: Request, device: Device) -> DeviceView:
    return DeviceView.of(device, is_this=device.pk == device_of(request))


def _owner_asked_for(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused("bad_input", [_NO_MEMBER])
    return int(text)


_NO_MEMBER = {"field": "member", "message": "应为人员编号", "message_en": "Must be a member's number"}

urlpatterns = [
    path("devices/", Devices.as_view()),
    path("devices/<uuid:device_id>/lost/", Lost.as_view()),
    path("devices/<uuid:device_id>/found/", Found.as_view()),
    path("me/wiped/", Wiped.as_view()),
]
