"""A thin door to what was told of a case outside the app, for the boards."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.cases.queries import visible_cases
from backend.live.notify.queries import notified_of
from backend.live.notify.wire import NotifiedList
from backend.people import access
from backend.people.session import member_of
from backend.problems import Refused


class Notified(APIView):
    """Who was told over which way, and what came of it."""

    @extend_schema(operation_id="notified", responses={200: NotifiedList})
    def get(self, request: Request, case_id: UUID) -> Response:
        """For those who assign and lead; others have no need of it."""
        member = member_of(request)
        if not visible_cases(member).filter(pk=case_id).exists():
            raise Refused("not_found")
        access.check(access.may_see_members(member))
        return Response(NotifiedList(notified=notified_of(case_id)).model_dump(mode="json"))
