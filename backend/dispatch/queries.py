"""Reads for those who choose people: whom they could send, which calls wait, and what they handed over."""

from uuid import UUID

from django.db.models import Q

from backend.cases.models import Assignment, Case, State
from backend.cases.queries import scope_of
from backend.cases.transfer import Transfer
from backend.cases.wire import TrackName
from backend.dispatch.pool import judged
from backend.dispatch.transfer_wire import OwnTransfer, OwnTransfers
from backend.dispatch.wire import Candidates, CandidateView
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Member
from backend.people.wire import MemberView
from backend.problems import Refused

MOST_OWN_TRANSFERS = 20
# Answers that say that somebody stands before the person, or the family.
MET = ("came_in", "met_target", "met_relative")


def candidates(member: Member, case_id: str, track: TrackName) -> Candidates:
    """Whom this member could send."""
    case = Case.objects.select_related("district", "station").filter(pk=case_id).first()
    if case is None or not access.may_see_case(member, scope := scope_of(member, case)):
        raise Refused("not_found")
    access.check(access.may_assign(member, scope, track))
    views = [
        CandidateView(member=MemberView.of(who), load=one.load, objection=objection)
        for who, one, objection in judged(case, track, by_hand=True)
    ]
    return Candidates(track=track, candidates=views)


def waiting_calls(operator: Member) -> list[UUID]:
    """The cases whose call this operator could take next: real ones first, his own first, then the graver, then what is due first."""
    waiting = Assignment.objects.filter(
        Q(member=operator) | Q(member=None),
        track="call",
        ended_at=None,
        accepted_at=None,
        case__district=operator.unit_id,
        case__state=State.OPEN,
    ).select_related("case")
    return [
        one.case_id
        for one in sorted(
            waiting,
            key=lambda one: (
                one.case.drill,
                one.member_id is None,
                -rules().rank(one.case.level),
                one.case.due_at or one.assigned_at,
                one.pk,
            ),
        )
    ]


def own_transfers(member: Member) -> OwnTransfers:
    """The last cases this member handed over, the newest first."""
    rows = Transfer.objects.filter(by=member).select_related("case", "receiver").order_by("-at", "-pk")
    return OwnTransfers(
        transfers=[
            OwnTransfer(
                number=row.case.number,
                receiver=row.receiver.name,
                at=row.at,
                state=row.state,
                decided_at=row.decided_at,
                reason=row.reason,
            )
            for row in rows[:MOST_OWN_TRANSFERS]
        ]
    )


def has_met(case: Case, station_id: int) -> bool:
    """Whether somebody sent by this station has met the person; what does not fit the flow does not count."""
    strays = set(case.standing["strays"])
    told = case.reports.filter(kind="answer", assignment__track="visit", assignment__unit=station_id)
    return any(r.body.get("answer") in MET and str(r.pk) not in strays for r in told)
