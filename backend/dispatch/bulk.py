"""Many cases in one go: each is judged and done on its own, so that one refusal keeps nobody waiting at the others."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from backend.cases.models import Assignment, Case
from backend.dispatch.actions import assign_by_hand, route_by_hand
from backend.dispatch.wire import AssignMany, ManyResult, RouteMany
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import one_transaction


def assign_many(member: Member, wanted: AssignMany, now: datetime) -> list[ManyResult]:
    """Send this person on all of these, in their order."""

    def assign_one(case_id: UUID) -> bool:
        open_ones = Assignment.objects.filter(case=case_id, track=wanted.track, ended_at=None)
        is_new = not open_ones.filter(member=wanted.member).exists()
        assign_by_hand(member, str(case_id), wanted.track, wanted.member, now)
        return is_new

    return _each(wanted.cases, assign_one)


def route_many(member: Member, wanted: RouteMany, now: datetime) -> list[ManyResult]:
    """Give all of these to this station, in their order."""

    def route_one(case_id: UUID) -> bool:
        is_new = not Case.objects.filter(pk=case_id, station__code=wanted.station).exists()
        route_by_hand(member, str(case_id), wanted.station, now)
        return is_new

    return _each(wanted.cases, route_one)


def _each(case_ids: Iterable[UUID], do: Callable[[UUID], bool]) -> list[ManyResult]:
    return [_result(case_id, do) for case_id in dict.fromkeys(case_ids)]


def _result(case_id: UUID, do: Callable[[UUID], bool]) -> ManyResult:
    """One transaction for each: a hundred in one would keep every phone's report waiting for the last."""
    try:
        with one_transaction():
            is_new = do(case_id)
    except Refused as refusal:
        return ManyResult(
            case=case_id,
            status="refused",
            code=refusal.code,
            message=refusal.message,
            message_en=refusal.message_en,
        )
    return ManyResult(case=case_id, status="done" if is_new else "already")
