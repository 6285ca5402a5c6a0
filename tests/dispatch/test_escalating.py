"""Nobody is forgotten: what the clock does about a case nobody takes up, once and no more, whoever looks and how often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.casefile.story import story_of
from backend.cases.casefile.words import Language, Voice
from backend.cases.models import Assignment, Case
from backend.cases.opening import open_case
from backend.cases.queries import case_view
from backend.cases.receipts import mark_delivered
from backend.cases.shown import holders_of
from backend.cases.waiting import Escalation, Pause
from backend.dispatch import escalating
from backend.dispatch.escalating import look, overdue_looks
from backend.live.models import Entry, Event
from backend.people.models import Member
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import Cast
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def later(case: Case, seconds: float) -> datetime:
    return case.graded_at + timedelta(seconds=seconds)


def steps(case: Case, limit: str, track: str = "visit") -> list[tuple[int, str]]:
    rows = Escalation.objects.filter(case=case, limit=limit, track=track).order_by("pk")
    return [(row.step, row.does) for row in rows]


def on_visit(case: Case) -> Member | None:
    return case.assignments.get(track="visit", ended_at=None).member


def delivered(member: Member, now: datetime) -> None:
    """The member's phone has everything."""
    heads = {entry.unit_id: entry.number for entry in Entry.objects.order_by("number")}
    mark_delivered(member, heads, now)


def test_a_critical_case_on_no_phone_is_sent_on_after_20_seconds_and_the_chief_hears_of_it(scene: Scene) -> None:
    case = scene.case
    look(later(case, 19))
    assert not Escalation.objects.exists()
    look(later(case, 20))
    assert steps(case, "deliver") == [(1, "fallback")]
    event = Event.objects.get(kind="escalated", data__limit="deliver", data__assignment=scene.visit.pk)
    assert event.data["members"] == [scene.cast.officer.pk]
    assert event.entries.filter(unit=scene.cast.nanping).exists()
    look(later(case, 60))
    assert steps(case, "deliver") == [(1, "fallback"), (2, "tell_chief")]
    chief = Event.objects.get(kind="escalated", data__limit="deliver", data__assignment=scene.visit.pk, data__step=2)
    assert chief.data["members"] == [scene.cast.chief.pk]


def test_what_lies_on_the_phone_in_time_needs_no_other_channel(scene: Scene) -> None:
    delivered(scene.cast.officer, later(scene.case, 5))
    look(later(scene.case, 179))
    assert steps(scene.case, "deliver") == []


def test_not_accepted_in_3_minutes_the_next_on_duty_goes_and_the_chief_hears_of_it(scene: Scene) -> None:
    case, cast = scene.case, scene.cast
    look(later(case, 180))
    assert on_visit(case) == cast.officer2
    scene.visit.refresh_from_db()
    assert scene.visit.end == "reassigned"
    row = Escalation.objects.get(case=case, limit="accept", track="visit")
    assert (row.sent, row.tell, row.waited, row.found) == (cast.officer2, ["chief"], 180, True)
    event = Event.objects.get(kind="escalated", data__limit="accept", data__assignment=scene.visit.pk)
    assert set(event.data["members"]) == {cast.chief.pk, cast.officer2.pk}
    look(later(case, 360))
    assert on_visit(case) == cast.officer3
    look(later(case, 540))
    case.refresh_from_db()
    assert steps(case, "accept") == [(1, "next_person"), (2, "next_person"), (3, "put_before_district")]
    assert case.needs_routing == "nobody_to_visit"
    assert on_visit(case) == cast.officer3, "whoever is on it keeps it"


def test_accepted_after_all_it_no_longer_waits_for_the_district(scene: Scene) -> None:
    case, cast = scene.case, scene.cast
    look(later(case, 180))
    look(later(case, 360))
    look(later(case, 540))
    visit = case.assignments.get(track="visit", ended_at=None)
    scene.send(cast.officer3, scene.made(cast.officer3, "accept", track="visit", assignment=visit.pk))
    assert scene.case.needs_routing == ""


def test_accepted_a_second_before_the_limit_nobody_else_is_ever_sent(scene: Scene) -> None:
    case, cast = scene.case, scene.cast
    accept = scene.made(cast.officer, "accept", track="visit", assignment=scene.visit.pk)
    scene.send(cast.officer, accept, now=later(case, 179))
    look(later(case, 180))
    look(later(case, 60 * 24 * 3600))
    assert steps(case, "accept") == []
    assert on_visit(case) == cast.officer


def test_an_empty_slot_goes_up_at_once_and_the_chief_is_told(cast: Cast) -> None:
    Member.objects.filter(unit=cast.nanping, role="officer").update(on_duty=False)
    case = open_case(opening(cast.nanan), timezone.now())
    look(later(case, 0))
    assert steps(case, "accept") == [
        (1, "next_person"),
        (2, "next_person"),
        (3, "put_before_district"),
    ]
    first = Event.objects.get(
        kind="escalated",
        case_id=case.pk,
        data__limit="accept",
        data__step=1,
        data__does="next_person",
        data__assignment=case.assignments.get(track="visit").pk,
    )
    assert cast.chief.pk in first.data["members"]


def test_whoever_comes_on_duty_meanwhile_is_sent_to_the_empty_slot(cast: Cast) -> None:
    Member.objects.filter(unit=cast.nanping, role="officer").update(on_duty=False)
    case = open_case(opening(cast.nanan), timezone.now())
    Member.objects.filter(pk=cast.officer3.pk).update(on_duty=True)
    look(later(case, 1))
    assert on_visit(case) == cast.officer3


def test_a_clock_an_hour_late_does_each_step_once(scene: Scene) -> None:
    look(later(scene.case, 3600))
    before = list(Escalation.objects.values_list("limit", "track", "step"))
    assert len(set(before)) == len(before)
    assert look(later(scene.case, 3601)) == 0
    assert list(Escalation.objects.values_list("limit", "track", "step")) == before


def test_killed_half_way_nothing_of_it_is_left_and_the_next_clock_does_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("backend.dispatch.steps.live.record", killed)
        assert look(later(scene.case, 180)) == 0
    assert not Escalation.objects.exists()
    assert on_visit(scene.case) == scene.cast.officer
    look(later(scene.case, 180) + escalating.TRY_AGAIN)
    assert (1, "next_person") in steps(scene.case, "accept")


def test_the_signature_is_asked_for_and_a_signed_case_is_never_looked_at_again(scene: Scene) -> None:
    case, cast = scene.case, scene.cast
    scene.send(cast.officer, *scene.whole_visit())
    look(timezone.now() + timedelta(hours=1, minutes=1))
    assert steps(case, "sign", "") == [(1, "tell_chief")]
    sign(cast.chief, str(case.pk), timezone.now())
    case.refresh_from_db()
    assert case.look_at is None
    assert look(timezone.now() + timedelta(days=60)) == 0


def test_an_open_case_everybody_has_heard_of_is_looked_at_every_day(scene: Scene) -> None:
    now = later(scene.case, 30 * 24 * 3600)
    for _ in range(4):
        look(now)
        now += timedelta(hours=1)
    scene.case.refresh_from_db()
    assert scene.case.look_at is not None
    assert timezone.now() < scene.case.look_at <= now + timedelta(days=1)


def test_a_clock_that_stands_still_is_counted(scene: Scene) -> None:
    assert overdue_looks(later(scene.case, 20)) == 0
    assert overdue_looks(later(scene.case, 20 + 121)) == 1
    look(later(scene.case, 141))
    assert overdue_looks(later(scene.case, 141)) == 0
    Case.objects.update(look_at=None)
    assert overdue_looks(later(scene.case, 0)) == 1


def test_the_board_reads_what_was_done_and_what_comes_next(scene: Scene) -> None:
    case, cast = scene.case, scene.cast
    coming = case_view(cast.chief, case.pk).coming
    assert coming is not None
    assert (coming.does, coming.at) == ("fallback", later(case, 20))
    look(later(case, 180))
    view = case_view(cast.chief, case.pk)
    sent = [one for one in view.escalations if one.does == "next_person" and one.track == "visit"]
    assert [one.sent.name for one in sent if one.sent] == [cast.officer2.name]
    assert view.coming is not None
    assert view.coming.at > later(case, 180)


def test_a_case_nobody_is_late_with_costs_no_query_more(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as before:
        case_view(scene.cast.chief, scene.case.pk)
    asked = tuple(f'SELECT "{model._meta.db_table}"' for model in (Escalation, Pause))
    assert not [query for query in before.captured_queries if query["sql"].startswith(asked)]


def test_one_round_over_cases_that_are_not_due_is_one_query(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert look(later(scene.case, 1)) == 0
    assert len(queries) == 1


def test_the_next_operator_gets_the_call(scene: Scene) -> None:
    look(later(scene.case, 180))
    call = scene.case.assignments.get(track="call", ended_at=None)
    assert call.member == scene.cast.operator2


def test_a_case_without_a_station_is_told_to_the_district_in_the_chiefs_place(cast: Cast) -> None:
    case = open_case(opening(cast.nanan, target=PENG | {"division_id": None}), timezone.now())
    look(later(case, 121))
    event = Event.objects.get(kind="escalated", data__limit="routing")
    assert event.data["members"]
    assert set(event.data["members"]) <= set(Member.objects.filter(unit=cast.nanan).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_do_everything_once(cast: Cast) -> None:
    scene = set_scene(cast)
    now = later(scene.case, 180)
    rounds: list[Callable[[], object]] = [partial(look, now)] * 4
    together(rounds)
    done = list(Escalation.objects.values_list("limit", "track", "step"))
    assert ("accept", "visit", 1) in done
    assert len(set(done)) == len(done)
    assert Assignment.objects.filter(case=scene.case, track="visit", why="not_accepted").count() == 1
    assert Event.objects.filter(kind="escalated").count() == len(done)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_case_file_tells_every_step_in_words(scene: Scene, language: Language) -> None:
    look(later(scene.case, 540))
    view = case_view(scene.cast.chief, scene.case.pk)
    told = [one.title for one in story_of(Voice(language), view)]
    assert len(told) == len(view.escalations)
    wanted = f"没人签收，改派给{scene.cast.officer2.name}（同时告知：所长）"
    if language == "en":
        wanted = f"not accepted for 3 min 00 s: given to {scene.cast.officer2.name} (told: chief)"
    assert any(wanted in line for line in told), told


def test_the_phone_of_who_was_relieved_hears_who_has_it_now(scene: Scene) -> None:
    look(later(scene.case, 180))
    holder = holders_of(scene.cast.officer, [scene.case.pk])[scene.case.pk]
    assert (holder.name, holder.is_relieved) == (scene.cast.officer2.name, True)
    assert holders_of(scene.cast.officer3, [scene.case.pk]) == {}
