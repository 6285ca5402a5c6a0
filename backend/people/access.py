"""Who may do what: pure predicates, each with the reason when the answer is no. What is not allowed here is denied."""

from dataclasses import dataclass

from backend.people.models import Member, Role, Tier
from backend.problems import Refused

BOARD_ROLES = (Role.CHIEF, Role.OPERATOR, Role.COMMANDER, Role.ADMIN)
# All of a case that may stand on a locked screen, in a group chat or in the books of a gateway.
OUTSIDE = frozenset({"level", "tail", "unit", "type", "count"})
# They see all cases of their unit.
UNIT_ROLES = (Role.CHIEF, Role.DESK, Role.OPERATOR, Role.COMMANDER)
IMPORTING_ROLES = (Role.COMMANDER, Role.ADMIN)
VISITING_ROLES = (Role.OFFICER, Role.CHIEF, Role.VOLUNTEER)


@dataclass(frozen=True)
class Permission:
    """Yes, or no with a code of the catalogue of refusals; truthy when it is a yes."""

    allowed: bool
    code: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class CaseScope:
    """What these rules need to know of a case and of the member's part in it.

    `units_ever`: his unit's stream was once told of it, so whoever sees all of his unit's cases may have held it.
    `goes_there`: he took a call for help of it, or was given a follow-up, so that he says what became of that.
    `reviewing_id`: the district whose commander has a transfer of it to review; the case may be another district's by then.
    """

    district_id: int
    station_id: int | None = None
    city_id: int | None = None
    reviewing_id: int | None = None
    assigned_open: bool = False
    assigned_ever: bool = False
    units_ever: bool = False
    goes_there: bool = False
    done_by_member: bool = False
    closed: bool = False


@dataclass(frozen=True)
class OwnerScope:
    """What these rules need to know of whose a device or source is: the member if any, the unit, and every unit above that."""

    member_id: int | None
    unit_id: int
    above: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LookBackScope:
    """What these rules need to know of a look-back (倒查): who was drawn (`unit_id`), who asks, and how far it is.

    `worked_on_it`: the member was sent in this case himself. `taken_by_id`: whose it is.
    """

    unit_id: int
    checker_id: int
    taken_by_id: int | None = None
    worked_on_it: bool = False
    answered: bool = False
    objected: bool = False
    settled: bool = False


def check(permission: Permission) -> None:
    """Nothing when it is a yes; the refusal with its reason when it is a no."""
    if not permission:
        raise Refused(permission.code)


def may_see_case(member: Member, scope: CaseScope) -> Permission:
    """Who works a case or answers for it sees it; to all others it does not exist."""
    if not member.is_active:
        return _no("disabled")
    seen = {
        Role.OFFICER: scope.assigned_open or scope.done_by_member,
        Role.VOLUNTEER: (scope.assigned_open or scope.done_by_member) and not scope.closed,
        Role.CHIEF: scope.station_id == member.unit_id,
        Role.DESK: scope.station_id == member.unit_id,
        Role.OPERATOR: scope.district_id == member.unit_id,
        Role.COMMANDER: member.unit_id in (scope.district_id, scope.city_id, scope.reviewing_id),
    }
    return _YES if seen.get(Role(member.role), False) else _no("not_found")


def may_see_full_target(member: Member) -> Permission:
    """A volunteer gets the least: no ID number, no signals, no suspect, no amounts. An administrator gets nothing."""
    return _allow(member, member.role not in (Role.VOLUNTEER, Role.ADMIN))


def may_assign(member: Member, scope: CaseScope, track: str) -> Permission:
    """The chief sends his people on visits, the operator gives out his district's calls, a commander may do both."""
    if not (seen := _open_to(member, scope)):
        return seen
    role = {"visit": Role.CHIEF, "call": Role.OPERATOR}.get(track)
    return _allow(member, member.role in (role, Role.COMMANDER))


def may_take(member: Member, scope: CaseScope, track: str) -> Permission:
    """Whether this member can be given the track: calls are for the district's operators, visits for the station's people."""
    if not member.is_active:
        return _no("disabled")
    if scope.closed:
        return _no("case_closed")
    if track == "call":
        fits, home = member.role == Role.OPERATOR, scope.district_id
    else:
        fits, home = track == "visit" and member.role in VISITING_ROLES, scope.station_id or 0
    if not fits:
        return _no("wrong_track")
    return _YES if member.unit_id == home else _no("other_station")


def may_route(member: Member, scope: CaseScope) -> Permission:
    """The operator and the commander route a case to a station; its chief hands it over, and says why."""
    if not (seen := _open_to(member, scope)):
        return seen
    return _allow(member, member.role in (Role.OPERATOR, Role.COMMANDER))


def may_transfer(member: Member, scope: CaseScope) -> Permission:
    """The station's chief hands a case over (移交) to the station it belongs to."""
    if not (seen := _open_to(member, scope)):
        return seen
    return _allow(member, member.role == Role.CHIEF)


def may_review_transfer(member: Member, scope: CaseScope) -> Permission:
    """The commander of the giving district, or of the city, reviews a transfer out of the district (移交审核)."""
    if not (seen := may_see_case(member, scope)):
        return seen
    reviewers = (scope.reviewing_id or scope.district_id, scope.city_id)
    return _allow(member, member.role == Role.COMMANDER and member.unit_id in reviewers)


def may_join(member: Member, scope: CaseScope) -> Permission:
    """Whoever leads a case says that it is another one's repetition, or that it is two: chief, operator, commander."""
    if not (seen := _open_to(member, scope)):
        return seen
    return _allow(member, member.role in (Role.CHIEF, Role.OPERATOR, Role.COMMANDER))


def may_see_earlier(member: Member, scope: CaseScope) -> Permission:
    """Whoever leads a case sees what the same person was warned of before, as far as those cases are his to see as well."""
    if not (seen := may_see_case(member, scope)):
        return seen
    return _allow(member, member.role in (Role.CHIEF, Role.OPERATOR, Role.COMMANDER))


def may_pause(member: Member, scope: CaseScope) -> Permission:
    """Who leads a case stops its time (暂停计时): the station's chief, or a commander."""
    if not (seen := _open_to(member, scope)):
        return seen
    return _allow(member, member.role in (Role.CHIEF, Role.COMMANDER))


def may_return(member: Member, scope: CaseScope) -> Permission:
    """The chief of the station that was given a case wrongly returns it (退回)."""
    return may_transfer(member, scope)


def may_sign(member: Member, scope: CaseScope) -> Permission:
    """The station's chief signs or sends back; a case that never had a station waits for a commander."""
    if not (seen := _open_to(member, scope)):
        return seen
    return _allow(member, member.role == (Role.CHIEF if scope.station_id else Role.COMMANDER))


def may_print_case(member: Member, scope: CaseScope) -> Permission:
    """On paper a case leaves the service: for those who see all cases of their unit, and the officer who has done it."""
    if not (seen := may_see_case(member, scope)):
        return seen
    if _only_reviews(member, scope):
        return _no("moved_on")
    has_done = member.role == Role.OFFICER and scope.done_by_member
    return _allow(member, member.role in UNIT_ROLES or has_done)


def may_report(member: Member, scope: CaseScope) -> Permission:
    """Whoever was ever sent may report, however late, and so may all who see the case or saw it as one of their unit's."""
    has_held = scope.assigned_ever or (scope.units_ever and member.role in UNIT_ROLES)
    if member.is_active and (has_held or scope.goes_there):
        return _YES
    return may_see_case(member, scope)


def may_take_alarm(member: Member, scope: CaseScope, *, is_asked: bool, is_about_him: bool) -> Permission:
    """Who was asked goes to a member in danger, and so may whoever sees the case as one of his unit's; never himself."""
    leads = member.role in UNIT_ROLES and bool(may_see_case(member, scope))
    if not member.is_active:
        return _no("disabled")
    if not (is_asked or leads or is_about_him):
        return _no("not_found")
    return _allow(member, not is_about_him)


def may_take_call(member: Member) -> Permission:
    """The next call of the queue is for operators."""
    return _allow(member, member.role == Role.OPERATOR)


def may_see_members(member: Member) -> Permission:
    """Who leads or assigns sees who is there, in his own scope."""
    return _allow(member, member.role in BOARD_ROLES)


def may_keep_views(member: Member) -> Permission:
    """Whoever has a board keeps filters of it, his own and nobody else's."""
    return _allow(member, member.role in BOARD_ROLES)


def may_see_area(member: Member) -> Permission:
    """The map of the area is for those who have a board."""
    return _allow(member, member.role in BOARD_ROLES and member.role != Role.ADMIN)


def may_set_duty(member: Member) -> Permission:
    """Everyone who can be sent or asked switches his own duty."""
    return _allow(member, member.role != Role.ADMIN)


def may_see_roster(member: Member, owner: OwnerScope) -> Permission:
    """Everybody sees when his own unit serves, a commander those below as well; no other unit's exists for them."""
    if not member.is_active:
        return _no("disabled")
    reach = {owner.unit_id, *owner.above} if member.role == Role.COMMANDER else {owner.unit_id}
    return _YES if member.unit_id in reach else _no("not_found")


def may_set_roster(member: Member, owner: OwnerScope) -> Permission:
    """A chief says who serves when at his station, a commander for his centre and every unit below."""
    if not (seen := may_see_roster(member, owner)):
        return seen
    return _allow(member, member.role in (Role.CHIEF, Role.COMMANDER))


def may_see_gaps(member: Member) -> Permission:
    """Who can fill a gap in the roster is told of it."""
    return _allow(member, member.role in (Role.CHIEF, Role.COMMANDER))


def may_hand_over(member: Member) -> Permission:
    """Whoever can be on duty hands over what he has when he goes."""
    return may_set_duty(member)


def may_take_over(member: Member, receiver_id: int | None) -> Permission:
    """Only the person named takes over (接班); to all others it does not exist."""
    if not member.is_active:
        return _no("disabled")
    return _YES if member.pk == receiver_id else _no("not_found")


def may_report_lost(member: Member, owner: OwnerScope) -> Permission:
    """Whose devices a member sees, and reports lost or found: his own, his station's as chief, those below as commander.

    An administrator answers for everybody's. To all others the device does not exist.
    """
    if not member.is_active:
        return _no("disabled")
    answers_for = {
        Role.CHIEF: owner.unit_id == member.unit_id,
        Role.COMMANDER: member.unit_id in {owner.unit_id, *owner.above},
        Role.ADMIN: True,
    }
    is_his = owner.member_id == member.pk
    return _YES if is_his or answers_for.get(Role(member.role), False) else _no("not_found")


def may_see_imports(member: Member) -> Permission:
    """Whoever may bring in files of some source sees how far they are."""
    return _allow(member, member.role in IMPORTING_ROLES)


def may_import(member: Member, owner: OwnerScope) -> Permission:
    """Files of a source are brought in by a commander or administrator of its unit or of one above it.

    To all others of these roles the source does not exist. `owner` is the source's unit, with no member.
    """
    if not (allowed := may_see_imports(member)):
        return allowed
    return _YES if member.unit_id in {owner.unit_id, *owner.above} else _no("not_found")


def may_train(member: Member, owner: OwnerScope) -> Permission:
    """A chief lets his own station practise, a commander any unit of his; to others such a unit does not exist."""
    if not member.is_active:
        return _no("disabled")
    if member.role not in (Role.CHIEF, Role.COMMANDER):
        return _no("not_allowed")
    reach = {owner.unit_id, *owner.above} if member.role == Role.COMMANDER else {owner.unit_id}
    return _YES if member.unit_id in reach else _no("not_found")


def may_see_follow_up(member: Member, owner: OwnerScope) -> Permission:
    """回访: whoever has it sees it, and so do those of its unit who see all cases there, and the commanders above."""
    if not member.is_active:
        return _no("disabled")
    if owner.member_id is not None and member.pk == owner.member_id:
        return _YES
    reach = {owner.unit_id, *owner.above} if member.role == Role.COMMANDER else {owner.unit_id}
    return _YES if member.role in UNIT_ROLES and member.unit_id in reach else _no("not_found")


def may_assign_follow_up(member: Member, owner: OwnerScope) -> Permission:
    """The chief gives it to one of his people, the operator to one of the district's callers, a commander either."""
    if not (seen := may_see_follow_up(member, owner)):
        return seen
    return _allow(member, member.role in (Role.CHIEF, Role.OPERATOR, Role.COMMANDER))


def may_take_follow_up(member: Member, unit_id: int, way: str) -> Permission:
    """Calls are for the operators of its district, visits for the officers and the chief of its station."""
    if not member.is_active:
        return _no("disabled")
    fits = member.role == Role.OPERATOR if way == "call" else member.role in (Role.OFFICER, Role.CHIEF)
    if not fits:
        return _no("wrong_track")
    return _YES if member.unit_id == unit_id else _no("other_station")


def may_see_editions(member: Member) -> Permission:
    """How the playbooks came to be as they are is for commanders and administrators."""
    return _allow(member, member.role in (Role.COMMANDER, Role.ADMIN))


def may_edit_playbooks(member: Member) -> Permission:
    """What the whole city says is decided by the city's commander and by administrators."""
    is_citys = member.role == Role.COMMANDER and member.unit.tier == Tier.CITY
    return _allow(member, is_citys or member.role == Role.ADMIN)


def may_see_look_backs(member: Member) -> Permission:
    """Who asks, and who is told what came of it."""
    return _allow(member, member.role in (Role.CHIEF, Role.OPERATOR, Role.COMMANDER))


def may_see_look_back_rates(member: Member) -> Permission:
    """How true the feedback of units is, is for commanders."""
    return _allow(member, member.role == Role.COMMANDER)


def may_check(member: Member, scope: LookBackScope) -> Permission:
    """The operators and the commander of the checking unit ask, and nobody about his own work; to others it does not exist."""
    if not member.is_active:
        return _no("disabled")
    if member.role not in (Role.OPERATOR, Role.COMMANDER) or member.unit_id != scope.checker_id:
        return _no("not_found")
    if scope.answered:
        return _no("look_back_over")
    return _no("own_work") if scope.worked_on_it else _YES


def may_answer_look_back(member: Member, scope: LookBackScope) -> Permission:
    """Whoever took it calls, sees the number and answers."""
    if not (checks := may_check(member, scope)):
        return checks
    return _YES if scope.taken_by_id == member.pk else _no("not_taken")


def may_give_back_look_back(member: Member, scope: LookBackScope) -> Permission:
    """Whoever took it gives it back; his commander does it for somebody who is away."""
    if not (checks := may_check(member, scope)):
        return checks
    return _YES if scope.taken_by_id == member.pk or member.role == Role.COMMANDER else _no("not_taken")


def may_object_to_look_back(member: Member, scope: LookBackScope) -> Permission:
    """Whoever leads the unit that was asked about objects once; before the result is in there is nothing for him."""
    if not member.is_active:
        return _no("disabled")
    leads = member.role in (Role.CHIEF, Role.COMMANDER) and member.unit_id == scope.unit_id
    if not (leads and scope.answered):
        return _no("not_found")
    return _no("objected_before") if scope.objected else _YES


def may_settle_look_back(member: Member, scope: LookBackScope) -> Permission:
    """The checking unit's commander decides on an objection (复核)."""
    if not member.is_active:
        return _no("disabled")
    if member.role != Role.COMMANDER or member.unit_id != scope.checker_id:
        return _no("not_found")
    return _YES if scope.objected and not scope.settled else _no("look_back_over")


def may_stand_outside(fact: str) -> Permission:
    """What a message outside the app may say: nothing by which a person is found, reached or known, and no amount."""
    return _YES if fact in OUTSIDE else _no("not_allowed")


def may_set_channels(member: Member, owner: OwnerScope) -> Permission:
    """Everybody sets his own ways of being told; a unit's are set by its commander, those above, and administrators.

    To all others of these roles the unit's do not exist. Its chief may look, not change: an address is a key to the outside.
    """
    if not member.is_active:
        return _no("disabled")
    if owner.member_id is not None:
        return _YES if owner.member_id == member.pk else _no("not_found")
    if member.role not in (Role.COMMANDER, Role.ADMIN):
        return _no("not_allowed")
    return _YES if member.unit_id in {owner.unit_id, *owner.above} else _no("not_found")


def may_see_channels(member: Member, owner: OwnerScope) -> Permission:
    """Who leads a unit sees which ways it has, and who of its people has none."""
    if not member.is_active:
        return _no("disabled")
    if member.role not in (Role.CHIEF, Role.COMMANDER, Role.ADMIN):
        return _no("not_allowed")
    return _YES if member.unit_id in {owner.unit_id, *owner.above} else _no("not_found")


_YES = Permission(allowed=True)


def _no(code: str) -> Permission:
    return Permission(allowed=False, code=code)


def _allow(member: Member, fits: bool) -> Permission:
    if not member.is_active:
        return _no("disabled")
    return _YES if fits else _no("not_allowed")


def _open_to(member: Member, scope: CaseScope) -> Permission:
    """An open case this member sees: what does not exist for him he hears nothing about."""
    if not (seen := may_see_case(member, scope)):
        return seen
    if scope.closed:
        return _no("case_closed")
    return _no("moved_on") if _only_reviews(member, scope) else _YES


def _only_reviews(member: Member, scope: CaseScope) -> bool:
    """He sees it for the transfer he has to review: it is another district's, and he leads it no longer."""
    return scope.reviewing_id == member.unit_id != scope.district_id
