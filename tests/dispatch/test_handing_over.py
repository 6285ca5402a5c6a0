"""交接班: offered, read, taken over with the clocks going on; and what happens when nobody takes over."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.actions import assign
from backend.cases.pausing import pause
from backend.dispatch import going_home
from backend.dispatch.handing_over import offer, settle, take_over, withdraw
from backend.dispatch.handover import HandOver, HandOverState
from backend.dispatch.handover_queries import hint_of, page_of
from backend.dispatch.handover_wire import OfferIn
from backend.dispatch.open_items import items_of, view_of
from backend.live.models import Event
from backend.people.actions import set_duty
from backend.people.models import Member
from backend.problems import Refused
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast, build_cast
from tests.live.verify import verify_live
from tests.people.duty import set_roster
from tests.together import together


def to(member: Member, note: str = "", **more: Any) -> OfferIn:
    return OfferIn.model_validate({"to": member.pk, "note": note} | more)


def anew(member: Member) -> Member:
    return Member.objects.select_related("unit").get(pk=member.pk)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    scene = set_scene(cast)
    scene.send(cast.officer, scene.made(cast.officer, "accept", track="visit", assignment=scene.visit.pk))
    return scene


def go_home(member: Member, now: datetime) -> None:
    set_duty(anew(member), on_duty=False, now=now)


def visit_of(scene: Scene) -> Any:
    return scene.case.assignments.get(track="visit", ended_at=None)


def test_whoever_takes_over_has_the_case_and_its_clock_goes_on(cast: Cast, scene: Scene) -> None:
    before = scene.case.due_at
    handover = offer(cast.officer, to(cast.officer2, "门禁找物业"), timezone.now())
    assert visit_of(scene).member == cast.officer
    take_over(cast.officer2, handover.pk, timezone.now())
    scene.case.refresh_from_db()
    visit = visit_of(scene)
    assert (visit.member, visit.why, visit.by) == (cast.officer2, "handed_over", cast.officer2)
    assert scene.case.due_at == before
    assert scene.case.standing["visit"]["accepted_by"] == cast.officer2.pk
    handover.refresh_from_db()
    assert handover.state == HandOverState.ACCEPTED
    assert handover.settled_at is not None


def test_an_item_says_when_it_is_due_though_its_case_is_paused(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    before = view_of(items_of(cast.officer)[0])
    pause(cast.chief, str(scene.case.pk), "asked_later", now + timedelta(minutes=20), now)
    paused = view_of(items_of(cast.officer)[0])
    assert before.due_kind == paused.due_kind == "met"
    assert before.due_at
    assert paused.due_at == before.due_at + timedelta(minutes=20)


def test_taken_over_twice_it_moves_once(cast: Cast, scene: Scene) -> None:
    handover = offer(cast.officer, to(cast.officer2), timezone.now())
    for _ in range(3):
        take_over(cast.officer2, handover.pk, timezone.now())
    assert scene.case.assignments.filter(why="handed_over").count() == 1


def test_whoever_takes_over_is_on_duty_from_then_on(cast: Cast, scene: Scene) -> None:
    go_home(cast.officer2, timezone.now())
    handover = offer(cast.officer, to(cast.officer2), timezone.now())
    take_over(anew(cast.officer2), handover.pk, timezone.now())
    assert anew(cast.officer2).on_duty


def test_the_giver_and_the_receiver_and_the_chief_hear_of_it_and_hold_what_a_fresh_start_shows(
    cast: Cast, scene: Scene
) -> None:
    witnesses = [cast.officer, cast.officer2, cast.officer3, cast.chief]
    handover: list[HandOver] = []
    heard = verify_live(witnesses, lambda: handover.append(offer(cast.officer, to(cast.officer2), timezone.now())))
    assert set(heard) == {"officer", "officer2", "chief"}
    heard = verify_live(witnesses, lambda: take_over(cast.officer2, handover[0].pk, timezone.now()))
    assert {"officer2", "chief"} <= set(heard)


def test_what_is_handed_over_is_read_before_it_is_taken(cast: Cast, scene: Scene) -> None:
    said = to(cast.officer2, "两件", notes=[{"case": str(scene.case.pk), "note": "约了七点再去"}])
    offer(cast.officer, said, timezone.now())
    page = cast.client(cast.officer2).get("/api/handovers/").json()
    (seen,) = page["for_me"]
    (item,) = seen["items"]
    assert (seen["note"], seen["giver"]["name"], item["note"]) == ("两件", "李建国", "约了七点再去")
    assert (item["number"], item["is_accepted"], item["due_kind"]) == (scene.case.number, True, "met")
    assert page_of(cast.officer, timezone.now()).items[0].note == "约了七点再去"
    assert cast.client(cast.officer2).get("/api/handovers/hint/").json()["for_me"] == 1


def test_the_chief_sees_what_waits_in_his_station_and_others_do_not(cast: Cast, scene: Scene) -> None:
    offer(cast.officer, to(cast.officer2), timezone.now())
    assert [each.giver.name for each in page_of(cast.chief, timezone.now()).others] == ["李建国"]
    for member in (cast.officer3, cast.chief_yubei, cast.outsider):
        page = page_of(member, timezone.now())
        assert (page.for_me, page.others, page.past) == ([], [], [])


def test_nobody_else_takes_over(cast: Cast, scene: Scene) -> None:
    handover = offer(cast.officer, to(cast.officer2), timezone.now())
    for member in (cast.officer, cast.officer3, cast.chief, cast.outsider):
        assert cast.client(member).post(f"/api/handovers/{handover.pk}/take/").status_code == 404
    assert cast.client(cast.officer2).post(f"/api/handovers/{handover.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("who", ["officer", "outsider", "operator", "admin"])
def test_only_somebody_of_the_unit_who_can_do_the_work_is_named(cast: Cast, scene: Scene, who: str) -> None:
    with pytest.raises(Refused, match="not_a_candidate"):
        offer(cast.officer, to(getattr(cast, who)), timezone.now())


def test_a_visit_is_not_handed_to_the_desk(cast: Cast, scene: Scene) -> None:
    Member.objects.filter(pk=cast.officer3.pk).update(role="desk")
    with pytest.raises(Refused, match="wrong_track"):
        offer(cast.officer, to(cast.officer3), timezone.now())


def test_with_nothing_open_there_is_nothing_to_hand_over(cast: Cast) -> None:
    answer = cast.client(cast.officer).post(
        "/api/handovers/", {"to": cast.officer2.pk}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_open")


def test_it_is_taken_back_or_given_to_another_before_anybody_took_over(cast: Cast, scene: Scene) -> None:
    first = offer(cast.officer, to(cast.officer2), timezone.now())
    again = offer(cast.officer, to(cast.officer3), timezone.now())
    assert again.pk == first.pk
    told = Event.objects.filter(kind="handover_changed").last()
    assert told is not None
    assert told.data["members"] == sorted([cast.officer.pk, cast.officer2.pk, cast.officer3.pk])
    assert cast.client(cast.officer2).post(f"/api/handovers/{first.pk}/take/").status_code == 404
    withdraw(cast.officer, first.pk, timezone.now())
    with pytest.raises(Refused, match="handover_over"):
        take_over(cast.officer3, first.pk, timezone.now())
    assert visit_of(scene).member == cast.officer


def test_a_visit_at_the_door_stays_with_whoever_stands_there(cast: Cast, scene: Scene) -> None:
    scene.send(cast.officer, scene.visited("travel", "arrived"))
    handover = offer(cast.officer, to(cast.officer2), timezone.now())
    assert page_of(cast.officer, timezone.now()).items[0].stays
    take_over(cast.officer2, handover.pk, timezone.now())
    assert visit_of(scene).member == cast.officer


def test_a_chief_hands_over_what_waits_for_his_signature(cast: Cast, scene: Scene) -> None:
    scene.send(cast.officer, *scene.whole_visit())
    handover = offer(cast.chief, to(cast.officer2), timezone.now())
    assert [item.kind for item in handover.items.all()] == ["to_sign"]
    take_over(cast.officer2, handover.pk, timezone.now())
    assert not scene.case.assignments.filter(ended_at=None).exists()


def test_an_operator_hands_over_calls_that_wait_and_a_commander_what_he_has_to_review(cast: Cast, scene: Scene) -> None:
    assign(scene.case, "call", cast.nanan, None, by=None, why="first", now=timezone.now())
    assert [item.kind for item in page_of(cast.operator, timezone.now()).items] == ["call"]
    scene.case.refresh_from_db()
    scene.case.reviewing = cast.nanan
    scene.case.save()
    assert [item.kind for item in page_of(cast.commander, timezone.now()).items] == ["to_review"]


def test_whoever_comes_next_by_the_roster_is_proposed_first(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    day, night = set_roster(cast.nanping, cast.officer, cast.officer3, now)
    found = page_of(cast.officer if night.name else cast.officer3, now).successors
    assert cast.officer3.pk in [each.id for each in found if each.is_next]
    assert found[0].is_next
    assert {each.role for each in found} == {"officer", "chief"}
    assert day.unit == cast.nanping


def test_after_his_shift_what_nobody_took_over_goes_to_the_next_person_and_the_chief_hears_of_it(
    cast: Cast, scene: Scene
) -> None:
    now = timezone.now()
    go_home(cast.officer, now)
    assert going_home.look(now) == 1
    handover = HandOver.objects.get()
    assert (handover.state, handover.due_at) == (HandOverState.OPEN, now + timedelta(minutes=30))
    assert hint_of(anew(cast.officer), now).has_to_hand_over
    assert going_home.look(now + timedelta(minutes=29)) == 0
    assert visit_of(scene).member == cast.officer
    assert going_home.look(now + timedelta(minutes=30)) == 2
    visit = visit_of(scene)
    assert (visit.member, visit.why) == (cast.officer2, "went_home")
    told = Event.objects.filter(kind="handover_changed").last()
    assert told is not None
    assert (told.data["state"], cast.chief.pk in told.data["members"]) == ("lapsed", True)
    escalated = Event.objects.get(kind="escalated", data__limit="hand_over")
    assert (escalated.case_id, escalated.data["members"]) == (scene.case.pk, [cast.chief.pk])
    going_home.look(now + timedelta(minutes=31))
    assert going_home.look(now + timedelta(minutes=32)) == 0
    assert anew(cast.officer).left_at is None


def test_offered_but_not_taken_over_in_time_it_goes_to_the_next_person_as_well(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    offer(cast.officer, to(cast.officer3), now)
    go_home(cast.officer, now)
    going_home.look(now)
    going_home.look(now + timedelta(minutes=30))
    assert HandOver.objects.get().state == HandOverState.LAPSED
    assert visit_of(scene).why == "went_home"


def test_taken_back_by_somebody_who_is_off_duty_it_still_waits_for_somebody(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    handover = offer(cast.officer, to(cast.officer3), now)
    go_home(cast.officer, now)
    going_home.look(now)
    withdraw(anew(cast.officer), handover.pk, now)
    handover.refresh_from_db()
    assert (handover.state, handover.receiver) == (HandOverState.OPEN, None)


def test_whoever_went_home_from_a_door_finishes_there(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    scene.send(cast.officer, scene.visited("travel", "arrived"))
    go_home(cast.officer, now)
    for minutes in (0, 30, 60):
        going_home.look(now + timedelta(minutes=minutes))
    assert visit_of(scene).member == cast.officer
    scene.send(cast.officer, *scene.whole_visit()[1:])
    going_home.look(now + timedelta(minutes=90))
    assert anew(cast.officer).left_at is None


def test_what_the_chief_gives_to_somebody_who_is_off_duty_stays_his(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    go_home(cast.officer3, now - timedelta(hours=1))
    assign(scene.case, "visit", cast.nanping, cast.officer3, by=cast.chief, why="chief", now=now)
    going_home.look(now + timedelta(hours=2))
    assert visit_of(scene).member == cast.officer3
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("has_offered", [False, True])
def test_back_on_duty_he_keeps_what_he_has(cast: Cast, scene: Scene, has_offered: bool) -> None:
    now = timezone.now()
    go_home(cast.officer, now)
    going_home.look(now)
    if has_offered:
        offer(anew(cast.officer), to(cast.officer2), now)
    set_duty(anew(cast.officer), on_duty=True, now=now + timedelta(minutes=5))
    assert going_home.look(now + timedelta(minutes=6)) == 1
    assert going_home.look(now + timedelta(minutes=60)) == 0
    handover = HandOver.objects.get()
    assert (handover.state, handover.due_at is None) == (("offered", True) if has_offered else ("withdrawn", False))
    assert visit_of(scene).member == cast.officer


def test_taking_over_that_was_cut_half_way_is_finished_by_the_clock(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    handover = offer(cast.officer, to(cast.officer2), now)
    HandOver.objects.filter(pk=handover.pk).update(state=HandOverState.ACCEPTED, answered_at=now)
    assert going_home.look(now + timedelta(seconds=5)) == 0
    assert going_home.look(now + timedelta(seconds=11)) == 1
    assert visit_of(scene).member == cast.officer2
    assert going_home.look(now + timedelta(seconds=12)) == 0


def test_what_has_its_outcome_meanwhile_is_not_moved(cast: Cast, scene: Scene) -> None:
    handover = offer(cast.officer, to(cast.officer2), timezone.now())
    scene.send(cast.officer, *scene.whole_visit())
    take_over(cast.officer2, handover.pk, timezone.now())
    assert not scene.case.assignments.filter(why="handed_over").exists()
    settle(handover, timezone.now())


def test_towards_the_end_of_his_shift_he_is_reminded(cast: Cast, scene: Scene) -> None:
    now = timezone.now()
    set_roster(cast.nanping, cast.officer, cast.officer2, now)
    until = page_of(cast.officer, now).until or page_of(cast.officer2, now).until
    assert until is not None
    is_day = page_of(cast.officer, now).until is not None
    whose = cast.officer if is_day else cast.officer2
    assign(scene.case, "visit", cast.nanping, whose, by=cast.chief, why="chief", now=now)
    assert not hint_of(whose, until - timedelta(minutes=31)).has_to_hand_over
    assert hint_of(whose, until - timedelta(minutes=29)).has_to_hand_over
    offer(whose, to(cast.officer3), now)
    assert not hint_of(whose, until - timedelta(minutes=29)).has_to_hand_over


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_and_somebody_taking_over_leave_one_visit() -> None:
    cast = build_cast()
    scene = set_scene(cast)
    now = timezone.now()
    handover = offer(cast.officer, to(cast.officer2), now)
    go_home(cast.officer, now)
    going_home.look(now)
    late = now + timedelta(minutes=31)

    def taken() -> None:
        # Whoever is too late hears it; which of the two comes first is chance.
        with suppress(Refused):
            take_over(anew(cast.officer2), handover.pk, late)

    at_once: list[Callable[[], object]] = [partial(going_home.look, late), partial(going_home.look, late), taken]
    together(at_once)
    going_home.look(late + timedelta(seconds=30))
    assert scene.case.assignments.filter(track="visit", ended_at=None).count() == 1
    assert visit_of(scene).member != cast.officer
    assert HandOver.objects.get().settled_at is not None
