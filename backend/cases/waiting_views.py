"""How the waiting of a case looks: its pauses, the steps that were taken, and the one that comes next."""

from backend.cases.models import Case
from backend.cases.timing import coming_of
from backend.cases.waiting import Escalation, Pause
from backend.cases.wire import ComingView, EscalationView, PauseView, Person, Standing
from backend.people.models import Member


def pause_views(case: Case) -> list[PauseView]:
    """The pauses, the oldest first; relations must be prefetched."""
    return [_pause(row) for row in case.pauses.all()] if case.is_paused else []


def escalation_views(case: Case) -> list[EscalationView]:
    """The steps that were taken, the oldest first."""
    return [_escalation(row) for row in case.escalations.all()] if case.is_escalated else []


def coming_view(case: Case, standing: Standing) -> ComingView | None:
    """What comes next."""
    coming = coming_of(case, standing) if standing.state != "closed" else None
    if coming is None:
        return None
    return ComingView(
        at=coming.at,
        limit=coming.running.limit,
        track=coming.running.track or None,
        does=coming.step.do,
        tell=list(coming.step.tell),
    )


def _pause(row: Pause) -> PauseView:
    return PauseView(
        reason=row.reason,
        by=person(row.by),
        since=row.since,
        until=min(row.until, row.ended_at or row.until),
        ended_by=person(row.ended_by) if row.ended_by else None,
    )


def _escalation(row: Escalation) -> EscalationView:
    return EscalationView(
        limit=row.limit,
        track=row.track or None,
        assignment=row.assignment_id,
        step=row.step,
        does=row.does,
        tell=row.tell,
        waited=row.waited,
        at=row.at,
        found=row.found,
        sent=person(row.sent) if row.sent else None,
    )


def person(member: Member) -> Person:
    """A member, as much of one as a case shows."""
    return Person(id=member.pk, name=member.name, role=member.role, phone=member.phone)
