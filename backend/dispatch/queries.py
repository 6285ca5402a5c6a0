"""Every read for choosing people: where a case belongs, who there could be sent, and which calls wait."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.cases.models import Assignment, Case, State
from backend.cases.queries import scope_of
from backend.cases.transfer import Transfer
from backend.cases.wire import TrackName
from backend.dispatch.choose import Candidate, Covered, Objection, Place, chain_of, place_of, ranked
from backend.dispatch.transfer_wire import OwnTransfer, OwnTransfers
from backend.dispatch.wire import Candidates, CandidateView
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Coverage, Member, Role
from backend.people.wire import MemberView
from backend.problems import Refused

MOST_OWN_TRANSFERS = 20
# Answers that say that somebody stands before the person, or the family.
MET = ("came_in", "met_target", "met_relative")


def place(case: Case) -> Place | None:
    """The station for the case's division, and the village when no officer gets there in time."""
    chain = chain_of(case.division_id or "")
    rows = Coverage.objects.filter(division__in=chain)
    return place_of(chain, {row.division_id: Covered(row.unit_id, row.remote) for row in rows})


def judged(case: Case, track: str, *, by_hand: bool = False) -> list[tuple[Member, Candidate, Objection]]:
    """Everybody who could be sent on this track with what speaks against it, the best first.

    By itself the service sends operators, the roles that `routing.visit_roles` names, and the volunteers of a remote
    village; by hand the chief may go, and any volunteer of the station.
    """
    people = {member.pk: member for member in _pool(case, track)}
    found = place(case) if track == "visit" else None
    village = found.village if found else None
    loads = loads_of(people, drill=case.drill)
    declined = set(case.assignments.filter(track=track, end="declined").values_list("member_id", flat=True))
    candidates = [_candidate(member, track, village, loads, declined) for member in people.values()]
    overload = {str(role): most for role, most in rules().routing.overload.items()}
    in_turn = ranked([one for one in candidates if by_hand or not one.is_reserve], overload)
    return [(people[one.member], one, objection) for one, objection in in_turn]


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


def _pool(case: Case, track: str) -> QuerySet[Member]:
    there = Member.objects.select_related("unit", "village").filter(is_active=True)
    if track == "call":
        return there.filter(unit=case.district_id, role=Role.OPERATOR)
    if case.station_id is None:
        return there.none()
    return there.filter(unit=case.station_id, role__in=access.VISITING_ROLES)


def _candidate(
    member: Member,
    track: str,
    village: str | None,
    loads: dict[int, tuple[int, bool]],
    declined: Collection[int | None],
) -> Candidate:
    load, on_critical = loads.get(member.pk, (0, False))
    is_neighbour = track == "visit" and village is not None and member.village_id == village
    usual = [Role.OPERATOR] if track == "call" else rules().routing.visit_roles
    return Candidate(
        member=member.pk,
        role=member.role,
        on_duty=member.on_duty,
        load=load,
        on_critical=on_critical,
        declined=member.pk in declined,
        is_neighbour=is_neighbour,
        is_reserve=member.role not in usual and not is_neighbour,
    )


def loads_of(people: Iterable[int], *, drill: bool) -> dict[int, tuple[int, bool]]:
    """Member → how many open tasks, and whether one of them is of the gravest level.

    Whoever practises is free for what is real: a drill counts only when somebody is sought for a drill.
    """
    gravest = max(rules().levels, key=rules().rank)
    loads: dict[int, tuple[int, bool]] = {}
    open_ones = Assignment.objects.filter(member__in=people, ended_at=None, case__state=State.OPEN)
    if not drill:
        open_ones = open_ones.filter(case__drill=False)
    for member, level in open_ones.values_list("member_id", "case__level"):
        count, is_critical = loads.get(member or 0, (0, False))
        loads[member or 0] = (count + 1, is_critical or level == gravest)
    return loads
