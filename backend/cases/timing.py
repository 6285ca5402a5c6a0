"""When the clock has to look at a stored case next, and what it will find then."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.cases.facts import AssignmentFact, Facts, ReportFact
from backend.cases.lateness import Coming, Limits, Situation, Taken, next_step
from backend.cases.models import Assignment, Case, Report
from backend.cases.shift import PauseFact
from backend.cases.wire import Standing
from backend.flow.load import rules

# An open case nothing is due of is looked at again all the same: silence is no proof that all is well.
AT_LEAST_EVERY = timedelta(days=1)


def set_look_at(case: Case, facts: Facts, standing: Standing) -> bool:
    """Set when the clock looks next; whether that has changed. Too early costs a look, too late a person."""
    former = case.look_at
    coming = coming_of(case, standing, facts) if standing.state != "closed" else None
    if standing.state == "closed":
        case.look_at = None
    else:
        case.look_at = coming.at if coming else _last_known(facts) + AT_LEAST_EVERY
    return case.look_at != former


def coming_of(case: Case, standing: Standing, facts: Facts | None = None) -> Coming | None:
    """The next step of a case, if nothing happens until then."""
    since = (case.routing_since or case.opened_at) if case.needs_routing else None
    situation = Situation(facts or facts_of_waiting(case), standing, since, taken_of(case))
    return next_step(situation, Limits(rules().levels, rules().immediate_met, rules().escalation.levels))


def taken_of(case: Case) -> list[Taken]:
    """The steps taken so far."""
    rows = case.escalations.all() if case.is_escalated else []
    return [Taken(limit=row.limit, track=row.track, since=row.since, step=row.step, found=row.found) for row in rows]


def pauses_of(case: Case) -> list[PauseFact]:
    """The pauses, each until it was ended or ends by itself."""
    rows = case.pauses.all() if case.is_paused else []
    return [PauseFact(since=row.since, until=min(row.until, row.ended_at or row.until)) for row in rows]


def facts_of_waiting(case: Case) -> Facts:
    """As many of the facts as lateness goes by, built without checking what comes from our own rows: boards ask for hundreds."""
    answered = case.reports.all() if case.state == "answered" else []
    return _facts(case, sorted(case.assignments.all(), key=lambda a: a.pk), answered)


def facts_of_task(task: Assignment) -> Facts:
    """The same of a case as if nobody but this one had been sent: what is due of him."""
    return _facts(task.case, [task], [])


def _facts(case: Case, assignments: Iterable[Assignment], answered: Iterable[Report]) -> Facts:
    known: dict[str, Any] = {
        "level": case.level,
        "graded_at": case.graded_at,
        "assignments": [assignment_fact(a) for a in assignments],
        "reports": [ReportFact.model_construct(**_received(r.kind, r.received_at)) for r in answered],
        "pauses": pauses_of(case),
    }
    return Facts.model_construct(**known)


def _received(kind: str, at: datetime) -> dict[str, Any]:
    return {"kind": kind, "received_at": at}


def assignment_fact(row: Assignment) -> AssignmentFact:
    """An assignment as the fold sees it."""
    known: dict[str, Any] = {
        "id": row.pk,
        "track": row.track,
        "member": row.member_id,
        "why": row.why,
        "assigned_at": row.assigned_at,
        "delivered_at": row.delivered_at,
        "ended_at": row.ended_at,
        "end": row.end,
    }
    return AssignmentFact.model_construct(**known)


def _last_known(facts: Facts) -> datetime:
    """The last moment anything is known of: a reader of facts has no clock."""
    told = [r.received_at for r in facts.reports if r.received_at]
    return max([facts.graded_at, *(a.assigned_at for a in facts.assignments), *told])
