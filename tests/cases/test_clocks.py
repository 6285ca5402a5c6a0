"""Clocks that are wrong by decades, days or zones: stored as told, in the phone's own order, judged by the server's time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from backend.cases.facts import counted_at, in_order
from backend.cases.fold import facts_of, standing_of
from backend.cases.models import Case, Report
from backend.cases.wire import Standing
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
A_DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def scene(cast: Cast) -> Scene:
    scene = set_scene(cast)
    # Opened a while ago, so that what phones did since lies between then and now.
    ago = timezone.now() - timedelta(hours=2)
    Case.objects.update(opened_at=ago, graded_at=ago)
    scene.case.assignments.update(assigned_at=ago)
    scene.case.refresh_from_db()
    return scene


def made(report: dict[str, Any], at: datetime, offset_ms: int = 0) -> dict[str, Any]:
    """The report as a phone with this clock makes it."""
    return report | {"made_at": at.isoformat(), "clock_offset_ms": offset_ms}


def visit_by(scene: Scene, clock: datetime, offset_ms: int = 0) -> list[dict[str, Any]]:
    """A whole visit, a minute a step, by a phone whose clock starts there."""
    return [
        made(report, clock + timedelta(minutes=minute), offset_ms) for minute, report in enumerate(scene.whole_visit())
    ]


def counted(scene: Scene) -> list[tuple[UUID, datetime]]:
    """The reports in the order in which they count, with the moments they count for."""
    facts = facts_of(Case.objects.get())
    return [(timed.report.id, timed.at) for timed in in_order(facts.reports, facts.opened_at)]


CLOCKS = [
    pytest.param(datetime(1970, 1, 1, tzinfo=UTC), id="1970"),
    pytest.param(datetime(1970, 1, 1, 8, tzinfo=UTC), id="1970 in Beijing"),
    pytest.param(datetime(2099, 12, 31, tzinfo=UTC), id="2099"),
    pytest.param(datetime(9998, 12, 31, tzinfo=UTC), id="9998"),
    pytest.param(datetime(2, 1, 1, tzinfo=UTC), id="2"),
]


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_is_off_by_decades_and_does_not_know_it_loses_nothing(scene: Scene, clock: datetime) -> None:
    visit = visit_by(scene, clock)
    now = timezone.now()
    results = scene.send(scene.cast.officer, *reversed(visit), now=now)
    assert {each.status for each in results} == {"stored"}
    stored = {report.pk: report for report in Report.objects.all()}
    assert [stored[UUID(report["id"])].made_at.isoformat() for report in visit] == [each["made_at"] for each in visit]
    order = counted(scene)
    assert [str(each) for each, _ in order] == [report["id"] for report in visit]
    assert all(scene.case.opened_at <= at <= now for _, at in order)
    standing = Standing.model_validate(scene.case.standing)
    assert (standing.state, standing.strays) == ("answered", {})
    assert standing.visit.arrived_at
    assert scene.case.opened_at <= standing.visit.arrived_at <= now


@pytest.mark.parametrize("clock", CLOCKS[:3])  # Further off than an offset can say are the others
def test_a_clock_that_is_off_and_knows_it_counts_to_the_second(scene: Scene, clock: datetime) -> None:
    start = scene.case.opened_at + timedelta(minutes=10)
    offset_ms = round((start - clock).total_seconds() * 1000)
    scene.send(scene.cast.officer, *visit_by(scene, clock, offset_ms))
    expected = [start + timedelta(minutes=minute) for minute in range(8)]
    assert [
        abs(at - should) < timedelta(milliseconds=1) for (_, at), should in zip(counted(scene), expected, strict=True)
    ] == [True] * 8


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_days_off_is_corrected_by_what_the_phone_measured(scene: Scene, days: int) -> None:
    start = scene.case.opened_at + timedelta(minutes=10)
    scene.send(scene.cast.officer, *visit_by(scene, start + timedelta(days=days), -days * A_DAY_MS))
    assert counted(scene)[0][1] == start
    assert Standing.model_validate(scene.case.standing).visit.arrived_at == start


def test_another_time_zone_is_the_same_moment(scene: Scene) -> None:
    start = scene.case.opened_at + timedelta(minutes=10)
    tokyo = timezone.get_fixed_timezone(timedelta(hours=9))
    visit = visit_by(scene, start.astimezone(tokyo))
    assert visit[0]["made_at"].endswith("+09:00")
    scene.send(scene.cast.officer, *visit)
    assert [at for _, at in counted(scene)] == [start + timedelta(minutes=minute) for minute in range(8)]
    shown = scene.cast.client(scene.cast.chief).get(f"/api/cases/{scene.case.pk}/").json()["reports"]
    assert {report["made_at"][-1] for report in shown} == {"Z"}


def test_an_offset_beyond_the_end_of_time_stops_there(scene: Scene) -> None:
    far = 10**13
    first = made(scene.made(scene.cast.officer, "note", note="a"), datetime(9998, 1, 1, tzinfo=UTC), far)
    second = made(scene.made(scene.cast.officer, "note", note="b"), datetime(2, 1, 1, tzinfo=UTC), -far)
    assert [each.status for each in scene.send(scene.cast.officer, first, second)] == ["stored", "stored"]
    assert [str(each) for each, _ in counted(scene)] == [first["id"], second["id"]]
    assert counted_at(datetime(9998, 1, 1, tzinfo=UTC), far, None).year == 9999
    assert counted_at(datetime(2, 1, 1, tzinfo=UTC), -far, None).year == 1


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "2026-03-05T04:00:00", "soon"]
)
def test_what_is_no_moment_names_its_field_and_keeps_nobody_out(scene: Scene, at: str) -> None:
    bad = scene.made(scene.cast.officer, "note", note="a") | {"made_at": at}
    good = scene.made(scene.cast.officer, "note", note="b")
    results = scene.send(scene.cast.officer, bad, good)
    assert [each.status for each in results] == ["invalid", "stored"]
    assert [error.field for error in results[0].errors] == ["made_at"]


def test_a_call_for_help_from_1970_rings_since_the_opening_and_not_for_decades(scene: Scene) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    scene.send(scene.cast.officer, made(scene.made(scene.cast.officer, "help"), epoch))
    assert Standing.model_validate(scene.case.standing).help_since == scene.case.opened_at


def test_hang_ups_by_a_phone_in_1970_leave_the_visit_the_time_it_has(scene: Scene) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    scene.send(scene.cast.operator, made(scene.called("hung_up"), epoch), made(scene.called("hung_up"), epoch))
    standing = Standing.model_validate(scene.case.standing)
    assert standing.immediate_since == scene.case.opened_at
    assert standing.due_at
    assert standing.due_at > scene.case.opened_at


def test_each_phone_keeps_its_own_order_whatever_the_others_clocks_say(scene: Scene) -> None:
    officer, start = scene.cast.officer, scene.case.opened_at + timedelta(minutes=30)
    slow, right = uuid4(), uuid4()
    notes = [made(scene.made(officer, "note", note=str(n)), start + timedelta(minutes=n)) for n in range(4)]
    notes[0] |= {"made_at": datetime(1970, 1, 1, tzinfo=UTC).isoformat(), "seq": 1}
    notes[2] |= {"made_at": datetime(1970, 1, 1, tzinfo=UTC).isoformat(), "seq": 2}
    for device, mine in ((right, notes[1::2]), (slow, notes[0::2][::-1])):
        scene.devices[officer.pk] = device
        scene.send(officer, *mine)
    order = [str(each) for each, _ in counted(scene)]
    assert [each for each in order if each in (notes[0]["id"], notes[2]["id"])] == [notes[0]["id"], notes[2]["id"]]
    assert [each for each in order if each in (notes[1]["id"], notes[3]["id"])] == [notes[1]["id"], notes[3]["id"]]


def test_the_standing_kept_is_the_standing_folded_anew(scene: Scene) -> None:
    for clock in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        scene.send(scene.cast.officer, *visit_by(scene, clock))
    assert standing_of(Case.objects.get()) == Standing.model_validate(scene.case.standing)
