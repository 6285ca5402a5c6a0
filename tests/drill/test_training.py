"""演练: who may let whom practise, what a small drill does, and that it ends and is cleared away without a trace in what is real."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from django.utils import timezone

from backend.cases.actions import clear_drill
from backend.cases.fold import standing_of
from backend.cases.models import Assignment, Case, Report, State
from backend.drill.models import Drill, DrillSignal
from backend.drill.sending import LONGEST, look
from backend.live.models import Event
from backend.live.queries import news
from backend.people.models import Device, Member, Unit
from backend.people.queries import streams
from tests.cases.scene import set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/drills/"


def post(cast: Cast, who: Member, path: str, status: int = 200, **said: Any) -> Any:
    answer = cast.client(who).post(path, said, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def begin(cast: Cast, who: Member, status: int = 200, **said: Any) -> Any:
    given = {"cases": 5, "minutes": 10} | said
    # Its id throws a drill's dice: the same each time.
    drill = uuid5(NAMESPACE_URL, f"{who.username}/{given['cases']}")
    return post(cast, who, ADDRESS, status, **{"id": str(drill)} | given)


def live_on(now: datetime, minutes: int, step: int = 20) -> datetime:
    """The service's looks, every so many seconds, without waiting for them."""
    until = now + timedelta(minutes=minutes)
    while now < until:
        now += timedelta(seconds=step)
        look(now)
    return now


def test_a_chief_lets_his_station_practise_and_everybody_there_is_told(cast: Cast) -> None:
    cursors = dict(Unit.objects.filter(pk__in=streams(cast.officer)).values_list("pk", "stream_head"))
    state = post(cast, cast.chief, "/api/training/start/", hours=1)
    until = datetime.fromisoformat(state["training"]["until"])
    assert until - datetime.fromisoformat(state["training"]["since"]) == timedelta(hours=1)
    told = news(cast.officer, cursors, timezone.now())
    assert [event.kind for event in told.events] == ["training_changed"]
    for who in (cast.officer, cast.volunteer, cast.operator, cast.commander):
        seen = cast.client(who).get("/api/training/").json()["trainings"]
        expected = [cast.nanping.code] if who != cast.volunteer else []
        assert [each["unit"]["code"] for each in seen] == expected
    state = post(cast, cast.chief, "/api/training/end/")
    assert state["training"] is None
    assert cast.client(cast.officer).get("/api/training/").json()["trainings"] == []


def test_training_ends_by_itself_when_its_time_is_over(cast: Cast) -> None:
    post(cast, cast.chief, "/api/training/start/", hours=1)
    from backend.people.training import is_training

    now = timezone.now()
    assert is_training(cast.nanping.pk, now)
    assert not is_training(cast.nanping.pk, now + timedelta(minutes=61))
    post(cast, cast.chief, "/api/training/start/", hours=None)
    assert is_training(cast.nanping.pk, now + timedelta(days=9))


def test_only_those_who_answer_for_a_unit_let_it_practise(cast: Cast) -> None:
    there = cast.nanping.code
    for who in (cast.officer, cast.volunteer, cast.operator, cast.desk, cast.admin):
        begin(cast, who, 403, unit=there)
        post(cast, who, "/api/training/start/", 403, unit=there)
        assert cast.client(who).get(ADDRESS).status_code == 403
    for outside in (cast.chief_huayuanlu, cast.chief_yubei):
        begin(cast, outside, 404, unit=there)
        assert cast.client(outside).get(f"{ADDRESS}?unit={there}").status_code == 404
    assert begin(cast, cast.commander, unit=there)["unit"]["code"] == there
    begin(cast, cast.commander, 404, unit=cast.yubei.code)
    begin(cast, cast.city_commander, unit=cast.yubei.code)
    begin(cast, cast.commander, 400)


def test_a_drill_sends_its_signals_over_its_time_and_all_of_them_are_drills_of_the_station(cast: Cast) -> None:
    assert begin(cast, cast.chief)["drill"]["sent"] == 0
    now = timezone.now()
    look(now)
    assert Case.objects.count() == 1
    live_on(now, 11)
    look(now + timedelta(minutes=12))
    cases = list(Case.objects.all())
    assert 4 <= len(cases) <= 5
    assert all(case.drill and case.station == cast.nanping for case in cases)
    assert not DrillSignal.objects.filter(sent_at=None).exists()
    assert Drill.objects.get().ended_at is not None
    assert not Report.objects.exists()


def test_a_drill_brings_one_warning_to_begin_with_and_the_others_one_after_the_other(cast: Cast) -> None:
    for _ in range(20):
        begin(cast, cast.chief, minutes=15, id=str(uuid4()))
        drill = Drill.objects.get(ended_at=None)
        due = [(signal.due_at - drill.begun_at).total_seconds() for signal in drill.signals.order_by("due_at")]
        assert due[0] == 0
        assert [int(seconds // 180) for seconds in due] == [0, 1, 2, 3, 4]
        post(cast, cast.chief, f"{ADDRESS}{drill.pk}/end/")


def test_a_signal_whose_sending_was_cut_short_is_not_sent_twice(cast: Cast) -> None:
    begin(cast, cast.chief)
    now = timezone.now()
    look(now)
    sent = DrillSignal.objects.exclude(sent_at=None).count()
    cases = Case.objects.count()
    DrillSignal.objects.update(sent_at=None, case=None)
    look(now)
    assert Case.objects.count() == cases >= 1
    assert DrillSignal.objects.filter(sent_at__isnull=False, case__isnull=False).count() == sent


def test_simulated_members_work_through_a_drill_and_whoever_is_there_himself_is_left_alone(cast: Cast) -> None:
    now = timezone.now()
    Device.objects.create(id=uuid4(), member=cast.officer, label="Android", seen_at=now)
    begin(cast, cast.chief, cases=10, members=True)
    answered = Case.objects.filter(state=State.ANSWERED)
    latest = now + LONGEST
    while not answered.exists() and now < latest:
        now = live_on(now, minutes=5, step=60)
    assert answered.exists()
    said = set(Report.objects.values_list("member__username", flat=True))
    assert said <= {"officer2", "officer3", "operator", "operator2"}
    assert said & {"operator", "operator2"}
    his = Assignment.objects.filter(member=cast.officer)
    assert his.exists()
    assert not his.exclude(delivered_at=None).exists()
    assert all(standing_of(case).model_dump(mode="json") == case.standing for case in Case.objects.all())


def test_a_drill_is_ended_with_one_tap_and_a_second_one_needs_the_first_to_be_over(cast: Cast) -> None:
    drill = begin(cast, cast.chief, cases=20)["drill"]["id"]
    begin(cast, cast.chief, 409)
    assert begin(cast, cast.chief, id=drill)["drill"]["id"] == drill
    look(timezone.now())
    state = post(cast, cast.chief, f"{ADDRESS}{drill}/end/")
    assert state["drill"]["ended_at"]
    live_on(timezone.now(), 15)
    assert Case.objects.count() == state["drill"]["sent"] == 1
    post(cast, cast.chief_huayuanlu, f"{ADDRESS}{drill}/end/", 404)


def test_what_is_left_is_cleared_away_with_one_tap_kept_and_nothing_real_with_it(cast: Cast) -> None:
    happened = set_scene(cast).case
    begin(cast, cast.chief)
    look(timezone.now())
    practised = Case.objects.get(drill=True)
    assert post(cast, cast.chief, f"{ADDRESS}left/")["left"] == 0
    practised.refresh_from_db()
    happened.refresh_from_db()
    assert (practised.state, happened.state) == (State.CLOSED, State.OPEN)
    assert practised.closed_at
    assert not practised.assignments.filter(ended_at=None).exists()
    assert Event.objects.filter(kind="drill_cleared", case_id=practised.pk).count() == 1
    assert not clear_drill(happened.pk, cast.chief, timezone.now())
    post(cast, cast.chief, f"{ADDRESS}left/")
    assert Event.objects.filter(kind="drill_cleared").count() == 1


def test_with_the_training_its_drill_ends_as_well(cast: Cast) -> None:
    begin(cast, cast.chief, cases=20)
    post(cast, cast.chief, "/api/training/end/")
    assert Drill.objects.get().ended_at
