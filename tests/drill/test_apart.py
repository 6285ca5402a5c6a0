"""A drill and what is real never mix: signals, warnings counted, people, order and stations stay apart."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.models import Case
from backend.cases.queries import current_cases, real
from backend.dispatch.actions import route_by_hand
from backend.dispatch.pool import judged
from backend.dispatch.queries import waiting_calls
from backend.intake.actions import take_in
from backend.intake.models import Source
from backend.people.models import Training
from backend.problems import Refused
from tests.cast import Cast
from tests.intake.scene import source_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast: Cast) -> Source:
    return source_of(cast.city)


def said(reference: str, *, drill: bool, phone: str = "19900001234", **more: Any) -> dict[str, Any]:
    target = {"name": "彭先生", "phone": phone, "division": "500108003", "address": "南坪正街1号"}
    return {"reference": reference, "target": target, "drill": drill} | more


def case_of(source: Source, item: dict[str, Any], now: datetime | None = None) -> Case:
    result = take_in(source, [item], now or timezone.now())[0]
    return Case.objects.get(number=result.case)


def test_a_drill_signal_never_joins_a_real_case_nor_a_real_one_a_drill(source: Source) -> None:
    practised = case_of(source, said("a", drill=True))
    happened = case_of(source, said("b", drill=False))
    assert practised != happened
    assert (practised.drill, happened.drill) == (True, False)
    assert case_of(source, said("c", drill=True)) == practised
    assert case_of(source, said("d", drill=False)) == happened
    assert case_of(source, said("e", drill=True, phone="19900009999", duplicate_of="b")) not in (practised, happened)


def test_both_in_one_batch_stay_apart(source: Source) -> None:
    results = take_in(source, [said("a", drill=True), said("b", drill=False)], timezone.now())
    assert [result.status for result in results] == ["accepted", "accepted"]
    assert results[0].case != results[1].case


def test_who_was_warned_in_a_drill_was_never_warned(source: Source) -> None:
    now = timezone.now()
    for day in range(4):
        case_of(source, said(f"drill-{day}", drill=True), now - timedelta(days=60 - 10 * day))
    happened = case_of(source, said("real", drill=False), now)
    assert not [reason for reason in happened.reasons if reason["rule"].startswith("warned")]
    again = case_of(source, said("drill-5", drill=True), now)
    assert [reason for reason in again.reasons if reason["rule"].startswith("warned")]


def test_whoever_practises_is_free_for_what_is_real_and_not_the_other_way_round(source: Source, cast: Cast) -> None:
    critical: dict[str, Any] = {"behaviours": ["transfer_under_way"]}
    for index in range(3):
        case_of(source, said(f"drill-{index}", drill=True, phone=f"1990000111{index}", **critical))
    happened = case_of(source, said("real", drill=False, **critical))
    sent = happened.assignments.get(track="visit")
    assert sent.member is not None
    practised = case_of(source, said("drill-9", drill=True, phone="19900002222", **critical))
    busy = {who.pk: objection for who, _, objection in judged(practised, "visit")}
    assert set(busy.values()) == {"on_critical"}
    free = [who for who, _, objection in judged(happened, "visit") if not objection]
    assert len(free) == 2
    assert sent.member not in free


def test_what_is_real_stands_above_and_is_called_first(source: Source, cast: Cast) -> None:
    now = timezone.now()
    practised = case_of(source, said("a", drill=True, behaviours=["transfer_under_way"]), now)
    happened = case_of(source, said("b", drill=False), now)
    assert list(current_cases(cast.operator, now)) == [happened, practised]
    assert waiting_calls(cast.operator) == [happened.pk, practised.pk]
    assert list(real(Case.objects.all())) == [happened]


def test_a_drill_goes_only_where_they_practise_too(source: Source, cast: Cast) -> None:
    now = timezone.now()
    practised = case_of(source, said("a", drill=True), now)
    begun = now - timedelta(minutes=1)
    Training.objects.create(unit=cast.nanping, since=begun, by=cast.chief)
    with pytest.raises(Refused, match="not_training"):
        route_by_hand(cast.operator, str(practised.pk), cast.huayuanlu.code, now)
    there = Training.objects.create(unit=cast.huayuanlu, since=begun, until=now, by=cast.chief)
    with pytest.raises(Refused, match="not_training"):
        route_by_hand(cast.operator, str(practised.pk), cast.huayuanlu.code, now)
    Training.objects.filter(pk=there.pk).update(until=now + timedelta(hours=1))
    assert route_by_hand(cast.operator, str(practised.pk), cast.huayuanlu.code, now).drill
    practised.refresh_from_db()
    assert practised.station == cast.huayuanlu


def test_a_real_case_goes_wherever_it_belongs(source: Source, cast: Cast) -> None:
    now = timezone.now()
    happened = case_of(source, said("a", drill=False), now)
    Training.objects.create(unit=cast.nanping, since=now, by=cast.chief)
    route_by_hand(cast.operator, str(happened.pk), cast.huayuanlu.code, now)
    happened.refresh_from_db()
    assert happened.station == cast.huayuanlu
