"""Many signals at once: cheap, and in the end as if each had come alone."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.cases.models import Assignment, Case
from backend.cases.opening import open_all
from backend.intake import holding
from backend.intake.actions import take_in
from backend.intake.models import Source
from backend.live.models import Event
from backend.live.notify.rows import Channel, Notification
from tests.cast import Cast
from tests.intake.scene import ID_NUMBER, signal

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
NANPING, HUAYUANLU, VILLAGE = "500108003", "500108002", "500114121204"
# However many signals are in a batch. Of one that wants call and visit, with the locks that PostgreSQL is asked for.
MOST_OF_ONE = 39
MOST_MORE = 6


def phone(number: int, division: str = NANPING, **more: str) -> dict[str, Any]:
    return {"name": "彭先生", "phone": f"1990000{number:04d}", "division": division, **more}


def queries_of(count: int, source: Source) -> int:
    """The queries of a batch of so many new people, without the marks of nested transactions."""
    batch = [signal(f"{count}-{number}", target=phone(count * 100 + number)) for number in range(count)]
    with CaptureQueriesContext(connection) as asked:
        assert {one.status for one in take_in(source, batch, NOW)} == {"accepted"}
    return sum("SAVEPOINT" not in query["sql"] for query in asked)


def test_twenty_signals_take_hardly_more_queries_than_one(source: Source) -> None:
    take_in(source, [signal("warm", target=phone(1))], NOW)
    one, twenty = queries_of(1, source), queries_of(20, source)
    assert one <= MOST_OF_ONE
    # When everybody has enough to do, the rest of them is put before the district as well.
    assert twenty <= one + MOST_MORE


def outcome_of(send: Callable[[], object]) -> dict[str, Any]:
    """What is stored by it, without the numbers of rows; then all of it is undone."""
    with transaction.atomic():
        send()
        found = {case.number: _told_of(case) for case in Case.objects.order_by("number")}
        transaction.set_rollback(True)
    return found


def _told_of(case: Case) -> dict[str, Any]:
    sent = {
        one.pk: (one.track, one.unit_id, one.member_id, one.why, one.end) for one in case.assignments.order_by("pk")
    }
    events = [
        (
            event.kind,
            event.data | ({"assignment": sent[event.data["assignment"]]} if "assignment" in event.data else {}),
        )
        for event in Event.objects.filter(case_id=case.pk).order_by("pk")
    ]
    told = Notification.objects.filter(case_id=case.pk).order_by("member", "channel")
    return {
        "phone": case.target_phone,
        "signals": [shown["text"] for shown in case.signals],
        "stands": (case.level, case.station_id, case.needs_routing, case.standing, case.due_at, case.look_at),
        "sent": list(sent.values()),
        "events": events,
        "streams": sorted(case.streams()),
        "told": list(told.values_list("member", "channel", "next_at", "about")),
        "words": sorted(case.search_words.values_list("word", flat=True)),
    }


def test_a_batch_comes_out_as_its_signals_do_one_by_one(source: Source, cast: Cast) -> None:
    for member in (cast.officer, cast.operator2):
        Channel.objects.create(
            member=member, kind="wecom", sealed="x", mark=f"{member.pk}", hint="h", created_at=NOW, by=cast.admin
        )
    no_transfer: dict[str, Any] = {"behaviours": []}
    batch = [
        signal("a", target=phone(1)),
        signal("b", target=phone(2), level="medium", **no_transfer),
        signal("c", target=phone(3, "")),
        signal("d", target=phone(4, ""), level="low", **no_transfer),
        signal("e", target=phone(2), text="又打来了"),
        signal("f", target=phone(5, VILLAGE)),
        signal("g", target=phone(6), drill=True),
        signal("a", target=phone(7)),
        signal("h", target=phone(8, HUAYUANLU)),
        signal("i", target=phone(9)),
    ]
    together = outcome_of(lambda: take_in(source, batch, NOW))
    one_by_one = outcome_of(lambda: [take_in(source, [one], NOW) for one in batch])
    assert len(together) == 8
    assert together == one_by_one
    assert any(each["told"] for each in together.values())


def test_whoever_is_sent_to_one_case_counts_as_busier_for_the_next_of_the_batch(source: Source, cast: Cast) -> None:
    take_in(
        source, [signal(f"{number}", target=phone(number), level="high", behaviours=[]) for number in range(3)], NOW
    )
    visits = Assignment.objects.filter(track="visit").values_list("member", flat=True)
    assert sorted(member or 0 for member in visits) == sorted([cast.officer.pk, cast.officer2.pk, cast.officer3.pk])


def test_two_of_a_batch_about_one_person_join_and_the_station_keeps_its_address(source: Source, cast: Cast) -> None:
    first = phone(1, address="南坪正街1号")
    second = phone(1, HUAYUANLU, address="花园路2号", id_number=ID_NUMBER)
    results = take_in(source, [signal("a", target=first), signal("b", target=second)], NOW)
    assert [one.status for one in results] == ["accepted", "joined"]
    case = Case.objects.get()
    assert (case.station, case.division_id, case.address) == (cast.nanping, NANPING, "南坪正街1号")
    assert (case.target_id_number, case.signal_count) == (ID_NUMBER, 2)


def test_the_one_that_cannot_be_stored_is_found_by_halves_and_alone_left_out(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def fails_for_one(cases: Sequence[Case], now: datetime) -> None:
        tried.append(len(cases))
        if any(case.target_phone == "19900000013" for case in cases):
            raise IntegrityError
        open_all(cases, now)

    monkeypatch.setattr(holding, "open_all", fails_for_one)
    results = take_in(source, [signal(f"{number}", target=phone(number)) for number in range(20)], NOW)
    assert [one.index for one in results if one.status == "failed"] == [13]
    assert [one.index for one in results] == list(range(20))
    assert Case.objects.count() == 19
    assert tried[0] == 20
    assert len(tried) <= 11
