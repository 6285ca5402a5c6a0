"""Thin doors to cases: lists, one case, reports, evidence, the chief's decisions."""

from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases import actions, evidence, pause_api, queries
from backend.cases.answers import show_case
from backend.cases.casefile.api import CaseFile
from backend.cases.finding import find_cases
from backend.cases.notified_api import Notified
from backend.cases.reporting import store_reports
from backend.cases.tus import BytesParser, OneUpload, Uploads, bytes_of
from backend.cases.wire import (
    CaseList,
    CaseView,
    EvidenceStored,
    FoundCases,
    ReportBatch,
    ReportResults,
    SearchIn,
    SendBack,
)
from backend.figures import BATCH_REPORTS
from backend.people.session import device_label, device_of, member_of


class Cases(APIView):
    """The member's current cases, or with `done=1` those he has done, newest first."""

    @extend_schema(operation_id="cases", parameters=[OpenApiParameter("done", bool)], responses={200: CaseList})
    def get(self, request: Request) -> Response:
        """List them."""
        member = member_of(request)
        is_done = request.query_params.get("done") in ("1", "true")
        cases = queries.closed_cases(member) if is_done else queries.current_cases(member, timezone.now())
        return Response(CaseList(cases=queries.case_views(member, cases)).model_dump(mode="json"))


class Search(APIView):
    """Finding a case. What is looked for is personal: it comes in the body, never in the address, and is logged nowhere."""

    @extend_schema(operation_id="search_cases", request=SearchIn, responses={200: FoundCases})
    def post(self, request: Request) -> Response:
        """The newest that the text finds, closed ones too."""
        text = SearchIn.model_validate(request.data).text
        return Response(find_cases(member_of(request), text).model_dump(mode="json"))


class OneCase(APIView):
    """One case with its timeline."""

    @extend_schema(operation_id="case", responses={200: CaseView})
    def get(self, request: Request, case_id: UUID) -> Response:
        """Show it."""
        return show_case(request, case_id)


class Reports(APIView):
    """Where phones send what was done."""

    takes_in_from_lost = ("POST",)

    @extend_schema(operation_id="store_reports", request=ReportBatch, responses={200: ReportResults})
    def post(self, request: Request) -> Response:
        """Store a batch; each item is answered on its own, in order."""
        batch = ReportBatch.model_validate(request.data)
        BATCH_REPORTS.observe(len(batch.reports))
        # Reports out of a file were made on another phone: what this one is called says nothing about that.
        label = device_label(request) if device_of(request) in (None, batch.device) else ""
        results = store_reports(member_of(request), batch.device, label, batch.reports, timezone.now())
        return Response(ReportResults(results=results, server_time=timezone.now()).model_dump(mode="json"))


class Sign(APIView):
    """The chief's signature."""

    @extend_schema(operation_id="sign", request=None, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Close the case."""
        actions.sign(member_of(request), str(case_id), timezone.now())
        return show_case(request, case_id)


class SentBack(APIView):
    """The chief's refusal."""

    @extend_schema(operation_id="send_back", request=SendBack, responses={200: CaseView})
    def post(self, request: Request, case_id: UUID) -> Response:
        """Send the outcome back with a reason."""
        reason = SendBack.model_validate(request.data).reason
        actions.send_back(member_of(request), str(case_id), reason, timezone.now())
        return show_case(request, case_id)


class Picture(APIView):
    """One picture of a case by its SHA-256."""

    parser_classes = [BytesParser]
    takes_in_from_lost = ("PUT",)

    @extend_schema(
        operation_id="store_evidence",
        request={"image/*": OpenApiTypes.BINARY},
        responses={200: EvidenceStored},
    )
    def put(self, request: Request, case_id: UUID, sha256: str) -> Response:
        """Store a picture that fits in one piece; sent twice it is stored once. One that may break on the way goes to `/api/uploads/`."""
        row = evidence.store_evidence(member_of(request), str(case_id), sha256, bytes_of(request), timezone.now())
        return Response(EvidenceStored(sha256=row.sha256, size=row.size).model_dump())

    @extend_schema(operation_id="evidence", responses={(200, "image/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, case_id: UUID, sha256: str) -> HttpResponseBase:
        """The picture itself."""
        row = evidence.find_evidence(member_of(request), str(case_id), sha256)
        response = FileResponse(evidence.path_of(row.sha256).open("rb"), content_type=row.media_type)
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response


class Sha256(StringConverter):
    """In an address: the hash of a picture's bytes, in lower case."""

    regex = "[0-9a-f]{64}"


register_converter(Sha256, "sha256")

urlpatterns = [
    path("cases/", Cases.as_view()),
    path("cases/search/", Search.as_view()),
    path("cases/<uuid:case_id>/", OneCase.as_view()),
    path("cases/<uuid:case_id>/file.pdf", CaseFile.as_view()),
    path("cases/<uuid:case_id>/notified/", Notified.as_view()),
    path("cases/<uuid:case_id>/sign/", Sign.as_view()),
    path("cases/<uuid:case_id>/send-back/", SentBack.as_view()),
    path("cases/<uuid:case_id>/evidence/<sha256:sha256>/", Picture.as_view()),
    *pause_api.urlpatterns,
    path("reports/", Reports.as_view()),
    path("uploads/", Uploads.as_view()),
    path("uploads/<uuid:upload_id>/", OneUpload.as_view()),
]
