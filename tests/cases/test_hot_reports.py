"""What a report costs: the database is asked no more often than when this was written, and the standing is that of a refold."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.cases.actions import send_back, sign
from backend.cases.fold import refold
from backend.cases.models import Case
from backend.cases.opening import open_case
from backend.cases.reporting import store_reports
from backend.people.models import Member
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BEIJING = timezone(timedelta(hours=8))


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """The operator has accepted, so that his device is known."""
    scene = set_scene(cast)
    scene.send(cast.operator, scene.made(cast.operator, "accept", track="call", assignment=scene.call.pk))
    return scene


def questions(do: Callable[[], object]) -> int:
    """How often the database is asked, without the savepoint that stands for the transaction in a test."""
    with CaptureQueriesContext(connection) as caught:
        do()
    return sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries)


def report(scene: Scene, member: Member, said: dict[str, Any]) -> None:
    """His phone, which goes by Beijing time, sends it, and it fits."""
    said |= {"made_at": datetime.now(BEIJING).isoformat()}
    assert not store_reports(member, scene.devices[member.pk], "", [said], datetime.now(BEIJING))[0].stray


def test_an_answer_of_a_call_costs_eleven_questions(scene: Scene) -> None:
    operator, answer = scene.cast.operator, scene.called("busy")
    assert questions(lambda: report(scene, operator, answer)) <= 11


def test_an_answer_at_the_door_costs_one_more_for_its_alarm(scene: Scene) -> None:
    officer = scene.cast.officer
    scene.send(officer, scene.visited("travel", "arrived"))
    answer = scene.visited("door", "met_target", who="self")
    assert questions(lambda: report(scene, officer, answer)) <= 12


def test_a_report_that_is_known_costs_only_the_look(scene: Scene) -> None:
    operator, answer = scene.cast.operator, scene.called("busy")
    report(scene, operator, answer)
    assert questions(lambda: report(scene, operator, answer)) <= 4


def test_a_signature_costs_fifteen_questions(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    chief, case = scene.cast.chief, str(scene.case.pk)
    assert questions(lambda: sign(chief, case, datetime.now(BEIJING))) <= 15


def test_the_standing_is_that_of_a_refold_to_the_letter(scene: Scene) -> None:
    scene.send(scene.cast.officer, scene.made(scene.cast.officer, "note", note="已出发"))
    for answer in scene.whole_visit():
        report(scene, scene.cast.officer, answer)
        kept = Case.objects.get(pk=scene.case.pk).standing
        fresh = Case.objects.get(pk=scene.case.pk)
        fresh.standing = {}
        refold(fresh)
        assert fresh.standing == kept


def test_a_case_that_opens_is_folded_as_a_refold_does_to_the_letter(cast: Cast) -> None:
    case = open_case(opening(cast.nanan, target=PENG), datetime.now(BEIJING))
    kept = Case.objects.get(pk=case.pk)
    fresh = Case.objects.get(pk=case.pk)
    fresh.standing = {}
    refold(fresh)
    assert (fresh.standing, fresh.look_at) == (kept.standing, kept.look_at)
    assert kept.assignments.exists()


def test_a_case_that_was_sent_back_is_folded_by_that_as_long_as_it_lasts(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    send_back(scene.cast.chief, str(scene.case.pk), "照片不清楚", datetime.now(BEIJING))
    scene.send(scene.cast.operator, scene.made(scene.cast.operator, "note", note="已提醒"))
    assert (scene.case.state, scene.case.standing["outcome"]) == ("open", None)
