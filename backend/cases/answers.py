"""How a door answers that did something with a case: the case as the member sees it now."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from backend.cases.queries import case_view, visible_cases
from backend.people.session import member_of


def show_case(request: Request, case_id: UUID) -> Response:
    """The case; the refusal `not_found` where it does not exist for the member."""
    return Response(case_view(member_of(request), case_id).model_dump(mode="json"))


def show_case_or_gone(request: Request, case_id: UUID) -> Response:
    """The case, or 204 when it left the member's sight by what he just did."""
    if not visible_cases(member_of(request)).filter(pk=case_id).exists():
        return Response(status=204)
    return show_case(request, case_id)
