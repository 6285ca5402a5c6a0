"""Rosters: who may see and set them, what the clock makes of them, exceptions, last week once more, and gaps."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.live.models import Event
from backend.people.actions import set_duty
from backend.people.models import Device, Member
from backend.people.roster import DutyTurn, Post, RosterChange, Shift
from backend.people.roster_actions import copy_week, place, set_following, set_week
from backend.people.roster_views import gaps_seen, week_of
from backend.people.roster_wire import ChangeShape, PlaceIn
from backend.people.turning import look
from backend.problems import Refused
from tests.cast import Cast
from tests.people.duty import FRIDAY, THURSDAY, at, set_roster

pytestmark = pytest.mark.django_db
SHIFT = {"name": "白班", "start": 480, "end": 1080, "weekdays": [0, 1, 2, 3, 4], "least": 1}


def is_on(member: Member) -> bool:
    return Member.objects.get(pk=member.pk).on_duty


def on_day(shift: Shift, member: Member, *, on: bool, **more: object) -> PlaceIn:
    return PlaceIn.model_validate({"shift": shift.pk, "day": THURSDAY, "member": member.pk, "on": on} | more)


def test_at_the_change_of_shifts_duty_follows_the_roster_and_is_told_once(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    look(at("09:00"))
    assert (is_on(cast.officer), is_on(cast.officer2)) == (True, True)
    look(at("18:00"))
    assert (is_on(cast.officer), is_on(cast.officer2)) == (False, True)
    event = Event.objects.get(kind="duty_changed")
    assert (event.by, event.data) == (None, {"member": cast.officer.pk, "on_duty": False})
    assert look(at("18:00:01")) == 0
    look(at("08:00", FRIDAY))
    assert (is_on(cast.officer), is_on(cast.officer2)) == (True, False)


def test_whoever_is_not_in_the_roster_stays_as_he_set_himself(cast: Cast) -> None:
    set_duty(cast.officer3, on_duty=False, now=at("08:30"))
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    for clock in ("09:00", "18:00", "23:00"):
        look(at(clock))
    assert (is_on(cast.officer3), is_on(cast.chief)) == (False, True)


def test_what_is_set_by_hand_lasts_until_the_shift_ends(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    look(at("09:00"))
    set_duty(cast.officer, on_duty=False, now=at("10:00"))
    look(at("17:59"))
    assert not is_on(cast.officer)
    look(at("18:00"))
    set_duty(Member.objects.get(pk=cast.officer.pk), on_duty=True, now=at("20:00"))
    look(at("07:00", FRIDAY))
    assert is_on(cast.officer)


def test_a_clock_that_is_late_goes_by_the_present(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    look(at("19:00", FRIDAY))
    assert (is_on(cast.officer), is_on(cast.officer2)) == (False, True)


def test_a_unit_that_goes_by_hand_is_left_alone(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    set_following(cast.chief, "", False, at("09:30"))
    assert not DutyTurn.objects.exists()
    look(at("18:30"))
    assert is_on(cast.officer)


def test_a_disabled_member_is_nobodys_turn(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    Member.objects.filter(pk=cast.officer.pk).update(is_active=False)
    look(at("18:00"))
    assert not DutyTurn.objects.filter(pk=cast.officer.pk).exists()


def test_somebody_put_into_the_running_shift_is_on_at_once_and_taken_out_off(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("09:00"))
    look(at("09:00"))
    set_duty(cast.officer3, on_duty=False, now=at("09:10"))
    place(cast.chief, on_day(day, cast.officer3, on=True), at("09:30"))
    look(at("09:30"))
    assert is_on(cast.officer3)
    place(cast.chief, on_day(day, cast.officer3, on=False), at("09:40"))
    look(at("09:40"))
    assert not RosterChange.objects.exists()


def test_one_comes_instead_of_another_on_one_day(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    said = on_day(day, cast.officer3, on=True, instead_of=cast.officer.pk)
    for _ in range(2):
        place(cast.chief, said, at("07:30"))
    turn = week_of(cast.chief, cast.nanping, THURSDAY, at("07:30")).turns
    today = next(each for each in turn if each.day == THURSDAY and each.shift == day.pk)
    assert [(each.member, each.instead_of) for each in today.people] == [(cast.officer3.pk, cast.officer.pk)]
    assert today.away == [cast.officer.pk]
    place(cast.chief, on_day(day, cast.officer, on=True), at("07:40"))
    place(cast.chief, on_day(day, cast.officer3, on=False), at("07:40"))
    assert not RosterChange.objects.exists()


def test_every_week_changes_the_pattern(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    said = on_day(day, cast.officer3, on=True, every_week=True, instead_of=cast.officer.pk)
    place(cast.chief, said, at("07:30"))
    thursdays = Post.objects.filter(shift=day, weekday=3)
    assert list(thursdays.values_list("member", flat=True)) == [cast.officer3.pk]
    place(cast.chief, on_day(day, cast.officer3, on=False, every_week=True), at("07:30"))
    assert not thursdays.exists()


def test_a_week_is_copied_with_its_exceptions_and_undone(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    now = at("07:30")
    place(cast.chief, on_day(day, cast.officer3, on=True, instead_of=cast.officer.pk), now)
    next_week = THURSDAY + timedelta(days=7)
    before = week_of(cast.chief, cast.nanping, next_week, now).changes
    for _ in range(2):
        copy_week(cast.chief, "", next_week, now)
    copied = week_of(cast.chief, cast.nanping, next_week, now)
    found = next(each for each in copied.turns if each.day == next_week and each.shift == day.pk)
    assert [each.member for each in found.people] == [cast.officer3.pk]
    set_week(cast.chief, "", next_week, before, now)
    assert week_of(cast.chief, cast.nanping, next_week, now).changes == []


@pytest.mark.parametrize("what", ["day", "stranger", "shift"])
def test_a_week_holds_nothing_that_is_not_its_own(cast: Cast, what: str) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    wrong = {"day": FRIDAY + timedelta(days=9)} if what == "day" else {"on": cast.outsider.pk}
    fits = {"shift": day.pk, "day": THURSDAY, "on": cast.officer3.pk}
    change = ChangeShape.model_validate(fits | ({"shift": day.pk + 99} if what == "shift" else wrong))
    with pytest.raises(Refused, match="bad_input"):
        set_week(cast.chief, "", THURSDAY, [change], at("07:30"))


def test_a_shift_is_made_changed_retired_and_brought_back(cast: Cast) -> None:
    client = cast.client(cast.chief)

    def post(body: object) -> dict[str, object]:
        return dict(client.post("/api/roster/shifts/", body, content_type="application/json").json())

    week = post(SHIFT)
    assert [each["name"] for each in week["shifts"]] == ["白班"]  # type: ignore[attr-defined]
    assert post(SHIFT)["code"] == "bad_input"
    shift = Shift.objects.get()
    post(SHIFT | {"id": shift.pk, "end": 1140})
    shift.refresh_from_db()
    assert shift.end == 1140
    assert client.delete(f"/api/roster/shifts/{shift.pk}/").json()["shifts"] == []
    assert len(client.post(f"/api/roster/shifts/{shift.pk}/").json()["shifts"]) == 1
    assert cast.client(cast.chief_yubei).delete(f"/api/roster/shifts/{shift.pk}/").status_code == 404


def test_everybody_sees_his_own_units_roster_and_only_chief_and_commander_set_it(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    code = cast.nanping.code
    seen = {
        member.username: cast.client(member).get(f"/api/roster/?unit={code}").status_code for member in cast.everyone()
    }
    assert {name for name, status in seen.items() if status == 200} == {
        "officer", "officer2", "officer3", "chief", "commander", "city-commander",
    }  # fmt: skip
    said = {"shift": day.pk, "day": str(THURSDAY), "member": cast.officer3.pk, "on": True}
    answers = {
        member.username: cast.client(member)
        .post("/api/roster/place/", said, content_type="application/json")
        .status_code
        for member in (cast.officer, cast.chief, cast.commander, cast.city_commander, cast.chief_yubei, cast.operator)
    }
    assert answers == {
        "officer": 403, "chief": 200, "commander": 200, "city-commander": 200, "chief-yubei": 404, "operator": 404,
    }  # fmt: skip


def test_nobody_of_another_unit_is_put_into_a_shift(cast: Cast) -> None:
    day, _ = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    with pytest.raises(Refused, match="bad_input"):
        place(cast.chief, on_day(day, cast.outsider, on=True), at("07:30"))


def test_a_day_that_is_none_is_named(cast: Cast) -> None:
    answer = cast.client(cast.chief).get("/api/roster/?day=morgen")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (400, "day")


def test_gaps_are_known_before_the_shift(cast: Cast) -> None:
    _, night = set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    now = at("09:00")
    Device.objects.create(id=uuid4(), member=cast.officer, label="", seen_at=now - timedelta(days=1))
    Device.objects.create(id=uuid4(), member=cast.officer2, label="", seen_at=now - timedelta(days=30))
    gaps = gaps_seen(cast.chief, now)
    assert [(gap.shift, gap.kind, gap.name) for gap in gaps.gaps] == [("夜班", "unreachable", "王晓燕")]
    place(cast.chief, on_day(night, cast.officer2, on=False), now)
    assert [(gap.shift, gap.kind) for gap in gaps_seen(cast.commander, now).gaps] == [("夜班", "empty")]
    assert gaps_seen(cast.chief_yubei, now).gaps == []
    night.refresh_from_db()
    Shift.objects.filter(pk=night.pk).update(least=2)
    place(cast.chief, on_day(night, cast.officer, on=True), now)
    assert [(gap.shift, gap.kind) for gap in gaps_seen(cast.chief, now).gaps] == [("夜班", "short")]


def test_gaps_are_for_those_who_can_fill_them(cast: Cast) -> None:
    assert cast.client(cast.officer).get("/api/roster/gaps/").status_code == 403
    assert cast.client(cast.chief).get("/api/roster/gaps/").json() == {"hours": 12, "gaps": []}


def test_a_lost_phone_reaches_nobody(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, timezone.now())
    Device.objects.create(id=uuid4(), member=cast.officer, label="", seen_at=timezone.now(), lost_at=timezone.now())
    week = cast.client(cast.chief).get("/api/roster/").json()
    assert not any(person["is_reachable"] for person in week["people"])


def test_who_is_to_be_in_two_places_at_once_is_marked(cast: Cast) -> None:
    set_roster(cast.nanping, cast.officer, cast.officer2, at("07:00"))
    late = Shift.objects.create(unit=cast.nanping, name="中班", start=960, end=1320, weekdays=[3])
    Post.objects.create(shift=late, weekday=3, member=cast.officer)
    clashes = week_of(cast.chief, cast.nanping, THURSDAY, at("07:30")).clashes
    assert [(each.shift, each.day, each.on) for each in clashes] == [(late.pk, THURSDAY, cast.officer.pk)]
