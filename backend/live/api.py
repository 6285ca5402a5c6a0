"""News over HTTP, for phones whose network lets no socket through."""

from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.live.notify.api import urlpatterns as notify_urls
from backend.live.queries import news
from backend.live.views import Arrival, receipts
from backend.live.wire import CURSORS, Confirmation, Confirmed, News
from backend.packed import packed
from backend.people.session import device_of, member_of
from backend.problems import Refused


@method_decorator(packed, name="dispatch")
class NewsDoor(APIView):
    """What the member has missed."""

    @extend_schema(
        operation_id="news",
        parameters=[OpenApiParameter("after", str, description="`unit:number,unit:number`; empty for a snapshot")],
        responses={200: News},
    )
    def get(self, request: Request) -> Response:
        """Everything after these cursors."""
        cursors = _cursors(request.query_params.get("after", ""))
        return Response(news(member_of(request), cursors, timezone.now()).model_dump(mode="json"))


class ConfirmDoor(APIView):
    """The receipt."""

    @extend_schema(operation_id="confirm_news", request=Confirmation, responses={200: Confirmed})
    def post(self, request: Request) -> Response:
        """The phone has stored everything up to these cursors."""
        cursors = Confirmation.model_validate(request.data).cursors
        arrival = Arrival(member_of(request), cursors, device_of(request))
        (delivered,) = receipts()([arrival], timezone.now())
        return Response(Confirmed(delivered=len(delivered)).model_dump())


def _cursors(text: str) -> dict[int, int]:
    try:
        return CURSORS.validate_python(dict(pair.split(":") for pair in text.split(",") if pair))
    except (ValueError, ValidationError):
        raise Refused("bad_input", [_BAD_CURSORS]) from None


_BAD_CURSORS = {
    "field": "after",
    "message": "应为 单位:序号,单位:序号",
    "message_en": "Must be unit:number,unit:number",
}

urlpatterns = [path("news/", NewsDoor.as_view()), path("news/confirm/", ConfirmDoor.as_view()), *notify_urls]
