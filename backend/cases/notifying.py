"""What of a case is told outside the app: who hears of it when something happens, and when it needs no telling any more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.cases.models import Case, Report
from backend.live import actions as live
from backend.live.events import (
    AnyHappening,
    Assigned,
    AssignmentEnded,
    Delivered,
    Escalated,
    Notified,
    ReportStored,
)
from backend.live.notify.results import Told
from backend.live.notify.telling import Message, has_waiting, reach_of, tell, tell_all, withdraw
from backend.people.models import Member, Unit
from backend.storage import one_transaction

TAIL = 4
_TAKEN = ("accept", "answer", "decline")


def tell_assigned(sent: Sequence[tuple[Case, AnyHappening]], by: Member | None, now: datetime) -> None:
    """派单: to each who was sent, unless he took it himself."""
    told = {
        happening.assignment: (case, happening.member)
        for case, happening in sent
        if isinstance(happening, Assigned) and happening.member and not (by and by.pk == happening.member)
    }
    reach = reach_of({member for _, member in told.values()})
    if reach is None:
        return
    people = {member.pk: member for member in reach.people}
    letters = [
        (_assigned(case, assignment, people[member]), [people[member]])
        for assignment, (case, member) in told.items()
        if member in people
    ]
    tell_all(letters, reach, now)


def tell_escalated(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """逾期: to those the escalation names. What has not arrived goes over every way now, so its slower round is over."""
    if not isinstance(happening, Escalated):
        return
    if happening.limit == "deliver":
        withdraw([UUID(case_id)], Q(assignment=happening.assignment, occasion="assigned"), now)
    reach = reach_of(happening.members)
    if reach is None:
        return
    case = _case(case_id)
    message = Message(
        occasion="help" if happening.limit == "help" else "escalated",
        key=f"{case.pk}:{happening.limit}:{happening.assignment or ''}:{happening.step}:{now:%Y%m%d%H%M%S}",
        level=case.level,
        about=_about(case, case.station or case.district),
        case_id=case.pk,
        assignment=happening.assignment,
        limit=happening.limit,
    )
    tell(message, reach, now)


def spare_delivered(delivered: Sequence[tuple[Case, AnyHappening]], by: Member | None, now: datetime) -> None:
    """送达: the phone has it. A tab on a desktop that has it is no reason to leave the phone silent."""
    on_phone = {h.assignment: case.pk for case, h in delivered if isinstance(h, Delivered) and h.on_phone}
    if on_phone:
        by_phone = Q(occasion="assigned") | Q(limit="deliver")
        withdraw(set(on_phone.values()), by_phone & Q(assignment__in=on_phone), now)


def spare_taken(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """签收: whoever accepted it, answered it or declined it need not be told of it again; nor anybody that he has not."""
    if not isinstance(happening, ReportStored) or happening.stray or happening.report_kind not in _TAKEN:
        return
    if not has_waiting([UUID(case_id)]):
        return
    assignment = Report.objects.filter(pk=happening.report).values_list("assignment", flat=True).first()
    if assignment:
        withdraw([UUID(case_id)], Q(assignment=assignment), now)


def spare_ended(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The assignment is over."""
    if isinstance(happening, AssignmentEnded):
        withdraw([UUID(case_id)], Q(assignment=happening.assignment), now)


def spare_all(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The case has its end: nothing of it is told any more, but a call for help."""
    withdraw([UUID(case_id)], ~Q(limit="help"), now)


def spare_helped(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The member is safe."""
    withdraw([UUID(case_id)], Q(limit="help"), now)


def tell_result(told: Told, now: datetime) -> None:
    """What became of telling somebody, for the timeline."""
    with one_transaction():
        case = Case.objects.filter(pk=told.case_id).first()
        if case is None:
            return
        happening = Notified(
            assignment=told.assignment, member=told.member, way=told.way, result=told.state, seconds=told.seconds
        )
        live.record(happening, by=None, now=now, case=case)


def _assigned(case: Case, assignment: int, member: Member) -> Message:
    return Message("assigned", f"assigned:{assignment}", case.level, _about(case, member.unit), case.pk, assignment)


def _case(case_id: str | UUID) -> Case:
    return Case.objects.select_related("station", "district").get(pk=case_id)


def _about(case: Case, unit: Unit) -> dict[str, Any]:
    """Facts that may stand outside the app; which of them are said, the rules decide."""
    return {
        "level": case.level,
        "tail": case.number[-TAIL:],
        "unit": unit.name,
        "type": case.fraud_type,
        "drill": case.drill,
    }
