"""The same instant: what two or twenty do at once ends as one fact, and every answer is a success."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from backend.cases.actions import assign
from backend.cases.evidence import store_evidence
from backend.cases.fold import standing_of
from backend.cases.models import Assignment, Case, Evidence, Report
from backend.cases.reporting import store_reports
from backend.cases.wire import ReportResult, Standing
from backend.live.models import Event
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    return set_scene(build_cast())


def sending(member: Member, device: UUID, *reports: dict[str, Any]) -> partial[list[ReportResult]]:
    return partial(store_reports, member, device, "Android · Chrome", reports, timezone.now())


def test_the_same_report_from_twenty_workers_is_one_row_and_twenty_successes(scene: Scene) -> None:
    report, device = scene.called("busy"), uuid4()
    results = together([sending(scene.cast.operator, device, report) for _ in range(20)])
    statuses = sorted(result.status for (result,) in results)
    assert statuses == ["known"] * 19 + ["stored"]
    assert Report.objects.count() == 1
    assert Event.objects.filter(kind="report_stored").count() == 1


def test_two_reports_in_one_instant_are_both_folded(scene: Scene) -> None:
    officer, operator = scene.cast.officer, scene.cast.operator
    together(
        [
            sending(operator, uuid4(), scene.called("hung_up"), scene.called("hung_up")),
            sending(officer, uuid4(), scene.visited("travel", "arrived")),
        ]
    )
    case = Case.objects.get()
    standing = Standing.model_validate(case.standing)
    assert standing == standing_of(case)
    assert standing.immediate_since is not None
    assert standing.visit.arrived_at is not None


def test_accepting_while_the_chief_gives_it_to_another_leaves_one_owner(scene: Scene) -> None:
    cast = scene.cast
    accept = scene.made(cast.officer, "accept", track="visit", assignment=scene.visit.pk)
    reassign = partial(
        assign, scene.case, "visit", cast.nanping, cast.officer2, by=cast.chief, why="chief", now=timezone.now()
    )
    calls: list[Callable[[], object]] = [sending(cast.officer, uuid4(), accept), reassign]
    together(calls)
    open_ones = Assignment.objects.filter(case=scene.case, track="visit", ended_at=None)
    assert [a.member for a in open_ones] == [cast.officer2]
    assert Report.objects.filter(kind="accept").count() == 1


def test_one_member_accepting_on_two_phones_is_accepted_once(scene: Scene) -> None:
    officer = scene.cast.officer
    accepts = [scene.made(officer, "accept", track="visit", assignment=scene.visit.pk) for _ in range(2)]
    results = together([sending(officer, uuid4(), accept) for accept in accepts])
    assert [result.status for (result,) in results] == ["stored", "stored"]
    scene.visit.refresh_from_db()
    assert scene.visit.accepted_at is not None
    standing = Standing.model_validate(Case.objects.get().standing)
    assert standing.visit.accepted_by == officer.pk


def test_two_assignments_in_one_instant_never_send_two(scene: Scene) -> None:
    cast = scene.cast
    both = [
        partial(assign, scene.case, "visit", cast.nanping, member, by=cast.chief, why="chief", now=timezone.now())
        for member in (cast.officer2, cast.officer3)
    ]
    together(both)
    assert Assignment.objects.filter(case=scene.case, track="visit", ended_at=None).count() == 1


def test_the_same_picture_from_four_workers_is_one_picture(scene: Scene, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = b"\xff\xd8\xff" + bytes(2000)
    sha256 = hashlib.sha256(picture).hexdigest()
    store = partial(store_evidence, scene.cast.officer, str(scene.case.pk), sha256, picture, timezone.now())
    together([store] * 4)
    assert Evidence.objects.count() == 1
    assert Event.objects.filter(kind="evidence_received").count() == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256]
