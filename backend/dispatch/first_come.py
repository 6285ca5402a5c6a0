"""首接首办: of two who accept one visit or call, it is his whose acceptance came first; the other is relieved, and told who has it."""

from datetime import datetime

from backend.cases.actions import assign, locked
from backend.cases.lateness import NOT_ACCEPTED
from backend.cases.legs import ACCEPTED_FIRST
from backend.cases.models import Assignment, Case, Report, State
from backend.cases.queries import scope_of
from backend.live.events import AnyHappening, ReportStored
from backend.people import access
from backend.people.models import Member
from backend.prepared import Prepared


def give_back(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """He was relieved by the clock for his silence and accepts now, before the one sent in his place has: it is his again.

    Whom a person sent instead keeps it, and after the end nothing opens again.
    """
    if not isinstance(happening, ReportStored) or happening.report_kind != "accept" or by is None:
        return
    given = _given_for.first(happening.report)
    if given is None or given.ended_at is None or given.end != "reassigned" or given.member_id != by.pk:
        return
    case = locked(case_id)
    if _waits_still(case, given) and access.may_take(by, scope_of(by, case), given.track):
        again = assign(case, given.track, by.unit, by, by=None, why=ACCEPTED_FIRST, now=now)
        Assignment.objects.filter(pk=again.pk).update(accepted_at=now, delivered_at=now)


_given_for = Prepared(
    lambda report: Assignment.objects.filter(pk__in=Report.objects.filter(pk=report).values("assignment"))
)


def _waits_still(case: Case, given: Assignment) -> bool:
    """Whether since then only the clock has sent others, and none of them has accepted."""
    since = list(case.assignments.filter(track=given.track, pk__gt=given.pk).order_by("pk"))
    if case.state != State.OPEN or not since or any(one.why != NOT_ACCEPTED for one in since):
        return False
    return since[-1].ended_at is None and all(one.accepted_at is None for one in since)
