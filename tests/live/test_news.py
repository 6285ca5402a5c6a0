"""News: exactly what lies after the cursors, for this member alone, or a snapshot when they say nothing."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from backend.cases.actions import assign
from backend.live import missed
from backend.live.actions import record
from backend.live.duty import tell_duty
from backend.live.events import DutyChanged, EvidenceReceived
from backend.live.models import Entry, Event
from backend.live.queries import news
from backend.live.wire import News
from backend.people.actions import set_duty
from backend.people.models import Member, Unit
from backend.storage import one_transaction
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

NOW = timezone.now()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def heads(*units: Unit) -> dict[int, int]:
    return dict(Unit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "stream_head"))


def tell(*units: Unit, times: int = 1, now: datetime = NOW) -> None:
    with one_transaction():
        for _ in range(times):
            record(DutyChanged(member=0, on_duty=True), by=None, now=now, units=units)


def ask(member: Member, cursors: dict[int, int]) -> News:
    return news(member, cursors, timezone.now())


def kinds(heard: News) -> list[str]:
    return [event.kind for event in heard.events]


def test_whoever_knows_nothing_gets_a_snapshot_of_all_he_may_see(scene: Scene) -> None:
    heard = ask(scene.cast.chief, {})
    assert heard.snapshot
    assert [case.id for case in heard.cases] == [scene.case.pk]
    assert heard.cursors == heads(scene.cast.nanping)
    assert scene.cast.officer.pk in {member.id for member in heard.members}
    assert not heard.more


def test_after_the_cursors_come_the_later_events_in_order_and_no_others(scene: Scene) -> None:
    chief = scene.cast.chief
    at = ask(chief, {}).cursors
    scene.send(scene.cast.officer, scene.visited("travel", "arrived"))
    scene.send(scene.cast.officer, scene.visited("door", "met_target"))
    heard = ask(chief, at)
    assert not heard.snapshot
    assert kinds(heard) == ["report_stored", "report_stored"]
    assert [event.number for event in heard.events] == [at[scene.cast.nanping.pk] + 1, at[scene.cast.nanping.pk] + 2]
    assert [len(case.reports) for case in heard.cases] == [2]
    assert heard.cursors == heads(scene.cast.nanping)


def test_whoever_has_everything_gets_nothing(scene: Scene) -> None:
    heard = ask(scene.cast.chief, ask(scene.cast.chief, {}).cursors)
    assert not heard.says_something()
    assert not heard.more


def test_an_officer_hears_of_his_own_case_and_his_colleague_of_nothing(scene: Scene) -> None:
    officer, colleague = scene.cast.officer, scene.cast.officer2
    at, at_colleague = ask(officer, {}).cursors, ask(colleague, {}).cursors
    scene.send(officer, scene.visited("travel", "arrived"))
    assert kinds(ask(officer, at)) == ["report_stored"]
    assert not ask(colleague, at_colleague).says_something()


def test_the_outsider_and_the_administrator_hear_nothing(scene: Scene) -> None:
    for member in (scene.cast.outsider, scene.cast.admin):
        first = ask(member, {})
        assert first.cases == []
        scene.send(scene.cast.officer, scene.visited("travel", "arrived"))
        assert not ask(member, first.cursors).events


def test_a_relieved_officer_is_told_to_drop_the_case_and_nothing_of_what_follows(scene: Scene) -> None:
    cast = scene.cast
    at = ask(cast.officer, {}).cursors
    assign(scene.case, "visit", cast.nanping, cast.officer2, by=cast.chief, why="chief", now=timezone.now())
    heard = ask(cast.officer, at)
    assert heard.removed == [scene.case.pk]
    assert heard.ends == {scene.case.pk: "reassigned"}
    assert heard.cases == []
    assert heard.events == []


def test_a_stream_the_reader_does_not_know_brings_a_snapshot(scene: Scene) -> None:
    at = ask(scene.cast.city_commander, {}).cursors
    del at[scene.cast.nanan.pk]
    assert ask(scene.cast.city_commander, at).snapshot


def test_a_stream_that_is_no_longer_the_readers_brings_a_snapshot(scene: Scene) -> None:
    commander = scene.cast.city_commander
    at = ask(commander, {}).cursors
    commander.unit = scene.cast.nanan
    assert ask(commander, at).snapshot


def test_cursors_from_a_future_that_a_restored_database_never_had_bring_a_snapshot(scene: Scene) -> None:
    unit = scene.cast.nanping.pk
    assert ask(scene.cast.chief, {unit: heads(scene.cast.nanping)[unit] + 1}).snapshot


def test_a_hole_in_what_is_kept_brings_a_snapshot(scene: Scene) -> None:
    unit = scene.cast.nanping.pk
    Entry.objects.filter(unit=unit, number__lte=2).delete()
    assert ask(scene.cast.chief, {unit: 0}).snapshot
    assert not ask(scene.cast.chief, {unit: 2}).snapshot


def test_too_far_behind_brings_a_snapshot_and_nearly_so_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "TOO_FAR_BEHIND", 5)
    tell(cast.nanping, times=6)
    assert ask(cast.chief, {cast.nanping.pk: 0}).snapshot
    assert not ask(cast.chief, {cast.nanping.pk: 1}).snapshot


def test_many_entries_come_in_pieces_that_join_without_gap_or_double(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "ENTRIES_AT_ONCE", 4)
    for _ in range(5):
        tell(cast.nanan)
        tell(cast.shapingba)
        tell(cast.city)
    at, heard = dict.fromkeys(ask(cast.city_commander, {}).cursors, 0), []
    while True:
        piece = ask(cast.city_commander, at)
        heard += [(event.unit, event.number) for event in piece.events]
        at = piece.cursors
        if not piece.more:
            break
        assert len(piece.events) == 4
    units = (cast.nanan, cast.shapingba, cast.city)
    assert sorted(heard) == sorted((unit.pk, number) for unit in units for number in range(1, 6))
    assert at == heads(cast.city, cast.nanan, cast.shapingba, cast.qianjiang)


def test_a_cut_never_steps_over_an_event_that_was_made_first_and_numbered_last(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "ENTRIES_AT_ONCE", 1)
    first, second = (
        Event.objects.create(kind="duty_changed", at=NOW, data={"member": 0, "on_duty": True}) for _ in range(2)
    )
    Entry.objects.create(unit=cast.nanping, number=1, event=second)
    Entry.objects.create(unit=cast.nanping, number=2, event=first)
    Unit.objects.filter(pk=cast.nanping.pk).update(stream_head=2)
    piece = ask(cast.chief, {cast.nanping.pk: 0})
    assert piece.cursors == {cast.nanping.pk: 1}
    assert piece.more
    assert ask(cast.chief, piece.cursors).cursors == {cast.nanping.pk: 2}


def test_an_event_in_two_streams_of_one_reader_is_told_once(cast: Cast) -> None:
    at = ask(cast.city_commander, {}).cursors
    tell(cast.nanan, cast.shapingba)
    heard = ask(cast.city_commander, at)
    assert len(heard.events) == 1
    assert heard.cursors == heads(cast.city, cast.nanan, cast.shapingba, cast.qianjiang)


def test_a_duty_change_brings_the_board_its_people_and_a_colleague_nothing(cast: Cast) -> None:
    at = {member.pk: ask(member, {}).cursors for member in (cast.chief, cast.officer, cast.officer2)}
    set_duty(cast.officer, on_duty=False, now=timezone.now())
    board = ask(cast.chief, at[cast.chief.pk])
    assert kinds(board) == ["duty_changed"]
    assert [member.on_duty for member in board.members if member.id == cast.officer.pk] == [False]
    own = ask(cast.officer, at[cast.officer.pk])
    assert kinds(own) == ["duty_changed"]
    assert own.members == []
    assert not ask(cast.officer2, at[cast.officer2.pk]).says_something()


def test_events_of_a_case_that_is_not_there_are_told_to_nobody(cast: Cast) -> None:
    class Gone:
        id = uuid4()

        @classmethod
        def streams_of(cls, cases: Collection["Gone"]) -> dict[UUID, set[int]]:
            return {case.id: {cast.nanan.pk, cast.nanping.pk} for case in cases}

    at = ask(cast.chief, {}).cursors
    with one_transaction():
        record(EvidenceReceived(sha256="0" * 64), by=None, now=NOW, case=Gone())
    assert ask(cast.chief, at).events == []


def test_reading_the_news_costs_the_same_few_queries_however_much_there_is(
    scene: Scene, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    unit = scene.cast.nanping.pk
    with one_transaction():
        tell_duty(scene.cast.officer, NOW, scene.cast.officer)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert ask(scene.cast.chief, {unit: 0}).events
