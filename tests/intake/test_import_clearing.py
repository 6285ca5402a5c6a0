"""Imported files are not kept for ever: after their days file and list go, and what the import came to stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from backend.intake.imports import progress
from backend.intake.imports.actions import begin, stop_import
from backend.intake.imports.clearing import clear_files
from backend.intake.imports.keep import path_of, result_path
from backend.intake.imports.loop import Importing
from backend.intake.models import Import, ImportFault, Source
from tests.cast import Cast, build_cast
from tests.intake.importing import TABLE, bring, imported, work
from tests.intake.scene import source_of

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=30, minutes=1)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.IMPORTS_ROOT = tmp_path / "imports"


def test_after_its_days_the_file_goes_and_what_it_came_to_stays(cast: Cast, source: Source) -> None:
    row = imported(source)
    assert clear_files(timezone.now() + timedelta(days=29)) == 0
    assert path_of(row.sha256).exists()
    assert clear_files(timezone.now() + LATER) == 1
    assert not path_of(row.sha256).exists()
    assert not result_path(row.pk).exists()
    client = cast.client(cast.city_commander)
    seen = client.get(f"/api/imports/{row.pk}/").json()
    assert (seen["state"], seen["is_file_kept"], seen["kept_until"], seen["has_result"]) == ("done", False, None, False)
    assert seen["counts"]["taken"] == {"accepted": 2, "joined": 1, "bad": 2}
    assert ImportFault.objects.filter(of=row).count() == 3
    assert client.get(f"/api/imports/{row.pk}/result/").status_code == 404
    assert clear_files(timezone.now() + LATER) == 0


def test_until_then_it_is_said_when(cast: Cast, source: Source) -> None:
    row = imported(source)
    seen = cast.client(cast.city_commander).get(f"/api/imports/{row.pk}/").json()
    assert row.ended_at is not None
    assert seen["kept_until"][:10] == (row.ended_at + timedelta(days=30)).date().isoformat()


def test_what_was_never_started_goes_as_well_with_the_rows_that_were_shown(cast: Cast, source: Source) -> None:
    row = work(bring(source))
    clear_files(timezone.now() + LATER)
    client = cast.client(cast.city_commander)
    seen = client.get(f"/api/imports/{row.pk}/").json()
    assert (seen["preview"]["rows"], seen["counts"]["good"]) == ([], 3)
    for door, body in (("start", None), ("columns", {"columns": [{"column": 0, "field": ""}]})):
        refused = client.post(f"/api/imports/{row.pk}/{door}/", body, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (409, "import_cleared")
    assert client.delete(f"/api/imports/{row.pk}/").status_code == 204


def test_a_stopped_one_counts_from_the_stop_and_one_under_way_is_left_alone(cast: Cast, source: Source) -> None:
    row = work(bring(source))
    begin(row)
    assert clear_files(timezone.now() + LATER) == 0
    stopped_at = timezone.now() + timedelta(days=10)
    stop_import(cast.city_commander, row.pk, stopped_at)
    assert clear_files(timezone.now() + LATER) == 0
    row = Import.objects.get(pk=row.pk)
    begin(row)
    assert row.ended_at is None
    assert clear_files(stopped_at + LATER) == 0
    stop_import(cast.city_commander, row.pk, stopped_at)
    assert clear_files(stopped_at + LATER) == 1


def test_a_file_that_a_later_import_needs_stays(cast: Cast, source: Source) -> None:
    first, second = work(bring(source)), work(bring(source))
    Import.objects.filter(pk=first.pk).update(begun_at=timezone.now() - LATER)
    assert clear_files(timezone.now()) == 1
    assert path_of(first.sha256).exists()
    assert [Import.objects.get(pk=row.pk).is_file_kept for row in (first, second)] == [False, True]
    # Brought again it is there again, and an import of before does not hold it when that one is thrown away.
    cast.client(cast.admin).delete(f"/api/imports/{second.pk}/")
    assert not path_of(first.sha256).exists()


def test_the_same_file_brought_again_after_that_goes_on_without_doubling(source: Source) -> None:
    imported(source)
    clear_files(timezone.now() + LATER)
    again = imported(source, TABLE)
    assert again.counts["taken"] == {"known": 3, "bad": 2}


def _an_old_one() -> Import:
    row = work(bring(source_of(build_cast().city)))
    Import.objects.filter(pk=row.pk).update(begun_at=timezone.now() - LATER)
    return row


def _is_kept(row: Import) -> bool:
    return Import.objects.get(pk=row.pk).is_file_kept


async def test_the_serving_process_clears_by_itself_once_an_hour() -> None:
    loop, now = Importing(), timezone.now()
    first = await database_sync_to_async(_an_old_one)()
    await loop.clear(now)
    assert not await database_sync_to_async(_is_kept)(first)
    await database_sync_to_async(Import.objects.filter(pk=first.pk).update)(is_file_kept=True)
    await loop.clear(now + timedelta(minutes=59))
    assert await database_sync_to_async(_is_kept)(first)
    await loop.clear(now + timedelta(minutes=60))
    assert not await database_sync_to_async(_is_kept)(first)


def test_who_works_on_it_in_that_moment_keeps_it(source: Source) -> None:
    row = work(bring(source))
    begin(row)
    assert progress.claim("somebody", timezone.now()) is not None
    assert clear_files(timezone.now() + LATER) == 0
    assert path_of(row.sha256).exists()
