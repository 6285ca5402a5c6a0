"""Thin doors to imports: bring a file, see what it holds, say what its columns are, start, stop, fetch what was left."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.intake.imports import actions, queries
from backend.intake.imports.keep import result_path
from backend.intake.imports.views import list_of, view_of
from backend.intake.imports.wire import ColumnsIn, ImportList, ImportView
from backend.intake.models import Import
from backend.people import access
from backend.people.models import Member
from backend.people.session import member_of
from backend.problems import Refused

_FORM = {
    "multipart/form-data": {
        "type": "object",
        "required": ["source", "file"],
        "properties": {
            "source": {"type": "string", "description": "A source's code."},
            "sheet": {"type": "string", "description": "One of several sheets; without it the likeliest."},
            "file": {"type": "string", "format": "binary"},
        },
    }
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Imports(APIView):
    """The imports of the member's sources."""

    parser_classes = [MultiPartParser, JSONParser]

    @extend_schema(operation_id="imports", responses={200: ImportList})
    def get(self, request: Request) -> Response:
        """The latest, the sources there are, and what a column can be."""
        member = member_of(request)
        access.check(access.may_see_imports(member))
        found = list_of(queries.imports_of(member), list(queries.sources_of(member)))
        return Response(found.model_dump(mode="json"))

    @extend_schema(operation_id="bring_file", request=_FORM, responses={201: ImportView})
    def post(self, request: Request) -> Response:
        """Bring a file; it is kept and checked, and nothing is taken in before it is started."""
        member = member_of(request)
        said = request.data if isinstance(request.data, dict) else {}
        source = queries.source_of(member, str(said.get("source", "")))
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise Refused("bad_input", [_NO_FILE])
        new = actions.NewFile(
            id=uuid4(),
            name=file.name or "",
            chunks=cast("Iterable[bytes]", file.chunks()),
            sheet=str(said.get("sheet", ""))[:100],
        )
        row = actions.bring_file(source, new, by=member, now=timezone.now())
        return Response(_seen(member, row), status=201)


class OneImport(APIView):
    """One import."""

    @extend_schema(operation_id="import", responses={200: ImportView})
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far it is, what its columns are taken for, and the first rows."""
        return _shown(request, import_id)

    @extend_schema(operation_id="throw_import_away", responses={204: None})
    def delete(self, request: Request, import_id: UUID) -> Response:
        """Remove it and its file, as long as nothing of it was taken in."""
        actions.throw_away(member_of(request), import_id)
        return Response(status=204)


class ImportColumns(APIView):
    """What the columns are."""

    @extend_schema(operation_id="set_import_columns", request=ColumnsIn, responses={200: ImportView})
    def post(self, request: Request, import_id: UUID) -> Response:
        """Correct what was guessed, or choose another sheet; remembered for the source, and checked anew."""
        said = ColumnsIn.model_validate(request.data)
        fields = {each.column: str(each.field) for each in said.columns} if said.columns is not None else None
        actions.set_columns(member_of(request), import_id, said.sheet, fields)
        return _shown(request, import_id)


class ImportStart(APIView):
    """Taking in."""

    @extend_schema(operation_id="start_import", request=None, responses={200: ImportView})
    def post(self, request: Request, import_id: UUID) -> Response:
        """Take the rows in, or go on where it was stopped."""
        actions.start_import(member_of(request), import_id)
        return _shown(request, import_id)


class ImportStop(APIView):
    """Stopping."""

    @extend_schema(operation_id="stop_import", request=None, responses={200: ImportView})
    def post(self, request: Request, import_id: UUID) -> Response:
        """Stop between two rows."""
        actions.stop_import(member_of(request), import_id, timezone.now())
        return _shown(request, import_id)


class ImportResult(APIView):
    """What was left."""

    @extend_schema(operation_id="import_result", responses={(200, _XLSX): OpenApiTypes.BINARY})
    def get(self, request: Request, import_id: UUID) -> HttpResponseBase:
        """The rows that were not taken in, or not whole, with the reason beside each, as XLSX."""
        row = queries.import_of(member_of(request), import_id)
        file = result_path(row.pk)
        if not file.exists():
            raise Refused("not_found")
        name = f"{row.name.rpartition('.')[0] or row.name}-需要核对.xlsx"
        return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=_XLSX)


def _shown(request: Request, import_id: UUID) -> Response:
    member = member_of(request)
    return Response(_seen(member, queries.import_of(member, import_id)))


def _seen(member: Member, row: Import) -> dict[str, Any]:
    is_full = access.may_see_full_target(member).allowed
    return view_of(row, is_full=is_full).model_dump(mode="json")


_NO_FILE = {"field": "file", "message": "请选择一个文件", "message_en": "Choose a file"}

urlpatterns = [
    path("imports/", Imports.as_view()),
    path("imports/<uuid:import_id>/", OneImport.as_view()),
    path("imports/<uuid:import_id>/columns/", ImportColumns.as_view()),
    path("imports/<uuid:import_id>/start/", ImportStart.as_view()),
    path("imports/<uuid:import_id>/stop/", ImportStop.as_view()),
    path("imports/<uuid:import_id>/result/", ImportResult.as_view()),
]
