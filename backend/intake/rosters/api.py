"""Thin doors to roster tables: the template, and a file that is looked at or taken over."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.intake.rosters.actions import take_table
from backend.intake.rosters.template import template_of
from backend.intake.rosters.wire import RosterTable
from backend.people.roster_filling import unit_to_fill
from backend.people.rosters import people_of, roster_of, rosters_of
from backend.people.session import member_of
from backend.problems import Refused
from backend.times import beijing_day

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNIT = OpenApiParameter("unit", str, description="A unit's code; without it, one's own.")
_FORM = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "unit": {"type": "string", "description": "A unit's code; without it, one's own."},
            "take": {"type": "string", "enum": ["", "1"], "description": "1: take it over; else it is only looked at."},
            "file": {"type": "string", "format": "binary"},
        },
    }
}


class Template(APIView):
    """The table to fill in."""

    @extend_schema(
        operation_id="roster_template",
        parameters=[_UNIT, OpenApiParameter("first", date, description="Its first day; without it, today.")],
        responses={(200, _XLSX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponse:
        """A week with the unit's shifts, as it is planned now, and its people."""
        unit = unit_to_fill(member_of(request), request.query_params.get("unit", "")[:12])
        now = timezone.now()
        try:
            first = date.fromisoformat(request.query_params.get("first", "") or str(beijing_day(now)))
        except ValueError:
            raise Refused("bad_input", [_NO_DAY]) from None
        roster = rosters_of([unit.pk], first - timedelta(days=1)).get(unit.pk) or roster_of(unit.pk, now)
        answer = HttpResponse(template_of(roster, people_of(unit), first), content_type=_XLSX)
        answer["Content-Disposition"] = f'attachment; filename="roster-{unit.code}-{first}.xlsx"'
        return answer


class Table(APIView):
    """A filled-in table."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="take_roster_table", request=_FORM, responses={200: RosterTable})
    def post(self, request: Request) -> Response:
        """Look at it, or take it over."""
        said = request.data if isinstance(request.data, dict) else {}
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise Refused("bad_input", [_NO_FILE])
        table = take_table(
            member_of(request),
            str(said.get("unit", ""))[:12],
            file.name or "",
            cast("Iterable[bytes]", file.chunks()),
            timezone.now(),
            is_meant=said.get("take") == "1",
        )
        return Response(table.model_dump(mode="json"))


_NO_DAY = {"field": "first", "message": "日期要写成 2026-03-05", "message_en": "Write the day as 2026-03-05"}
_NO_FILE = {"field": "file", "message": "请选择一个文件", "message_en": "Choose a file"}

urlpatterns = [
    path("roster/template/", Template.as_view()),
    path("roster/table/", Table.as_view()),
]
