"""In the same instant, each on a thread and a connection of its own: one person is one case, and joined once."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.utils import timezone

from backend.cases.models import Case
from backend.intake.actions import take_in
from backend.intake.joining import join
from backend.intake.models import Identity, Signal
from backend.people.models import Member
from backend.problems import Refused
from tests.cast import build_cast
from tests.intake.scene import ID_NUMBER, signal, source_of
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signals_in_one_instant_make_one_case() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    for turn in range(3):
        target = {"phone": f"1990000500{turn}", "division": "500108003"}
        both = [signal(f"{turn}-{index}", target=target) for index in range(4)]
        results = together([partial(take_in, source, [one], timezone.now()) for one in both])
        assert sorted(result.status for (result,) in results) == ["accepted", "joined", "joined", "joined"]
        assert Identity.objects.get(value=target["phone"]).times == 1
    assert Case.objects.count() == 3
    assert all(case.assignments.filter(track="visit").count() == 1 for case in Case.objects.all())


def test_one_by_phone_and_one_by_id_number_in_the_same_instant_lose_nothing() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    by_phone, by_id = {"phone": "19900001234"}, {"id_number": ID_NUMBER}
    targets = [by_phone, by_id, by_phone | by_id, by_id | by_phone]
    calls = [
        partial(take_in, source, [signal(f"{n}", target=target)], timezone.now()) for n, target in enumerate(targets)
    ]
    statuses = [result.status for (result,) in together(calls)]
    assert set(statuses) <= {"accepted", "joined"}
    assert Case.objects.count() == statuses.count("accepted") <= 2
    assert sum(Case.objects.values_list("signal_count", flat=True)) == 4


def test_the_same_batch_sent_twice_at_once_is_stored_once() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    batch = [
        signal(f"{n}", target={"phone": f"199000050{n:02d}", "division": division}, behaviours=[])
        for n, division in enumerate(["500108003", "500106003", "500108002", "500114121"] * 2)
    ]
    backwards = list(reversed(batch))
    first, second = together([partial(take_in, source, items, timezone.now()) for items in (batch, backwards)])
    assert sorted(one.status for one in first + second) == ["accepted"] * 8 + ["known"] * 8
    assert Signal.objects.count() == Case.objects.count() == 8
    numbers = set(Case.objects.values_list("number", flat=True))
    assert numbers == {one.case for one in first} == {one.case for one in second}


def test_a_case_number_is_taken_once_and_counts_the_districts_day() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    midnight = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # In Beijing the 26th begins.
    targets = [{"phone": f"1990000500{n}", "division": "500108003"} for n in range(4)]
    together([partial(take_in, source, [signal(f"{n}", target=t)], midnight) for n, t in enumerate(targets)])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"500108-20261126-0000{n}" for n in range(1, 5)]


def test_two_who_join_each_others_way_at_once_make_one_case_and_the_slower_is_told() -> None:
    cast = build_cast()
    source = source_of(cast.city)
    for turn in range(3):
        pair = [signal(f"{turn}-{n}", target={"phone": f"199000050{turn}{n}", "division": "500108003"}) for n in (0, 1)]
        first, second = (Case.objects.get(number=one.case) for one in take_in(source, pair, timezone.now()))

        def joined(who: Member, case: Case, into: Case) -> str:
            try:
                join(who, case.pk, into.pk, timezone.now())
            except Refused as refused:
                return refused.code
            return "joined"

        heard = together([partial(joined, cast.chief, first, second), partial(joined, cast.operator, second, first)])
        assert sorted(heard) in (["case_closed", "joined"], ["joined", "joined_before"])
        first.refresh_from_db()
        second.refresh_from_db()
        assert sorted((first.state, second.state)) == ["closed", "open"]
        left = first if first.state == "open" else second
        assert left.signal_count == 2
        phones = Identity.objects.filter(value__in=[one["target"]["phone"] for one in pair])
        assert set(phones.values_list("case", flat=True)) == {left.pk}
