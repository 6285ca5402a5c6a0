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
from backend.cases.models import Assignment, Case, Evidence, Report, Upload
from backend.cases.reporting import store_reports
from backend.cases.uploads import WrongOffset, begin_upload, take_piece
from backend.cases.wire import ReportResult, Standing, UploadBegun
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


def test_begun_from_four_workers_it_is_one_upload(scene: Scene, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    begun = UploadBegun(case=scene.case.pk, sha256="0" * 64, length=2000)
    together([partial(begin_upload, scene.cast.officer, begun, timezone.now())] * 4)
    assert Upload.objects.count() == 1


def test_of_two_pieces_in_one_instant_one_joins_on(scene: Scene, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture, now, officer = b"\xff\xd8\xff" + bytes(1997), timezone.now(), scene.cast.officer
    sha256 = hashlib.sha256(picture).hexdigest()
    upload = begin_upload(officer, UploadBegun(case=scene.case.pk, sha256=sha256, length=2000), now)

    def send(start: int, end: int) -> int | WrongOffset:
        try:
            return take_piece(officer, upload.pk, start, picture[start:end], now).offset
        except WrongOffset as refused:
            return refused

    first = together([partial(send, 0, end) for end in (700, 1000, 1300, 1500)])
    (there,) = [offset for offset in first if isinstance(offset, int)]
    assert {said.offset for said in first if isinstance(said, WrongOffset)} == {there}
    last = together([partial(send, there, 2000)] * 4)
    assert [offset for offset in last if isinstance(offset, int)] == [2000]
    assert Evidence.objects.get().sha256 == sha256
    assert Event.objects.filter(kind="evidence_received").count() == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256]


def test_a_picture_sent_whole_and_in_pieces_in_one_instant_is_one(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture, now, officer, case = b"\xff\xd8\xff" + bytes(1997), timezone.now(), scene.cast.officer, scene.case
    sha256 = hashlib.sha256(picture).hexdigest()
    begun = UploadBegun(case=case.pk, sha256=sha256, length=2000)
    uploads = [begin_upload(member, begun, now) for member in (officer, scene.cast.chief)]
    pieces = [partial(take_piece, upload.by, upload.pk, 0, picture, now) for upload in uploads]
    whole = partial(store_evidence, officer, str(case.pk), sha256, picture, now)
    calls: list[Callable[[], object]] = [*pieces, whole, partial(begin_upload, scene.cast.operator, begun, now)]
    together(calls)
    assert Evidence.objects.count() == 1
    assert Event.objects.filter(kind="evidence_received").count() == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256]
