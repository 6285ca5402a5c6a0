"""Follow-ups: planned when a case is closed, given to whoever was there, answered, tried again, raised; never in a drill."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from backend import clock
from backend.cases.actions import sign
from backend.cases.follow_up import FollowUp
from backend.cases.following import plan
from backend.cases.models import Case
from backend.cases.queries import case_view
from backend.dispatch.follow_up_queries import visible
from backend.dispatch.follow_ups import assign_follow_up, look
from backend.intake import found_again
from backend.live.events import Signed
from backend.live.models import Event
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.times import BEIJING
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast, build_cast
from tests.live.verify import verify_live
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return closed_scene(cast)


def closed_scene(cast: Cast) -> Scene:
    """彭先生's case, critical, persuaded at his door by 李建国, signed."""
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit())
    sign(cast.chief, str(scene.case.pk), timezone.now())
    scene.case.refresh_from_db()
    return scene


def after(days: float = 0, hours: float = 0) -> datetime:
    return timezone.now() + timedelta(days=days, hours=hours)


def first(scene: Scene) -> FollowUp:
    return scene.case.follow_ups.select_related("member", "unit", "case").get(step=1)


def opened(scene: Scene) -> FollowUp:
    assert look(after(days=4)) == 1
    return first(scene)


def told(scene: Scene, member: Member, row: FollowUp, *, at: datetime | None = None, **said: Any) -> Any:
    given = {"id": row.pk, "reached": True, "believes": "yes", "in_contact": "no", "paid": "no"} | said
    made = scene.made(member, "follow_up", inputs={"follow_up": given}, note="孩子在家")
    (result,) = scene.send(member, made, now=at)
    return result


def listed(cast: Cast, member: Member, path: str = "") -> dict[str, Any]:
    answer = cast.client(member).get(f"/api/follow-ups/{path}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_closing_a_grave_case_plans_a_visit_in_days_and_a_call_in_weeks(scene: Scene, cast: Cast) -> None:
    visit, call = scene.case.follow_ups.select_related("unit").order_by("step")
    assert [(one.rule, one.track, one.unit, one.state) for one in (visit, call)] == [
        ("grave", "visit", cast.nanping, "planned"),
        ("grave", "call", cast.nanan, "planned"),
    ]
    assert [f"{one.due_at.astimezone(BEIJING):%H:%M}" for one in (visit, call)] == ["09:00", "09:00"]
    assert (visit.due_at - timezone.now()).days in (2, 3)
    assert look(timezone.now()) == 0
    assert listed(cast, cast.chief)["counts"] == {"due": 0, "late": 0, "done": 0}


def test_a_drill_is_followed_up_by_nobody(cast: Cast) -> None:
    scene = set_scene(cast)
    Case.objects.update(drill=True)
    scene.send(cast.officer, *scene.whole_visit())
    sign(cast.chief, str(scene.case.pk), timezone.now())
    assert FollowUp.objects.count() == 0


def test_a_case_that_did_not_match_needs_none_and_one_without_a_station_is_called(cast: Cast) -> None:
    scene = set_scene(cast)
    scene.send(cast.officer, *scene.whole_visit("mismatch"))
    sign(cast.chief, str(scene.case.pk), timezone.now())
    assert FollowUp.objects.count() == 0
    Case.objects.update(station=None)
    Case.objects.get().decisions.all().delete()
    scene.case.standing["outcome"]["code"] = "persuaded"
    Case.objects.update(standing=scene.case.standing)
    plan(str(scene.case.pk), Signed(), None, timezone.now())
    assert set(FollowUp.objects.values_list("track", "unit")) == {("call", cast.nanan.pk)}


def test_its_day_come_who_was_there_has_it_on_his_phone_and_the_board_shows_it(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    assert (row.state, row.member) == ("open", cast.officer)
    (mine,) = listed(cast, cast.officer, "mine/")["due"]
    assert (mine["name"], mine["phone"], mine["member"]["name"], mine["is_late"]) == (
        "彭先生", "19900001234", "李建国", False,
    )  # fmt: skip
    assert mine["id_number"].count("*") == 11
    assert listed(cast, cast.chief)["counts"] == {"due": 1, "late": 0, "done": 0}
    assert look(after(days=4)) == 0


def test_who_is_off_duty_is_not_given_it_and_where_nobody_is_it_waits_for_the_chief(scene: Scene, cast: Cast) -> None:
    Member.objects.filter(pk__in=[cast.officer.pk, cast.officer2.pk]).update(on_duty=False)
    assert opened(scene).member == cast.officer3
    FollowUp.objects.filter(step=1).update(state="planned", member=None, look_at=timezone.now())
    Member.objects.filter(unit=cast.nanping).update(on_duty=False)
    look(after(days=4))
    assert first(scene).member is None
    assert listed(cast, cast.chief)["due"][0]["member"] is None


def test_follow_ups_that_are_open_count_as_work(scene: Scene, cast: Cast) -> None:
    Member.objects.filter(pk=cast.officer.pk).update(on_duty=False)
    other = another_closed_case(cast)
    FollowUp.objects.filter(case=other, step=1).update(state="open", member=cast.officer2, look_at=None)
    assert opened(scene).member == cast.officer3


def another_closed_case(cast: Cast) -> Case:
    """Of somebody else, with a visit to do."""
    now = timezone.now()
    case = Case.objects.create(
        number="X-1",
        opened_at=now,
        graded_at=now,
        level="low",
        fraud_type="other",
        flow="dissuasion-1",
        district=cast.nanan,
    )
    FollowUp.objects.create(case=case, rule="rest", step=1, track="visit", unit=cast.nanping, due_at=now)
    return case


def test_answered_it_is_done_and_stands_in_the_case(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    assert told(scene, cast.officer, row, at=after(days=4)).status == "stored"
    row.refresh_from_db()
    assert (row.state, row.look_at, row.raise_since) == ("done", None, None)
    board = listed(cast, cast.chief)
    assert (board["counts"], len(board["done"])) == ({"due": 0, "late": 0, "done": 1}, 1)
    view = case_view(cast.chief, scene.case.pk)
    assert view.reports[-1].kind == "follow_up"
    assert view.reports[-1].inputs.follow_up
    assert view.reports[-1].inputs.follow_up.believes == "yes"
    assert view.standing.state == "closed"
    assert view.standing.strays == {}
    assert found_again.look(after(days=4)) == 0


def test_an_answer_that_comes_twice_counts_once(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    made = scene.made(cast.officer, "follow_up", inputs={"follow_up": {"id": row.pk, "reached": False}})
    scene.send(cast.officer, made)
    (again,) = scene.send(cast.officer, made)
    row.refresh_from_db()
    assert (again.status, row.tries) == ("known", 1)


def test_without_what_was_found_the_report_is_sent_back_to_the_phone(scene: Scene, cast: Cast) -> None:
    (result,) = scene.send(cast.officer, scene.made(cast.officer, "follow_up"))
    assert (result.status, result.errors[0].field) == ("invalid", "")


def test_an_answer_about_another_cases_follow_up_changes_nothing(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    row.pk += 1000
    assert told(scene, cast.officer, row).status == "stored"
    assert first(scene).state == "open"


def test_not_reached_it_is_tried_again_some_hours_later_and_at_last_given_up_on_record(
    scene: Scene, cast: Cast
) -> None:
    row, now = opened(scene), after(days=4)
    told(scene, cast.officer, row, at=now, reached=False)
    row.refresh_from_db()
    assert (row.state, row.tries, row.look_at) == ("planned", 1, now + timedelta(hours=20))
    for tries in (2, 3):
        now += timedelta(hours=21)
        assert look(now) == 1
        assert first(scene).member == cast.officer
        told(scene, cast.officer, row, at=now, reached=False)
        assert first(scene).tries == tries
    row.refresh_from_db()
    assert (row.state, row.look_at) == ("not_reached", None)
    told(scene, cast.officer, row, at=now, reached=True)
    assert first(scene).state == "done"


def test_one_that_nobody_answers_is_raised_to_the_chief_then_the_district_once_each(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    assert row.opened_at
    assert look(row.opened_at + timedelta(hours=23)) == 0
    assert look(row.opened_at + timedelta(hours=25)) == 1
    (event,) = Event.objects.filter(kind="escalated", data__limit="follow_up")
    assert event.data["members"] == [cast.chief.pk]
    assert listed(cast, cast.chief)["due"][0]["is_late"]
    assert look(row.opened_at + timedelta(hours=100)) == 1
    assert look(row.opened_at + timedelta(days=9)) == 0
    steps = case_view(cast.chief, scene.case.pk).escalations
    assert [(one.limit, one.does) for one in steps if one.limit == "follow_up"] == [
        ("follow_up", "tell_chief"),
        ("follow_up", "tell_district"),
    ]


def test_a_clock_that_was_away_for_months_does_one_after_the_other(scene: Scene, cast: Cast) -> None:
    assert look(after(days=90)) == 2
    visit, call = scene.case.follow_ups.order_by("step")
    assert (visit.state, call.state) == ("open", "planned")
    told(scene, cast.officer, visit, at=after(days=90))
    assert look(after(days=92)) == 1
    call.refresh_from_db()
    assert (call.state, call.member) == ("open", cast.operator)


def test_given_to_another_by_hand_he_has_it_and_what_the_first_found_is_kept_too(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    answer = cast.client(cast.chief).post(
        f"/api/follow-ups/{row.pk}/give/", {"to": cast.officer2.pk}, content_type="application/json"
    )
    assert answer.json()["due"][0]["member"]["name"] == cast.officer2.name
    assign_follow_up(cast.chief, row.pk, cast.officer2.pk, timezone.now())
    assert listed(cast, cast.officer, "mine/")["due"] == []
    assert len(listed(cast, cast.officer2, "mine/")["due"]) == 1
    assert told(scene, cast.officer2, row).status == "stored"
    assert told(scene, cast.officer3, row).status == "invalid"
    with pytest.raises(Refused, match="follow_up_over"):
        assign_follow_up(cast.chief, row.pk, cast.officer.pk, timezone.now())


def test_only_fitting_people_can_be_given_it(scene: Scene, cast: Cast) -> None:
    row = opened(scene)
    for wrong, code in [(cast.operator.pk, "wrong_track"), (cast.outsider.pk, "other_station"), (0, "not_a_candidate")]:
        with pytest.raises(Refused, match=code):
            assign_follow_up(cast.chief, row.pk, wrong, timezone.now())
    with pytest.raises(Refused, match="not_found"):
        assign_follow_up(cast.chief_huayuanlu, row.pk, cast.officer2.pk, timezone.now())
    with pytest.raises(Refused, match="not_allowed"):
        assign_follow_up(cast.officer, row.pk, cast.officer2.pk, timezone.now())
    people = cast.client(cast.chief).get(f"/api/follow-ups/{row.pk}/people/").json()["people"]
    assert {one["member"]["name"] for one in people} == {"李建国", "王晓燕", "何志强", "周明华"}
    assert cast.client(cast.outsider).get(f"/api/follow-ups/{row.pk}/people/").status_code == 404


def test_the_list_and_access_agree_for_everybody(scene: Scene, cast: Cast) -> None:
    look(after(days=90))
    for row in FollowUp.objects.select_related("unit__parent"):
        above = {row.unit.parent_id, row.unit.parent.parent_id if row.unit.parent else None} - {None}
        owner = access.OwnerScope(row.member_id, row.unit_id, frozenset(unit for unit in above if unit))
        for member in Member.objects.select_related("unit"):
            assert visible(member).filter(pk=row.pk).exists() == bool(access.may_see_follow_up(member, owner)), member


def test_who_is_found_in_it_again_is_warned_anew_at_once_and_both_cases_say_so(scene: Scene, cast: Cast) -> None:
    row, now = opened(scene), after(days=4)
    told(scene, cast.officer, row, at=now, paid="yes", paid_fen=500_000, believes="no")
    assert found_again.look(now) == 1
    assert found_again.look(now) == 0
    row.refresh_from_db()
    new = Case.objects.exclude(pk=scene.case.pk).get()
    assert row.raised == new
    assert (new.level, new.target_phone, new.station, new.drill) == ("critical", "19900001234", cast.nanping, False)
    assert new.signals[0]["source"] == "回访"
    assert "又转了钱" in new.signals[0]["text"]
    assert new.signals[0]["amount_fen"] == 500_000
    assert new.assignments.filter(track="visit", member__isnull=False, ended_at=None).exists()
    assert [link.kind for link in case_view(cast.chief, scene.case.pk).links] == ["again_in"]
    assert [link.kind for link in case_view(cast.chief, new.pk).links] == ["again_from"]
    assert set(scene.case.follow_ups.values_list("step", "state")) == {(1, "done"), (2, "lapsed")}
    assert listed(cast, cast.commander)["done"] != []


def test_killed_between_the_new_warning_and_the_note_of_it_it_is_warned_once(
    scene: Scene, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, now = opened(scene), after(days=4)
    told(scene, cast.officer, row, at=now, in_contact="yes")
    monkeypatch.setattr(found_again, "locked", partial(_broken))
    assert found_again.look(now) == 0
    monkeypatch.undo()
    assert Case.objects.count() == 2
    assert found_again.look(now) == 0
    assert found_again.look(now + timedelta(seconds=6)) == 1
    assert Case.objects.count() == 2
    row.refresh_from_db()
    assert row.raised == Case.objects.exclude(pk=scene.case.pk).get()


def _broken(case_id: object) -> Case:
    raise ConnectionError


def test_who_was_warned_again_meanwhile_is_not_asked_about_the_earlier_case(scene: Scene, cast: Cast) -> None:
    set_scene(cast)
    assert look(after(days=4)) == 1
    assert first(scene).state == "lapsed"


def test_a_later_report_of_the_same_person_joined_into_the_closed_case_overtakes_nothing(
    scene: Scene, cast: Cast
) -> None:
    later = set_scene(cast)
    later.case.decisions.create(kind="joined", by=cast.chief, at=timezone.now())
    assert opened(scene).state == "open"


def test_phones_and_boards_hear_of_it_and_nobody_else(scene: Scene, cast: Cast) -> None:
    heard = verify_live(cast.everyone(), lambda: look(after(days=4)))
    assert {name for name, kinds in heard.items() if "follow_up_changed" in kinds} == {
        "officer", "chief", "operator", "operator2", "commander", "city-commander", "admin",
    }  # fmt: skip


def test_the_clock_does_both(scene: Scene, cast: Cast) -> None:
    assert {"follow-ups", "found again"} <= {task.name for task in clock.TASKS}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_in_one_instant_give_it_to_one_and_warn_once() -> None:
    cast = build_cast()
    scene = closed_scene(cast)
    now = after(days=4)
    assert sum(together([partial(look, now)] * 4)) == 1
    told(scene, cast.officer, first(scene), at=now, paid="yes")
    together([partial(found_again.look, now)] * 4)
    assert Case.objects.count() == 2
    assert Event.objects.filter(kind="found_again").count() == 2
