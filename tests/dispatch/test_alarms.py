"""Alarms: told step by step until somebody goes, ended on record, and nobody hears more of them than he has to."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.actions import clear_drill
from backend.cases.alarm import Alarm
from backend.cases.casefile.story import story_of
from backend.cases.casefile.words import Voice
from backend.cases.models import Case
from backend.cases.queries import case_view
from backend.cases.receipts import mark_delivered
from backend.dispatch.alarms import look
from backend.live.models import Event
from backend.people.models import Member, Unit
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast, build_cast
from tests.live.verify import verify_live
from tests.together import together

pytestmark = pytest.mark.django_db
PLACE = {"latitude": 29.53, "longitude": 106.57, "accuracy": 12}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def later(seconds: float, since: datetime | None = None) -> datetime:
    return (since or timezone.now()) + timedelta(seconds=seconds)


def call(scene: Scene) -> Alarm:
    scene.send(scene.cast.officer, scene.made(scene.cast.officer, "help", inputs={"place": PLACE}))
    return Alarm.objects.get(kind="help", ended_at=None)


def arrive(scene: Scene, **inputs: Any) -> Alarm:
    scene.send(scene.cast.officer, scene.visited("travel", "arrived", **inputs))
    return Alarm.objects.get(kind="alive", ended_at=None)


def does(alarm: Alarm) -> list[list[str]]:
    alarm.refresh_from_db()
    return [step["does"] for step in alarm.told]


def rings(cast: Cast, member: Member) -> list[dict[str, Any]]:
    answer = cast.client(member).get("/api/alarms/")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["alarms"]
    return found


def take(cast: Cast, member: Member, alarm: Alarm) -> Any:
    return cast.client(member).post(f"/api/alarms/{alarm.pk}/take/")


def test_a_call_for_help_reaches_chief_and_colleagues_in_the_same_moment(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    assert does(alarm) == [["chief", "neighbours"]]
    assert set(alarm.asked()) == {cast.chief.pk, cast.officer2.pk, cast.officer3.pk}
    (told,) = Event.objects.filter(kind="escalated")
    assert (told.data["limit"], told.data["step"], told.data["members"]) == ("help", 1, alarm.asked())


def test_who_is_asked_sees_who_and_where_and_nothing_of_the_target(scene: Scene, cast: Cast) -> None:
    call(scene)
    (ring,) = rings(cast, cast.officer2)
    assert ring["alarm"]["member"]["name"] == cast.officer.name
    assert ring["alarm"]["member"]["phone"] == cast.officer.phone
    assert ring["place"] == PLACE
    assert ring["address"] == "南坪正街1号"
    assert "彭" not in str(ring)
    assert cast.client(cast.officer2).get(f"/api/cases/{scene.case.pk}/").status_code == 404


def test_it_rings_for_nobody_else_and_not_for_himself(scene: Scene, cast: Cast) -> None:
    call(scene)
    asked = {cast.chief, cast.officer2, cast.officer3}
    for member in cast.everyone():
        assert bool(rings(cast, member)) == (member in asked), member.username


def test_not_taken_it_goes_to_the_district_and_then_to_the_city(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    assert look(later(30)) == 0
    assert look(later(61)) == 1
    assert does(alarm)[1:] == [["district"]]
    assert look(later(61)) == 0
    assert look(later(181)) == 1
    assert does(alarm)[2:] == [["city"]]
    assert look(later(3600)) == 0
    assert rings(cast, cast.city_commander)


def test_an_hour_late_every_step_is_done_once_and_in_order(scene: Scene) -> None:
    alarm = call(scene)
    assert look(later(3600)) == 1
    assert does(alarm) == [["chief", "neighbours"], ["district"], ["city"]]
    assert look(later(3600)) == 0


def test_where_nobody_is_there_the_next_are_told_at_once(scene: Scene, cast: Cast) -> None:
    Member.objects.filter(unit=cast.nanping).exclude(pk=cast.officer.pk).update(is_active=False)
    alarm = call(scene)
    assert does(alarm) == [["district"]]


def test_who_takes_it_is_on_record_everybody_sees_who_goes_and_it_climbs_no_further(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    assert take(cast, cast.officer2, alarm).json()["taken_by"]["name"] == cast.officer2.name
    (ring,) = rings(cast, cast.officer3)
    assert ring["alarm"]["taken_by"]["name"] == cast.officer2.name
    shown = cast.client(cast.officer).get(f"/api/cases/{scene.case.pk}/").json()
    assert shown["alarms"][0]["taken_by"]["name"] == cast.officer2.name
    assert look(later(600)) == 0
    assert does(alarm) == [["chief", "neighbours"]]


def test_the_second_who_would_go_sees_who_was_quicker(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    take(cast, cast.chief, alarm)
    answer = take(cast, cast.officer2, alarm)
    assert (answer.status_code, answer.json()["taken_by"]["name"]) == (200, cast.chief.name)
    assert Event.objects.filter(kind="alarm_taken").count() == 1


def test_the_district_may_take_it_before_it_is_asked_and_nobody_else_can(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    for member in (cast.outsider, cast.operator_shapingba, cast.admin, cast.volunteer, cast.desk):
        assert take(cast, member, alarm).status_code == 404, member.username
    assert take(cast, cast.officer, alarm).status_code == 403
    assert take(cast, cast.operator, alarm).status_code == 200
    assert take(cast, cast.operator, Alarm(pk=10**9)).status_code == 404


def test_taken_and_then_silence_it_rings_again_from_the_first(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    take(cast, cast.officer2, alarm)
    assert look(later(1201)) == 1
    alarm.refresh_from_db()
    assert alarm.taken_by is None
    assert does(alarm) == [["chief", "neighbours"]] * 2


def test_who_goes_says_that_he_is_safe_and_it_ends_for_all(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    (refused,) = scene.send(cast.officer2, scene.made(cast.officer2, "safe"))
    assert refused.status == "invalid"
    take(cast, cast.officer2, alarm)
    (stored,) = scene.send(cast.officer2, scene.made(cast.officer2, "safe"))
    alarm.refresh_from_db()
    assert (stored.status, alarm.end, alarm.ended_by) == ("stored", "safe", cast.officer2)
    assert scene.case.standing["help_since"] is None
    assert rings(cast, cast.officer3) == []
    (other,) = scene.send(cast.officer2, scene.made(cast.officer2, "note", note="到了"))
    assert other.status == "invalid"


def test_a_call_by_mistake_is_taken_back_and_stays_on_record_as_one(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    scene.send(cast.officer, scene.made(cast.officer, "safe", reason="by_mistake"))
    alarm.refresh_from_db()
    assert (alarm.end, alarm.ended_by) == ("mistake", cast.officer)
    assert look(later(600)) == 0


def test_a_second_call_is_an_alarm_of_its_own(scene: Scene, cast: Cast) -> None:
    first = call(scene)
    scene.send(cast.officer, scene.made(cast.officer, "safe"))
    assert call(scene).pk != first.pk


def test_after_the_expected_end_he_is_reminded_then_chief_and_colleagues_then_the_centres(
    scene: Scene, cast: Cast
) -> None:
    alarm = arrive(scene)
    assert rings(cast, cast.chief) == []
    assert look(later(2390)) == 0
    assert look(later(2410)) == 1
    assert does(alarm) == [["self"]]
    assert alarm.asked() == [cast.officer.pk]
    assert rings(cast, cast.officer2) == []
    look(later(2400 + 181))
    assert does(alarm)[1:] == [["chief", "neighbours"]]
    assert rings(cast, cast.officer2)[0]["alarm"]["kind"] == "alive"
    look(later(2400 + 1300))
    assert does(alarm)[2:] == [["district"], ["city"]]


def test_a_sign_of_life_puts_it_off_and_ends_what_rang(scene: Scene, cast: Cast) -> None:
    alarm = arrive(scene)
    Alarm.objects.filter(pk=alarm.pk).update(since=timezone.now(), due_at=timezone.now())
    scene.case.reports.update(made_at=later(-2400), received_at=later(-2400))
    Case.objects.update(opened_at=later(-4000), graded_at=later(-4000))
    scene.case.refresh_from_db()
    scene.send(cast.operator, scene.made(cast.operator, "note", note="还没回"))
    look(later(200))
    alarm.refresh_from_db()
    assert (alarm.step, alarm.ended_at) == (2, None)
    scene.send(cast.officer, scene.made(cast.officer, "alive", inputs={"minutes": 20}))
    alarm.refresh_from_db()
    assert (alarm.end, alarm.ended_by) == ("sign", cast.officer)
    assert rings(cast, cast.officer2) == []
    assert look(later(1190)) == 0
    assert look(later(1210)) == 1


def test_the_end_of_the_visit_or_of_his_part_in_it_is_the_end_of_waiting(scene: Scene, cast: Cast) -> None:
    alarm = arrive(scene)
    scene.send(cast.officer, *scene.whole_visit()[1:])
    alarm.refresh_from_db()
    assert alarm.end == "over"
    assert look(later(9000)) == 0


def test_a_reassignment_shows_at_the_next_look(scene: Scene, cast: Cast) -> None:
    alarm = arrive(scene)
    cast.client(cast.chief).post(
        f"/api/cases/{scene.case.pk}/assign/",
        {"track": "visit", "member": cast.officer2.pk},
        content_type="application/json",
    )
    look(later(2410))
    alarm.refresh_from_db()
    assert (alarm.end, does(alarm)) == ("over", [])


def test_a_phone_that_confirms_the_reminder_is_not_dark(scene: Scene, cast: Cast) -> None:
    alarm = arrive(scene)
    heads = partial(lambda: dict(Unit.objects.values_list("pk", "stream_head")))
    mark_delivered(cast.officer, heads(), timezone.now())
    alarm.refresh_from_db()
    assert alarm.heard_at is None
    look(later(2410))
    mark_delivered(cast.officer, dict.fromkeys(heads(), 0), timezone.now())
    alarm.refresh_from_db()
    assert alarm.heard_at is None
    mark_delivered(cast.officer, heads(), timezone.now())
    shown = cast.client(cast.chief).get(f"/api/cases/{scene.case.pk}/").json()
    assert shown["alarms"][0]["heard_at"]


def test_a_drill_that_is_cleared_away_rings_no_more(scene: Scene, cast: Cast) -> None:
    Case.objects.update(drill=True)
    alarm = call(scene)
    clear_drill(scene.case.pk, cast.chief, timezone.now())
    look(later(61))
    alarm.refresh_from_db()
    assert alarm.end == "over"


def test_everybody_concerned_holds_the_same_as_a_fresh_start_at_every_step(scene: Scene, cast: Cast) -> None:
    heard = verify_live(cast.everyone(), partial(call, scene))
    assert {"chief", "officer2", "officer3", "officer", "operator", "commander"} <= heard.keys()
    # A colleague who does not see the case hears that he is asked, and no more than that.
    assert heard["officer2"] == ["escalated"]
    alarm = Alarm.objects.get(kind="help")
    heard = verify_live(cast.everyone(), partial(take, cast, cast.officer2, alarm))
    assert heard["officer3"] == ["alarm_taken"]
    done = partial(scene.send, cast.officer, scene.made(cast.officer, "safe"))
    assert verify_live(cast.everyone(), done)["officer3"] == ["alarm_ended"]
    assert "outsider" not in heard


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_of_two_who_would_go_at_once_one_has_it_and_two_clocks_do_each_step_once() -> None:
    scene = set_scene(build_cast())
    alarm = call(scene)
    together([partial(look, later(61)), partial(look, later(61))])
    assert does(alarm) == [["chief", "neighbours"], ["district"]]
    cast = scene.cast
    together([partial(take, cast, cast.officer2, alarm), partial(take, cast, cast.officer3, alarm)])
    assert Event.objects.filter(kind="alarm_taken").count() == 1


def test_the_case_file_says_whom_it_was_told_to_and_who_went(scene: Scene, cast: Cast) -> None:
    alarm = call(scene)
    take(cast, cast.officer2, alarm)
    scene.send(cast.officer, scene.made(cast.officer, "safe"), scene.made(cast.officer, "alive"))
    view = case_view(cast.chief, scene.case.pk)
    zh = [one.title for one in story_of(Voice("zh"), view)]
    assert zh == [
        "一键求援",
        "李建国求助，已告知所长、附近同事（3人）",
        "去接应李建国",
        "已安全",
        "报平安",
    ]
    assert "Goes to 李建国" in [one.title for one in story_of(Voice("en"), view)]
