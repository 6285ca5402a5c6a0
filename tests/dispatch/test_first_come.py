"""首接首办: two who accept at once have one clear owner, the other hears who has it, and after the end nothing opens again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.actions import sign
from backend.cases.models import Assignment, Case
from backend.cases.queries import case_view, visible_cases
from backend.cases.wire import Standing
from backend.dispatch.actions import assign_by_hand
from backend.dispatch.escalating import look
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """The officer was silent for three minutes; the clock has sent another."""
    return relieved(set_scene(cast))


def relieved(scene: Scene) -> Scene:
    look(scene.case.graded_at + timedelta(seconds=180))
    scene.case.refresh_from_db()
    return scene


def second(scene: Scene) -> Assignment:
    return scene.case.assignments.get(track="visit", why="not_accepted")


def accepts(scene: Scene, member: Member, visit: Assignment, now: datetime) -> Any:
    report = scene.made(member, "accept", track="visit", assignment=visit.pk)
    return scene.send(member, report | {"made_at": now.isoformat()}, now=now)[0]


def owner(scene: Scene) -> tuple[Member | None, int | None]:
    case = Case.objects.get(pk=scene.case.pk)
    return case.assignments.get(track="visit", ended_at=None).member, Standing.model_validate(
        case.standing
    ).visit.accepted_by


def test_relieved_for_his_silence_he_accepts_first_and_has_it_again(scene: Scene) -> None:
    cast, now = scene.cast, scene.case.graded_at + timedelta(seconds=190)
    assert accepts(scene, cast.officer, scene.visit, now).stray is None
    assert owner(scene) == (cast.officer, cast.officer.pk)
    assert not visible_cases(cast.officer2).filter(pk=scene.case.pk).exists()
    late = accepts(scene, cast.officer2, second(scene), now + timedelta(seconds=1))
    assert (late.status, late.stray) == ("stored", "reassigned")
    assert owner(scene) == (cast.officer, cast.officer.pk)


def test_the_one_sent_in_his_place_was_quicker_and_keeps_it(scene: Scene) -> None:
    cast, now = scene.cast, scene.case.graded_at + timedelta(seconds=190)
    accepts(scene, cast.officer2, second(scene), now)
    late = accepts(scene, cast.officer, scene.visit, now + timedelta(seconds=1))
    assert (late.status, late.stray) == ("stored", "reassigned")
    assert owner(scene) == (cast.officer2, cast.officer2.pk)


def test_he_goes_on_where_he_was_with_what_his_phone_had_not_sent(scene: Scene) -> None:
    cast, now = scene.cast, scene.case.graded_at + timedelta(seconds=190)
    accepts(scene, cast.officer, scene.visit, now)
    arrived = scene.visited("travel", "arrived") | {"made_at": (now + timedelta(seconds=1)).isoformat()}
    assert scene.send(cast.officer, arrived, now=now + timedelta(seconds=2))[0].stray is None
    assert Standing.model_validate(scene.case.standing).visit.step == "door"


def test_whom_the_chief_sent_keeps_it_whoever_accepts_late(scene: Scene) -> None:
    cast, now = scene.cast, scene.case.graded_at + timedelta(seconds=190)
    assign_by_hand(cast.chief, str(scene.case.pk), "visit", cast.officer3.pk, now)
    accepts(scene, cast.officer, scene.visit, now + timedelta(seconds=1))
    assert owner(scene) == (cast.officer3, None)


def test_accepting_after_the_end_opens_nothing(scene: Scene) -> None:
    cast, now = scene.cast, scene.case.graded_at + timedelta(seconds=190)
    visit = second(scene)
    accepts(scene, cast.officer2, visit, now)
    scene.visit, cast.officer, first = visit, cast.officer2, scene.visit
    scene.send(cast.officer2, *scene.whole_visit())
    sign(cast.chief, str(scene.case.pk), timezone.now())
    late = scene.made(cast.officer3, "accept", track="visit", assignment=first.pk)
    member = first.member
    assert member is not None
    result = scene.send(member, late | {"seq": 900}, now=timezone.now())[0]
    scene.case.refresh_from_db()
    assert (result.status, scene.case.state) == ("stored", "closed")
    assert not scene.case.assignments.filter(ended_at=None).exists()


def test_who_was_relieved_reads_on_the_board_why_and_who_has_it(scene: Scene) -> None:
    view = case_view(scene.cast.chief, scene.case.pk)
    last = view.assignments[-1]
    assert (last.why, last.member and last.member.name) in [
        ("not_accepted", scene.cast.officer2.name),
        ("not_accepted", scene.cast.operator2.name),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_again_and_again_in_the_same_instant_have_one_owner_each_time(cast: Cast) -> None:
    scene = set_scene(cast)
    now = scene.case.graded_at
    for _ in range(20):
        now += timedelta(seconds=10)
        first = restart(scene, now)
        now += timedelta(seconds=180)
        look(now)
        scene.visit = first
        both: list[Callable[[], object]] = [
            partial(accepts, scene, cast.officer, first, now),
            partial(accepts, scene, cast.officer2, newest(scene), now),
        ]
        together(both)
        member, accepted_by = owner(scene)
        assert member is not None
        assert accepted_by == member.pk
        assert member in (cast.officer, cast.officer2)


def restart(scene: Scene, now: datetime) -> Assignment:
    """The case as new: one officer was just sent, and nobody has accepted."""
    Assignment.objects.filter(case=scene.case, track="visit").update(ended_at=now, end="transferred")
    case = Case.objects.get(pk=scene.case.pk)
    case.assignments.filter(track="visit").exclude(why="chief").update(why="chief")
    assign_by_hand(scene.cast.chief, str(case.pk), "visit", scene.cast.officer.pk, now)
    return newest(scene)


def newest(scene: Scene) -> Assignment:
    return scene.case.assignments.get(track="visit", ended_at=None)
