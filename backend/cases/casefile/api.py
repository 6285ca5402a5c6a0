"""The thin door to the case file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.cases.casefile.actions import print_case
from backend.cases.casefile.words import Language
from backend.people.session import member_of


class CaseFile(APIView):
    """The case file as PDF."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whoever asks for a PDF alone gets it; only refusals are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="case_file",
        parameters=[OpenApiParameter("lang", str, enum=["zh", "en"])],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, case_id: UUID) -> HttpResponse:
        """Print it: everything of the case that the member may see. Each printing is on record."""
        language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
        printed = print_case(member_of(request), case_id, language, timezone.now())
        response = HttpResponse(printed.content, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
        response.headers["Cache-Control"] = "no-store"
        return response
