"""Every read of look-backs, scoped by member: his unit's list, the results of his own unit, one case's result."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from backend.cases.queries import visible_cases
from backend.flow.load import rules
from backend.lookback.models import LookBack, LookBackReveal, LookBackTry
from backend.lookback.periods import next_draw_at
from backend.lookback.views import result_view, task_view
from backend.lookback.wire import CaseLookBack, LookBackPage, LookBackTask
from backend.people import access
from backend.people.models import Member, Role
from backend.people.queries import units_below
from backend.problems import Refused

MOST = 100


def page_of(member: Member, now: datetime) -> LookBackPage:
    """What waits to be asked, what is his, what was asked lately; and what came of asking about his own unit."""
    access.check(access.may_see_look_backs(member))
    asked = to_check(member)
    waiting = asked.filter(answered_at=None).order_by("answer_by", "pk")
    tasks = [task_view(row, member, now) for row in waiting.filter(Q(taken_by=None) | ~Q(taken_by=member))[:MOST]]
    done = asked.exclude(answered_at=None).order_by("-answered_at", "-pk")[:MOST]
    return LookBackPage(
        server_time=now,
        next_draw_at=next_draw_at(rules().lookbacks.period, now),
        checks=member.role in (Role.OPERATOR, Role.COMMANDER),
        open=tasks,
        mine=[task_view(row, member, now) for row in waiting.filter(taken_by=member)],
        done=[task_view(row, member, now) for row in done],
        results=[result_view(row, member) for row in results_of(member).order_by("-answered_at", "-pk")[:MOST]],
        reasons=rules().lookbacks.reasons,
    )


def task_of(member: Member, look_back_id: int, now: datetime) -> LookBackTask:
    """One that his unit asks about."""
    row = to_check(member).filter(pk=look_back_id).first()
    if row is None:
        raise Refused("not_found")
    return task_view(row, member, now)


def result_of_case(member: Member, case_id: UUID) -> CaseLookBack:
    """What came of asking about this case, for whoever sees both; whether it is being asked about nobody learns."""
    access.check(access.may_see_look_backs(member))
    if not visible_cases(member).filter(pk=case_id).exists():
        raise Refused("not_found")
    row = results_of(member).filter(case=case_id).order_by("-answered_at").first()
    return CaseLookBack(found=result_view(row, member) if row else None, reasons=rules().lookbacks.reasons)


def to_check(member: Member) -> QuerySet[LookBack]:
    """Those his unit asks about, but of his own work."""
    if member.role not in (Role.OPERATOR, Role.COMMANDER):
        return LookBack.objects.none()
    return _loaded(LookBack.objects.filter(checker=member.unit_id).exclude(case__assignments__member=member))


def results_of(member: Member) -> QuerySet[LookBack]:
    """Those that have a result, of the unit he leads and of all below it."""
    if not access.may_see_look_backs(member):
        return LookBack.objects.none()
    if member.role == Role.CHIEF:
        of_units = Q(unit=member.unit_id)
    elif member.role == Role.OPERATOR:
        of_units = Q(case__district=member.unit_id)
    else:
        of_units = Q(unit__in=units_below(member.unit))
    return _loaded(LookBack.objects.filter(of_units).exclude(answered_at=None))


def _loaded(rows: QuerySet[LookBack]) -> QuerySet[LookBack]:
    tries = Prefetch("tries", LookBackTry.objects.select_related("by").order_by("pk"))
    reveals = Prefetch("reveals", LookBackReveal.objects.order_by("pk"))
    return rows.select_related("case", "unit", "checker", "taken_by", "objected_by").prefetch_related(tries, reveals)
