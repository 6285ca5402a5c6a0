"""演练数据: a demo day is made by the real actions, shows every state, is the same for its seed, and stays out of real cities."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from backend.cases.fold import standing_of
from backend.cases.models import Assignment, Case, Decision, Evidence, Report
from backend.drill.areas import manned_areas
from backend.drill.plan import STAGED, planned_day
from backend.drill.texts import texts
from backend.flow.load import rules
from backend.intake.models import Signal, Source
from backend.live.models import Event
from backend.people.models import Member
from backend.times import BEIJING
from tests.cast import Cast

UNTIL = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


def make_day(cases: int = len(STAGED), seed: int = 1) -> str:
    said = StringIO()
    until = UNTIL.isoformat()
    call_command("demo_day", cases=cases, seed=seed, until=until, stdout=said, stderr=StringIO())
    return said.getvalue()


def open_case(**wanted: Any) -> bool:
    """Whether there is a case whose standing, by dotted paths, says all of this."""

    def says(case: Case, path: str, value: Any) -> bool:
        found: Any = case.standing
        for part in path.split("__"):
            found = found[part]
        return bool(value(found) if callable(value) else found == value)

    return any(all(says(case, path, value) for path, value in wanted.items()) for case in Case.objects.all())


def assigned(**wanted: Any) -> bool:
    return Assignment.objects.filter(ended_at=None, member__isnull=False, case__state="open", **wanted).exists()


LATER: Callable[[Any], bool] = lambda at: at is not None and datetime.fromisoformat(at) > UNTIL  # noqa: E731
SHOWN: dict[str, Callable[[], bool]] = {
    "without a station": lambda: Case.objects.filter(station=None, needs_routing="no_station", state="open").exists(),
    "nobody on duty": lambda: Case.objects.filter(needs_routing="nobody_to_visit", state="open").exists(),
    "not delivered": lambda: assigned(delivered_at=None),
    "not accepted": lambda: assigned(delivered_at__isnull=False, accepted_at=None),
    "late": lambda: Case.objects.filter(state="open", due_at__lt=UNTIL).exists(),
    "calling": lambda: open_case(state="open", call__step="dial", call__attempts=lambda tries: len(tries) > 0),
    "on the way": lambda: assigned(track="visit", accepted_at__isnull=False),
    "at the door": lambda: open_case(state="open", visit__arrived_at=bool),
    "to be signed": lambda: Case.objects.filter(state="answered").exists(),
    "sent back": lambda: Case.objects.filter(state="open", decisions__kind="sent_back").exists(),
    "escalated": lambda: Case.objects.filter(state="open", escalations__does="next_person").exists(),
    "signed": lambda: Decision.objects.filter(kind="signed").exists(),
    "transferred": lambda: Assignment.objects.filter(why="transferred").exists(),
    "joined": lambda: Case.objects.filter(signal_count=2).exists(),
    "level raised": lambda: Event.objects.filter(kind="level_raised").exists(),
    "a stray report": lambda: open_case(strays=bool),
    "help": lambda: open_case(help_since=bool),
    "a revisit planned": lambda: open_case(revisit_at=LATER),
    "made without a signal": lambda: any(r.received_at - r.made_at > timedelta(minutes=8) for r in _by_volunteers()),
    "a picture": Evidence.objects.exists,
    "a signature": lambda: Report.objects.filter(body__inputs__evidence__1__use="signature").exists(),
}


def _by_volunteers() -> list[Report]:
    return list(Report.objects.filter(member__role="volunteer", kind="answer"))


@pytest.mark.thorough
def test_a_day_shows_every_state_and_a_second_run_changes_nothing(city: None) -> None:
    make_day(cases=30)
    assert {name: shown() for name, shown in SHOWN.items()} == dict.fromkeys(SHOWN, True)
    cases = list(Case.objects.all())
    assert all(case.drill and case.opened_at <= UNTIL for case in cases)
    assert all(standing_of(case).model_dump(mode="json") == case.standing for case in cases)
    assert Event.objects.filter(at__gt=UNTIL).count() == 0
    counts = [model.objects.count() for model in (Case, Signal, Report, Event)]
    assert "there already" in make_day(cases=30)
    assert [model.objects.count() for model in (Case, Signal, Report, Event)] == counts


def made() -> list[Any]:
    """What a seed decides: numbers, texts, who reported what and when."""
    cases = Case.objects.order_by("number").values_list("number", "state", "level", "target_name", "signals__0__text")
    said = Report.objects.order_by("pk").values_list("pk", "member__username", "kind", "body__answer", "made_at")
    return [*cases, *said]


@pytest.mark.thorough
def test_the_same_seed_makes_the_same_day_and_another_a_different_one(city: None) -> None:
    days = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            make_day(cases=10, seed=seed)
            days.append(made())
            transaction.set_rollback(True)
    assert days[0] == days[1] != days[2]


def test_a_day_has_all_types_in_its_curve_and_within_a_day(city: None) -> None:
    plan = planned_day(texts(), manned_areas(), seed=1, cases=300, until=UNTIL)
    assert {one.signal.get("fraud_type") for one in plan} - {None} == set(rules().fraud_types)
    assert all(UNTIL - timedelta(days=1) <= one.at < UNTIL for one in plan)
    nights = sum(1 for one in plan if one.at.astimezone(BEIJING).hour < 6)
    assert 5 < nights < len(plan) / 4
    stations = {(one.signal["target"].get("division") or "")[:9] for one in plan} - {""}
    assert len(stations) == 12


def test_nobody_real_gets_invented_cases(cast: Cast) -> None:
    Member.objects.update(name="别人")
    with pytest.raises(CommandError, match="load_demo"):
        make_day()
    assert not Case.objects.exists()


def test_a_city_with_real_cases_gets_no_drill_data(city: None) -> None:
    from backend.intake.actions import take_in

    target = {"phone": "19900001234", "division": "500108003"}
    take_in(Source.objects.get(code="city-platform"), [{"reference": "real", "target": target}], UNTIL)
    with pytest.raises(CommandError, match="real cases"):
        make_day()
    assert Case.objects.count() == 1
