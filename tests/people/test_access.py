"""Who may do what: every role against every relation to a case, and why not."""

from dataclasses import replace

import pytest

from backend.people import access
from backend.people.access import CaseScope, LookBackScope, OwnerScope, Permission
from backend.people.models import Member, Role
from backend.problems import WORDS, Refused

CITY, DISTRICT, STATION = 1, 2, 3
ELSEWHERE = 99
OPEN = CaseScope(city_id=CITY, district_id=DISTRICT, station_id=STATION)
CLOSED = replace(OPEN, closed=True)
UNROUTED = replace(OPEN, station_id=None)
SENT = replace(OPEN, assigned_open=True, assigned_ever=True)
RELIEVED = replace(OPEN, assigned_ever=True)
DONE = replace(OPEN, assigned_ever=True, done_by_member=True)


def somebody(role: Role, unit: int, *, is_active: bool = True) -> Member:
    return Member(role=role, unit_id=unit, is_active=is_active)


OFFICER = somebody(Role.OFFICER, STATION)
CHIEF = somebody(Role.CHIEF, STATION)
VOLUNTEER = somebody(Role.VOLUNTEER, STATION)
DESK = somebody(Role.DESK, STATION)
OPERATOR = somebody(Role.OPERATOR, DISTRICT)
COMMANDER = somebody(Role.COMMANDER, DISTRICT)
CITY_COMMANDER = somebody(Role.COMMANDER, CITY)
ADMIN = somebody(Role.ADMIN, CITY)
EVERYBODY = [OFFICER, CHIEF, VOLUNTEER, DESK, OPERATOR, COMMANDER, CITY_COMMANDER, ADMIN]
STRANGERS = [somebody(role, ELSEWHERE) for role in Role]


def those_with(people: list[Member], permissions: list[Permission]) -> list[Member]:
    return [member for member, permission in zip(people, permissions, strict=True) if permission]


@pytest.mark.parametrize(
    ("scope", "seen_by"),
    [
        (OPEN, [CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
        (CLOSED, [CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
        (UNROUTED, [OPERATOR, COMMANDER, CITY_COMMANDER]),
        (SENT, [OFFICER, CHIEF, VOLUNTEER, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
        (RELIEVED, [CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
        (DONE, [OFFICER, CHIEF, VOLUNTEER, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
        (replace(DONE, closed=True), [OFFICER, CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]),
    ],
)
def test_a_case_is_seen_by_those_who_work_it_or_answer_for_it(scope: CaseScope, seen_by: list[Member]) -> None:
    assert those_with(EVERYBODY, [access.may_see_case(m, scope) for m in EVERYBODY]) == seen_by


@pytest.mark.parametrize("scope", [OPEN, CLOSED, UNROUTED])
def test_for_a_stranger_the_case_does_not_exist(scope: CaseScope) -> None:
    for stranger in STRANGERS:
        for permission in every_case_permission(stranger, scope):
            assert not permission
            assert permission.code == "not_found"


def test_a_disabled_member_may_nothing() -> None:
    for member in EVERYBODY:
        gone = somebody(Role(member.role), member.unit_id, is_active=False)
        for permission in [*every_case_permission(gone, SENT), *every_plain_permission(gone)]:
            assert (permission.allowed, permission.code) == (False, "disabled")
        assert access.may_take(gone, SENT, "visit").code == "disabled"


def test_a_volunteer_and_an_administrator_get_the_least_of_a_target() -> None:
    assert those_with(EVERYBODY, [access.may_see_full_target(m) for m in EVERYBODY]) == [
        OFFICER,
        CHIEF,
        DESK,
        OPERATOR,
        COMMANDER,
        CITY_COMMANDER,
    ]


@pytest.mark.parametrize(
    ("track", "assigned_by"),
    [
        ("visit", [CHIEF, COMMANDER, CITY_COMMANDER]),
        ("call", [OPERATOR, COMMANDER, CITY_COMMANDER]),
        ("sail", [COMMANDER, CITY_COMMANDER]),
    ],
)
def test_the_chief_gives_out_visits_and_the_operator_calls(track: str, assigned_by: list[Member]) -> None:
    assert those_with(EVERYBODY, [access.may_assign(m, SENT, track) for m in EVERYBODY]) == assigned_by
    assert access.may_assign(OFFICER, SENT, track).code == "not_allowed"
    assert access.may_assign(CHIEF, CLOSED, track).code == "case_closed"


def test_calls_are_taken_by_the_district_and_visits_by_the_station() -> None:
    assert those_with(EVERYBODY, [access.may_take(m, OPEN, "visit") for m in EVERYBODY]) == [OFFICER, CHIEF, VOLUNTEER]
    assert those_with(EVERYBODY, [access.may_take(m, OPEN, "call") for m in EVERYBODY]) == [OPERATOR]
    assert access.may_take(OPERATOR, OPEN, "visit").code == "wrong_track"
    assert access.may_take(OFFICER, OPEN, "call").code == "wrong_track"
    assert access.may_take(OFFICER, OPEN, "sail").code == "wrong_track"
    assert access.may_take(somebody(Role.OFFICER, ELSEWHERE), OPEN, "visit").code == "other_station"
    assert access.may_take(somebody(Role.OPERATOR, ELSEWHERE), OPEN, "call").code == "other_station"
    assert access.may_take(OFFICER, UNROUTED, "visit").code == "other_station"
    assert access.may_take(OFFICER, CLOSED, "visit").code == "case_closed"


def test_a_case_is_routed_by_those_who_lead_it() -> None:
    assert those_with(EVERYBODY, [access.may_route(m, SENT) for m in EVERYBODY]) == [
        OPERATOR,
        COMMANDER,
        CITY_COMMANDER,
    ]
    assert access.may_route(DESK, OPEN).code == "not_allowed"
    assert access.may_route(OPERATOR, CLOSED).code == "case_closed"


def test_the_chief_hands_over_and_returns_and_says_why() -> None:
    for may in (access.may_transfer, access.may_return):
        assert those_with(EVERYBODY, [may(m, SENT) for m in EVERYBODY]) == [CHIEF]
        assert may(OPERATOR, OPEN).code == "not_allowed"
        assert may(CHIEF, CLOSED).code == "case_closed"


def test_what_came_before_a_case_is_seen_by_those_who_lead_it_closed_or_not() -> None:
    leaders = [CHIEF, OPERATOR, COMMANDER, CITY_COMMANDER]
    for scope in (SENT, replace(SENT, closed=True)):
        assert those_with(EVERYBODY, [access.may_see_earlier(m, scope) for m in EVERYBODY]) == leaders
    assert access.may_see_earlier(OFFICER, SENT).code == "not_allowed"


def test_cases_are_joined_and_split_by_those_who_lead_them() -> None:
    leaders = [CHIEF, OPERATOR, COMMANDER, CITY_COMMANDER]
    assert those_with(EVERYBODY, [access.may_join(m, SENT) for m in EVERYBODY]) == leaders
    assert access.may_join(DESK, OPEN).code == "not_allowed"
    assert access.may_join(CHIEF, CLOSED).code == "case_closed"


@pytest.mark.parametrize("scope", [OPEN, replace(OPEN, reviewing_id=DISTRICT), replace(CLOSED, reviewing_id=DISTRICT)])
def test_a_transfer_is_reviewed_by_the_commanders_above_the_giving_station(scope: CaseScope) -> None:
    allowed = those_with(EVERYBODY, [access.may_review_transfer(m, scope) for m in EVERYBODY])
    assert allowed == [COMMANDER, CITY_COMMANDER]
    assert access.may_review_transfer(OPERATOR, scope).code == "not_allowed"


def test_who_only_reviews_a_case_that_moved_on_sees_it_and_leads_it_no_longer() -> None:
    moved = replace(OPEN, district_id=ELSEWHERE, station_id=ELSEWHERE, reviewing_id=DISTRICT)
    assert access.may_see_case(COMMANDER, moved)
    assert access.may_review_transfer(COMMANDER, moved)
    assert not access.may_see_case(OPERATOR, moved)
    for forbidden in (
        access.may_route(COMMANDER, moved),
        access.may_assign(COMMANDER, moved, "visit"),
        access.may_join(COMMANDER, moved),
        access.may_sign(COMMANDER, moved),
        access.may_transfer(COMMANDER, moved),
        access.may_print_case(COMMANDER, moved),
        access.may_print_case(COMMANDER, replace(moved, closed=True)),
    ):
        assert forbidden.code in ("moved_on", "not_allowed")
    assert access.may_print_case(COMMANDER, moved).code == "moved_on"
    assert access.may_print_case(CITY_COMMANDER, moved)
    assert not access.may_review_transfer(somebody(Role.COMMANDER, ELSEWHERE), moved)
    assert access.may_route(somebody(Role.COMMANDER, ELSEWHERE), moved)


def test_the_chief_signs_and_without_a_station_the_commander() -> None:
    assert those_with(EVERYBODY, [access.may_sign(m, SENT) for m in EVERYBODY]) == [CHIEF]
    assert those_with(EVERYBODY, [access.may_sign(m, UNROUTED) for m in EVERYBODY]) == [COMMANDER, CITY_COMMANDER]
    assert access.may_sign(CHIEF, CLOSED).code == "case_closed"
    assert access.may_sign(OPERATOR, OPEN).code == "not_allowed"


def test_a_case_is_printed_by_who_sees_all_cases_of_the_unit_and_by_the_officer_who_has_done_it() -> None:
    unit = [CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]
    assert those_with(EVERYBODY, [access.may_print_case(m, SENT) for m in EVERYBODY]) == unit
    assert those_with(EVERYBODY, [access.may_print_case(m, DONE) for m in EVERYBODY]) == [OFFICER, *unit]
    assert access.may_print_case(OFFICER, SENT).code == "not_allowed"
    assert access.may_print_case(VOLUNTEER, DONE).code == "not_allowed"


def test_whoever_was_ever_sent_may_report_however_late() -> None:
    late = replace(RELIEVED, closed=True)
    assert all(access.may_report(member, late) for member in [OFFICER, VOLUNTEER])
    assert access.may_report(CHIEF, OPEN)
    assert access.may_report(OFFICER, OPEN).code == "not_found"


def test_who_saw_a_case_of_his_unit_may_report_when_it_is_anothers() -> None:
    moved = replace(OPEN, district_id=97, station_id=98, city_id=99)
    assert not any(access.may_report(member, moved) for member in EVERYBODY)
    told = [access.may_report(member, replace(moved, units_ever=True)) for member in EVERYBODY]
    assert those_with(EVERYBODY, told) == [m for m in EVERYBODY if m.role in access.UNIT_ROLES]


def test_what_each_role_may_without_a_case() -> None:
    assert those_with(EVERYBODY, [access.may_take_call(m) for m in EVERYBODY]) == [OPERATOR]
    assert those_with(EVERYBODY, [access.may_set_duty(m) for m in EVERYBODY]) == EVERYBODY[:-1]
    assert those_with(EVERYBODY, [access.may_see_members(m) for m in EVERYBODY]) == [
        CHIEF,
        OPERATOR,
        COMMANDER,
        CITY_COMMANDER,
        ADMIN,
    ]
    assert those_with(EVERYBODY, [access.may_see_area(m) for m in EVERYBODY]) == [
        CHIEF,
        OPERATOR,
        COMMANDER,
        CITY_COMMANDER,
    ]
    assert access.may_take_call(OFFICER).code == "not_allowed"


def owner(member_id: int, unit: int, *above: int) -> OwnerScope:
    return OwnerScope(member_id=member_id, unit_id=unit, above=frozenset(above))


@pytest.mark.parametrize(
    ("whose", "reported_by"),
    [
        (owner(7, STATION, DISTRICT, CITY), [CHIEF, COMMANDER, CITY_COMMANDER, ADMIN]),
        (owner(7, DISTRICT, CITY), [COMMANDER, CITY_COMMANDER, ADMIN]),
        (owner(7, CITY), [CITY_COMMANDER, ADMIN]),
        (owner(7, ELSEWHERE, CITY), [CITY_COMMANDER, ADMIN]),
        (owner(7, ELSEWHERE), [ADMIN]),
    ],
)
def test_a_lost_device_is_reported_by_those_who_answer_for_its_owner(
    whose: OwnerScope, reported_by: list[Member]
) -> None:
    assert those_with(EVERYBODY, [access.may_report_lost(m, whose) for m in EVERYBODY]) == reported_by
    assert access.may_report_lost(OFFICER, whose).code == "not_found"


@pytest.mark.parametrize(
    ("whose", "seen_by", "given_by"),
    [
        (
            owner(7, STATION, DISTRICT, CITY),
            [CHIEF, DESK, COMMANDER, CITY_COMMANDER],
            [CHIEF, COMMANDER, CITY_COMMANDER],
        ),
        (owner(7, DISTRICT, CITY), [OPERATOR, COMMANDER, CITY_COMMANDER], [OPERATOR, COMMANDER, CITY_COMMANDER]),
        (owner(7, ELSEWHERE), [], []),
        (OwnerScope(member_id=None, unit_id=ELSEWHERE), [], []),
    ],
)
def test_a_follow_up_is_seen_by_its_unit_and_given_out_by_those_who_lead_it(
    whose: OwnerScope, seen_by: list[Member], given_by: list[Member]
) -> None:
    assert those_with(EVERYBODY, [access.may_see_follow_up(m, whose) for m in EVERYBODY]) == seen_by
    assert those_with(EVERYBODY, [access.may_assign_follow_up(m, whose) for m in EVERYBODY]) == given_by
    assert access.may_see_follow_up(OFFICER, whose).code == "not_found"
    assert access.may_assign_follow_up(VOLUNTEER, whose).code == "not_found"


def test_whoever_has_a_follow_up_sees_it_and_gives_it_to_nobody() -> None:
    member = Member(pk=7, role=Role.OFFICER, unit_id=STATION, is_active=True)
    assert access.may_see_follow_up(member, owner(7, STATION))
    assert access.may_assign_follow_up(member, owner(7, STATION)).code == "not_allowed"
    member.is_active = False
    assert access.may_see_follow_up(member, owner(7, STATION)).code == "disabled"
    assert access.may_take_follow_up(member, STATION, "visit").code == "disabled"


def test_a_follow_up_by_phone_is_for_operators_and_one_in_person_for_the_station() -> None:
    assert those_with(EVERYBODY, [access.may_take_follow_up(m, DISTRICT, "call") for m in EVERYBODY]) == [OPERATOR]
    assert those_with(EVERYBODY, [access.may_take_follow_up(m, STATION, "visit") for m in EVERYBODY]) == [
        OFFICER,
        CHIEF,
    ]
    assert access.may_take_follow_up(VOLUNTEER, STATION, "visit").code == "wrong_track"
    assert access.may_take_follow_up(OFFICER, ELSEWHERE, "visit").code == "other_station"


def test_everybody_reports_his_own_device_lost() -> None:
    for role in Role:
        member = Member(pk=7, role=role, unit_id=STATION, is_active=True)
        assert access.may_report_lost(member, owner(7, STATION, DISTRICT, CITY))
        member.is_active = False
        assert access.may_report_lost(member, owner(7, STATION)).code == "disabled"


def test_a_no_is_raised_with_a_code_that_has_words() -> None:
    access.check(access.may_sign(CHIEF, OPEN))
    with pytest.raises(Refused) as refused:
        access.check(access.may_sign(OPERATOR, OPEN))
    assert refused.value.code == "not_allowed"
    assert refused.value.code in WORDS


ASKED = LookBackScope(unit_id=STATION, checker_id=ELSEWHERE)
ASKERS = [somebody(Role.OPERATOR, ELSEWHERE), somebody(Role.COMMANDER, ELSEWHERE)]


def test_another_units_operators_and_commander_look_back_and_nobody_at_his_own_work() -> None:
    assert those_with([*EVERYBODY, *STRANGERS], [access.may_check(m, ASKED) for m in [*EVERYBODY, *STRANGERS]]) == [
        each for each in STRANGERS if each.role in (Role.OPERATOR, Role.COMMANDER)
    ]
    assert access.may_check(CHIEF, ASKED).code == "not_found"
    assert access.may_check(ASKERS[0], replace(ASKED, worked_on_it=True)).code == "own_work"
    assert access.may_check(ASKERS[0], replace(ASKED, answered=True)).code == "look_back_over"


def test_a_look_back_is_answered_by_who_took_it_and_given_back_by_him_or_his_commander() -> None:
    operator, commander = Member(pk=7, role=Role.OPERATOR, unit_id=ELSEWHERE), ASKERS[1]
    taken = replace(ASKED, taken_by_id=7)
    assert access.may_answer_look_back(operator, taken)
    assert access.may_give_back_look_back(operator, taken)
    assert access.may_answer_look_back(commander, taken).code == "not_taken"
    assert access.may_give_back_look_back(commander, taken)
    assert access.may_give_back_look_back(ASKERS[0], taken).code == "not_taken"
    for may in (access.may_answer_look_back, access.may_give_back_look_back):
        assert may(CHIEF, taken).code == "not_found"


def test_the_unit_objects_once_when_the_result_is_in_and_the_checking_commander_decides() -> None:
    answered = replace(ASKED, answered=True)
    assert those_with(EVERYBODY, [access.may_object_to_look_back(m, answered) for m in EVERYBODY]) == [CHIEF]
    assert access.may_object_to_look_back(CHIEF, ASKED).code == "not_found"
    objected = replace(answered, objected=True)
    assert access.may_object_to_look_back(CHIEF, objected).code == "objected_before"
    assert those_with(ASKERS, [access.may_settle_look_back(m, objected) for m in ASKERS]) == ASKERS[1:]
    assert access.may_settle_look_back(ASKERS[1], answered).code == "look_back_over"
    assert access.may_settle_look_back(ASKERS[1], replace(objected, settled=True)).code == "look_back_over"
    assert access.may_settle_look_back(COMMANDER, objected).code == "not_found"


def test_look_backs_are_for_those_who_lead_and_rates_for_commanders() -> None:
    leaders = [CHIEF, OPERATOR, COMMANDER, CITY_COMMANDER]
    assert those_with(EVERYBODY, [access.may_see_look_backs(m) for m in EVERYBODY]) == leaders
    assert those_with(EVERYBODY, [access.may_see_look_back_rates(m) for m in EVERYBODY]) == leaders[2:]
    gone = somebody(Role.COMMANDER, ELSEWHERE, is_active=False)
    for may in (access.may_check, access.may_object_to_look_back, access.may_settle_look_back):
        assert may(gone, ASKED).code == "disabled"


def every_case_permission(member: Member, scope: CaseScope) -> list[Permission]:
    return [
        access.may_see_case(member, scope),
        access.may_assign(member, scope, "visit"),
        access.may_assign(member, scope, "call"),
        access.may_route(member, scope),
        access.may_transfer(member, scope),
        access.may_review_transfer(member, scope),
        access.may_return(member, scope),
        access.may_join(member, scope),
        access.may_see_earlier(member, scope),
        access.may_pause(member, scope),
        access.may_sign(member, scope),
        access.may_print_case(member, scope),
        access.may_report(member, scope),
    ]


def every_plain_permission(member: Member) -> list[Permission]:
    return [
        access.may_see_full_target(member),
        access.may_take_call(member),
        access.may_see_members(member),
        access.may_set_duty(member),
        access.may_hand_over(member),
        access.may_take_over(member, member.pk),
        access.may_see_roster(member, OwnerScope(None, member.unit_id)),
        access.may_set_roster(member, OwnerScope(None, member.unit_id)),
    ]


def test_the_time_of_a_case_is_stopped_by_its_chief_or_a_commander() -> None:
    permissions = [access.may_pause(member, SENT) for member in EVERYBODY]
    assert those_with(EVERYBODY, permissions) == [CHIEF, COMMANDER, CITY_COMMANDER]


@pytest.mark.parametrize(
    ("owner", "seen_by", "set_by"),
    [
        (
            OwnerScope(None, STATION, frozenset({DISTRICT, CITY})),
            [OFFICER, CHIEF, VOLUNTEER, DESK, COMMANDER, CITY_COMMANDER],
            [CHIEF, COMMANDER, CITY_COMMANDER],
        ),
        (
            OwnerScope(None, DISTRICT, frozenset({CITY})),
            [OPERATOR, COMMANDER, CITY_COMMANDER],
            [COMMANDER, CITY_COMMANDER],
        ),
        (OwnerScope(None, ELSEWHERE), [], []),
    ],
)
def test_a_roster_is_seen_by_its_unit_and_set_by_who_leads_it(
    owner: OwnerScope, seen_by: list[Member], set_by: list[Member]
) -> None:
    assert those_with(EVERYBODY, [access.may_see_roster(member, owner) for member in EVERYBODY]) == seen_by
    assert those_with(EVERYBODY, [access.may_set_roster(member, owner) for member in EVERYBODY]) == set_by


def test_gaps_are_told_to_who_can_fill_them() -> None:
    assert those_with(EVERYBODY, [access.may_see_gaps(member) for member in EVERYBODY]) == [
        CHIEF,
        COMMANDER,
        CITY_COMMANDER,
    ]


def test_only_the_person_named_takes_over() -> None:
    receiver = Member(pk=7, role=Role.OFFICER, unit_id=STATION)
    assert access.may_take_over(receiver, 7)
    assert access.may_take_over(receiver, 8).code == "not_found"


@pytest.mark.parametrize(
    ("owner", "allowed"),
    [
        (OwnerScope(None, STATION, frozenset({DISTRICT, CITY})), [CHIEF, COMMANDER, CITY_COMMANDER]),
        (OwnerScope(None, DISTRICT, frozenset({CITY})), [COMMANDER, CITY_COMMANDER]),
        (OwnerScope(None, ELSEWHERE), []),
    ],
)
def test_a_unit_practises_when_its_chief_or_a_commander_above_says_so(owner: OwnerScope, allowed: list[Member]) -> None:
    permissions = [access.may_train(member, owner) for member in EVERYBODY]
    assert those_with(EVERYBODY, permissions) == allowed
    assert access.may_train(CHIEF, OwnerScope(None, ELSEWHERE)).code == "not_found"
    assert access.may_train(OFFICER, owner).code == "not_allowed"
    assert access.may_train(somebody(Role.CHIEF, STATION, is_active=False), owner).code == "disabled"


@pytest.mark.parametrize(
    ("owner", "allowed"),
    [
        (OwnerScope(None, STATION, frozenset({DISTRICT, CITY})), [COMMANDER, CITY_COMMANDER, ADMIN]),
        (OwnerScope(None, DISTRICT, frozenset({CITY})), [COMMANDER, CITY_COMMANDER, ADMIN]),
        (OwnerScope(None, CITY), [CITY_COMMANDER, ADMIN]),
        (OwnerScope(None, ELSEWHERE), []),
    ],
)
def test_files_of_a_source_are_imported_by_who_leads_its_unit(owner: OwnerScope, allowed: list[Member]) -> None:
    permissions = [access.may_import(member, owner) for member in EVERYBODY]
    assert those_with(EVERYBODY, permissions) == allowed
    for member, permission in zip(EVERYBODY, permissions, strict=True):
        leads = member.role in (Role.COMMANDER, Role.ADMIN)
        assert permission or permission.code == ("not_found" if leads else "not_allowed")
        assert bool(access.may_see_imports(member)) == leads
    assert access.may_import(somebody(Role.ADMIN, CITY, is_active=False), owner).code == "disabled"


@pytest.mark.parametrize("fact", ["name", "phone", "address", "id_number", "amount", "member", "note", ""])
def test_nothing_by_which_a_person_is_known_stands_outside(fact: str) -> None:
    assert access.may_stand_outside(fact).code == "not_allowed"


@pytest.mark.parametrize("fact", ["level", "tail", "unit", "type", "count"])
def test_level_tail_unit_and_type_may_stand_outside(fact: str) -> None:
    assert access.may_stand_outside(fact)


def test_everybody_sets_his_own_ways_of_being_told_and_nobody_elses() -> None:
    mine = Member(pk=7, role=Role.OFFICER, unit_id=STATION, is_active=True)
    assert access.may_set_channels(mine, OwnerScope(member_id=7, unit_id=STATION))
    assert access.may_set_channels(mine, OwnerScope(member_id=8, unit_id=STATION)).code == "not_found"
    mine.is_active = False
    assert access.may_set_channels(mine, OwnerScope(member_id=7, unit_id=STATION)).code == "disabled"


def test_a_units_ways_are_set_by_commander_and_administrator_from_above() -> None:
    station = OwnerScope(member_id=None, unit_id=STATION, above=frozenset({DISTRICT, CITY}))
    permissions = [access.may_set_channels(each, station) for each in EVERYBODY]
    assert those_with(EVERYBODY, permissions) == [COMMANDER, CITY_COMMANDER, ADMIN]
    stranger = somebody(Role.COMMANDER, ELSEWHERE)
    assert access.may_set_channels(stranger, station).code == "not_found"


def test_who_leads_a_unit_sees_its_ways() -> None:
    station = OwnerScope(member_id=None, unit_id=STATION, above=frozenset({DISTRICT, CITY}))
    permissions = [access.may_see_channels(each, station) for each in EVERYBODY]
    assert those_with(EVERYBODY, permissions) == [CHIEF, COMMANDER, CITY_COMMANDER, ADMIN]
    assert access.may_see_channels(somebody(Role.CHIEF, ELSEWHERE), station).code == "not_found"
    assert access.may_see_channels(somebody(Role.CHIEF, STATION, is_active=False), station).code == "disabled"


def test_whoever_is_asked_or_leads_the_case_may_go_to_a_member_in_danger() -> None:
    def may(member: Member, scope: CaseScope = OPEN, *, asked: bool = False) -> Permission:
        return access.may_take_alarm(member, scope, is_asked=asked, is_about_him=False)

    assert those_with(EVERYBODY, [may(m) for m in EVERYBODY]) == [CHIEF, DESK, OPERATOR, COMMANDER, CITY_COMMANDER]
    assert may(OFFICER, asked=True)
    assert may(VOLUNTEER).code == "not_found"
    assert may(somebody(Role.OFFICER, STATION, is_active=False), asked=True).code == "disabled"


def test_nobody_goes_to_himself() -> None:
    assert access.may_take_alarm(OFFICER, SENT, is_asked=False, is_about_him=True).code == "not_allowed"


def test_whoever_goes_there_may_say_that_he_is_safe() -> None:
    assert not access.may_report(OFFICER, OPEN)
    assert access.may_report(OFFICER, replace(OPEN, goes_there=True))
