"""What the clock does: draws a period once when it is over, from real cases alone, and tells once of what is late."""

from datetime import timedelta
from functools import partial

import pytest

from backend.flow.load import rules
from backend.live.models import Entry, Event
from backend.lookback import drawing
from backend.lookback.draw import Closed, draw
from backend.lookback.late import tell_late
from backend.lookback.models import LookBack, LookBackDraw
from tests.cast import Cast, build_cast
from tests.lookback.scene import LAST_WEEK, NOW, closed_case, drawn
from tests.together import together

pytestmark = pytest.mark.django_db


def test_a_week_that_is_over_is_drawn_once_and_a_unit_elsewhere_asks(cast: Cast) -> None:
    case = closed_case(cast.nanan, cast.nanping)
    assert drawing.look(NOW) == 1
    (row,) = LookBack.objects.all()
    assert (row.case, row.unit, row.answer_by) == (case, cast.nanping, NOW + timedelta(days=5))
    assert row.checker in (cast.shapingba, cast.qianjiang)
    assert drawing.look(NOW + timedelta(minutes=1)) == 0
    assert LookBackDraw.objects.get().closed == 1


def test_drills_and_what_closed_before_or_after_are_not_asked_about(cast: Cast) -> None:
    closed_case(cast.nanan, cast.nanping, drill=True)
    closed_case(cast.nanan, cast.nanping, at=NOW - timedelta(hours=1))
    closed_case(cast.nanan, cast.nanping, at=LAST_WEEK - timedelta(days=7))
    closed_case(cast.nanan, cast.nanping, outcome="repeat")
    drawing.look(NOW)
    assert not LookBack.objects.exists()
    assert LookBackDraw.objects.get().closed == 1


def test_a_case_that_never_had_a_station_is_its_districts(cast: Cast) -> None:
    closed_case(cast.nanan, None)
    drawing.look(NOW)
    assert LookBack.objects.get().unit == cast.nanan


def test_the_next_week_waits_until_it_is_over_and_weeks_missed_are_made_up_for(cast: Cast) -> None:
    closed_case(cast.nanan, cast.nanping, at=NOW)
    drawing.look(NOW)
    monday = NOW.replace(hour=0) + timedelta(days=5)
    assert drawing.look(monday) == 0
    later = monday + timedelta(days=8)
    assert (drawing.look(later), drawing.look(later), drawing.look(later)) == (1, 1, 0)
    ends = list(LookBackDraw.objects.order_by("ends_at").values_list("ends_at", flat=True))
    assert [end - ends[0] for end in ends] == [timedelta(days=7 * week) for week in range(3)]
    assert LookBack.objects.get().draw.ends_at == ends[1]


def test_with_its_seed_the_sample_is_drawn_again(cast: Cast) -> None:
    cases = [closed_case(cast.nanan, cast.nanping) for _ in range(40)]
    drawing.look(NOW)
    seed = LookBackDraw.objects.get().seed
    frame = [Closed(case.pk, "500108003", "500108", "high", "persuaded") for case in cases]
    again = draw(seed, frame, ["500106", "500108", "500114"], rules().lookbacks)
    # 黔江 and 沙坪坝 each have an operator; 南岸 asks about others.
    assert {(one.closed.case, one.checker) for one in again} == set(
        LookBack.objects.values_list("case", "checker__code")
    )


def broken_row(*args: object) -> LookBack:
    raise ConnectionError


def test_what_breaks_half_way_leaves_nothing_and_is_drawn_at_the_next_look(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_case(cast.nanan, cast.nanping)
    with monkeypatch.context() as broken:
        broken.setattr(drawing, "_row", broken_row)
        assert drawing.look(NOW) == 0
    assert not LookBackDraw.objects.exists()
    assert drawing.look(NOW) == 1
    assert LookBack.objects.count() == 1


def test_what_is_late_is_told_to_the_checking_units_commander_once(cast: Cast) -> None:
    row = drawn(cast)
    cast.commander.unit = row.checker
    cast.commander.save()
    assert tell_late(row.answer_by - timedelta(seconds=1)) == 0
    assert tell_late(row.answer_by) == 1
    told = Event.objects.get(kind="look_backs_late")
    assert (told.case_id, told.data) == (None, {"count": 1, "members": [cast.commander.pk]})
    assert set(Entry.objects.filter(event=told).values_list("unit", flat=True)) == {row.checker_id}
    assert tell_late(row.answer_by + timedelta(minutes=1)) == 0


def test_nobody_is_told_of_the_draw(cast: Cast) -> None:
    drawn(cast)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_draw_one_sample_and_tell_once() -> None:
    cast = build_cast()
    closed_case(cast.nanan, cast.nanping)
    together([partial(drawing.look, NOW)] * 2)
    row = LookBack.objects.get()
    together([partial(drawing.look, row.answer_by)] * 2)
    assert Event.objects.filter(kind="look_backs_late").count() == 1
