"""Who can be sent: the people where cases belong, and what each of them has to do; read once for as many cases as there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from backend.cases.models import Assignment, Case, State
from backend.dispatch.choose import Candidate, Covered, Objection, Place, chain_of, place_of, ranked
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Coverage, Member, Role
from backend.prepared import Prepared

# Member → how many open tasks, and whether one of them is of the gravest level.
Loads = dict[int, tuple[int, bool]]


def judged(case: Case, track: str, *, by_hand: bool = False) -> list[tuple[Member, Candidate, Objection]]:
    """Everybody who could be sent on this track with what speaks against it, the best first.

    By itself the service sends operators, the roles that `routing.visit_roles` names, and the volunteers of a remote
    village; by hand the chief may go, and any volunteer of the station.
    """
    return _Pool([case], track).judged(case, by_hand=by_hand)


def chosen_for(cases: Sequence[Case], track: str) -> list[Member | None]:
    """The best person for each in turn; who is chosen for one has one more to do when the next is looked at."""
    if not cases:
        return []
    pool, chosen = _Pool(cases, track), []
    for case in cases:
        member = next((who for who, _, objection in pool.judged(case) if not objection), None)
        if member is not None:
            pool.burden(member, case)
        chosen.append(member)
    return chosen


def places_of(cases: Sequence[Case]) -> list[Place | None]:
    """For each the station for its division, and the village when no officer gets there in time."""
    chains = [chain_of(case.division_id or "") for case in cases]
    rows = _coverage({code for chain in chains for code in chain})
    covered = {row.division_id: Covered(row.unit_id, row.remote) for row in rows}
    return [place_of(chain, covered) for chain in chains]


def loads_of(people: Iterable[int], *, drill: bool) -> Loads:
    """What these have to do.

    Whoever practises is free for what is real: a drill counts only when somebody is sought for a drill.
    """
    loads: Loads = {}
    gravest = _gravest()
    for member, level, is_drill in _tasks(list(people)):
        if drill or not is_drill:
            _add(loads, member, is_critical=level == gravest)
    return loads


class _Pool:
    """The people of these cases on one track, and their loads as a drill and as a real case counts them."""

    def __init__(self, cases: Sequence[Case], track: str) -> None:
        self._track, self._gravest = track, _gravest()
        self._there: dict[int | None, list[Member]] = defaultdict(list)
        for member in _people({_unit_of(case, track) for case in cases}, track):
            self._there[member.unit_id].append(member)
        everyone = [member.pk for members in self._there.values() for member in members]
        self._loads = {drill: loads_of(everyone, drill=drill) for drill in {case.drill for case in cases}}
        found = places_of(cases) if track == "visit" else []
        self._villages = {case.pk: place.village for case, place in zip(cases, found, strict=False) if place}
        self._declined: set[tuple[UUID, int | None]] = set(_declined([case.pk for case in cases], track))

    def judged(self, case: Case, *, by_hand: bool = False) -> list[tuple[Member, Candidate, Objection]]:
        """Everybody for this case, the best first."""
        people = {member.pk: member for member in self._there[_unit_of(case, self._track)]}
        candidates = [self._candidate(member, case) for member in people.values()]
        overload = {str(role): most for role, most in rules().routing.overload.items()}
        in_turn = ranked([one for one in candidates if by_hand or not one.is_reserve], overload)
        return [(people[one.member], one, objection) for one, objection in in_turn]

    def burden(self, member: Member, case: Case) -> None:
        """He is sent to this case."""
        for drill, loads in self._loads.items():
            if drill or not case.drill:
                _add(loads, member.pk, is_critical=case.level == self._gravest)

    def _candidate(self, member: Member, case: Case) -> Candidate:
        village = self._villages.get(case.pk)
        load, on_critical = self._loads[case.drill].get(member.pk, (0, False))
        is_neighbour = village is not None and member.village_id == village
        usual = [Role.OPERATOR] if self._track == "call" else rules().routing.visit_roles
        return Candidate(
            member=member.pk,
            role=member.role,
            on_duty=member.on_duty,
            load=load,
            on_critical=on_critical,
            declined=(case.pk, member.pk) in self._declined,
            is_neighbour=is_neighbour,
            is_reserve=member.role not in usual and not is_neighbour,
        )


def _people(units: Iterable[int | None], track: str) -> list[Member]:
    roles = [Role.OPERATOR] if track == "call" else access.VISITING_ROLES
    return _there([str(role) for role in roles], [unit for unit in units if unit is not None])


_coverage = Prepared(lambda divisions: Coverage.objects.filter(division_id__in=divisions))
_there = Prepared(
    lambda roles, units: Member.objects.select_related("unit", "village").filter(
        is_active=True, role__in=roles, unit_id__in=units
    )
)
_tasks = Prepared(
    lambda members: Assignment.objects.filter(member_id__in=members, ended_at=None, case__state=State.OPEN).values_list(
        "member_id", "case__level", "case__drill"
    )
)
_declined = Prepared(
    lambda cases, track: Assignment.objects.filter(case_id__in=cases, track=track, end="declined").values_list(
        "case_id", "member_id"
    )
)


def _unit_of(case: Case, track: str) -> int | None:
    return case.district_id if track == "call" else case.station_id


def _gravest() -> str:
    return max(rules().levels, key=rules().rank)


def _add(loads: Loads, member: int, *, is_critical: bool) -> None:
    count, had_critical = loads.get(member, (0, False))
    loads[member] = (count + 1, had_critical or is_critical)
