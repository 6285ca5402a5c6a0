"""Every read for choosing people: where a case belongs, and who there could be sent."""

from uuid import UUID

from django.db.models import Q

from backend.cases.actions import locked
from backend.cases.models import Assignment, Case, State
from backend.cases.queries import scope_of, visible_cases
from backend.cases.wire import TrackName
from backend.dispatch.choose import Candidate, Covered, Objection, Place, place_of, ranked
from backend.dispatch.wire import Candidates, CandidateView
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Coverage, Division, Member, Role
from backend.people.wire import MemberView
from backend.problems import Refused
from backend.storage import one_transaction


def place(case: Case) -> Place | None:
    """The station for the case's division, and the village when no officer gets there in time."""
    chain = _chain(case.division)
    rows = Coverage.objects.filter(division__in=chain)
    return place_of(chain, {row.division_id: Covered(row.unit_id, row.remote) for row in rows})


def judged(case: Case, track: str, *, by_hand: bool = False) -> list[tuple[Candidate, Objection]]:
    """Everybody who could be sent on this track with what speaks against it, the best first.

    By itself the service sends operators, officers and the volunteers of a remote village; by hand the chief may go, and
    any volunteer of the station.
    """
    people = _pool(case, track, by_hand=by_hand)
    loads = _loads(people)
    declined = set(case.assignments.filter(track=track, end="declined").values_list("member_id", flat=True))
    candidates = [
        Candidate(
            member=member.pk,
            role=member.role,
            on_duty=member.on_duty,
            load=loads.get(member.pk, (0, False))[0],
            on_critical=loads.get(member.pk, (0, False))[1],
            declined=member.pk in declined,
            is_neighbour=member.role == Role.VOLUNTEER,
        )
        for member in people
    ]
    overload: dict[str, int] = {role: limit for role, limit in rules().routing.overload.items()}
    return ranked(candidates, overload)


def candidates(member: Member, case_id: str, track: TrackName) -> Candidates:
    """Whom this member could send."""
    with one_transaction():
        case = locked(case_id)
    scope = scope_of(member, case)
    if not access.may_see_case(member, scope):
        raise Refused("not_found")
    access.check(access.may_assign(member, scope, track))
    found = judged(case, track, by_hand=True)
    members = Member.objects.select_related("unit", "village").in_bulk([one.member for one, _ in found])
    views = [
        CandidateView(member=MemberView.of(members[one.member]), load=one.load, objection=objection)
        for one, objection in found
    ]
    return Candidates(track=track, candidates=views)


def is_seen(member: Member, case_id: UUID) -> bool:
    """Whether the member still sees this case."""
    return visible_cases(member).filter(pk=case_id).exists()


def _pool(case: Case, track: str, *, by_hand: bool) -> list[Member]:
    members = Member.objects.filter(is_active=True)
    if track == "call":
        return list(members.filter(unit=case.district_id, role=Role.OPERATOR))
    if case.station_id is None:
        return []
    here = members.filter(unit=case.station_id)
    if by_hand:
        return list(here.filter(role__in=access.VISITING_ROLES))
    found = place(case)
    village = found.village if found else None
    return list(here.filter(Q(role=Role.OFFICER) | Q(role=Role.VOLUNTEER, village=village, village__isnull=False)))


def _loads(people: list[Member]) -> dict[int, tuple[int, bool]]:
    """Member → how many open tasks, and whether one of them is of the gravest level."""
    gravest = max(rules().levels, key=rules().rank)
    loads: dict[int, tuple[int, bool]] = {}
    open_ones = Assignment.objects.filter(member__in=people, ended_at=None, case__state=State.OPEN)
    for member, level in open_ones.values_list("member_id", "case__level"):
        count, is_critical = loads.get(member or 0, (0, False))
        loads[member or 0] = (count + 1, is_critical or level == gravest)
    return loads


def _chain(division: Division | None) -> list[str]:
    chain = []
    while division is not None:
        chain.append(division.pk)
        division = division.parent
    return chain
