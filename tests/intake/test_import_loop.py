"""Imports in the serving process: what waits is found and done, several at once, and one that fails holds up no other."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from backend.intake.imports.actions import NewFile, begin, bring_file
from backend.intake.imports.keep import path_of
from backend.intake.imports.loop import Importing, importing
from backend.intake.models import Import, Signal
from tests.cast import build_cast
from tests.intake.corpus.build import text
from tests.intake.scene import source_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.IMPORTS_ROOT = tmp_path / "imports"


def bring(*names: str) -> list[Import]:
    """A file for each name, with two rows, of one source."""
    source = source_of(build_cast().city)
    return [
        bring_file(
            source,
            NewFile(
                uuid4(), name, [text([["姓名", "电话"], [name, f"1990000{n}000"], [name, f"1990000{n}001"]]).encode()]
            ),
            by=None,
            now=timezone.now(),
        )
        for n, name in enumerate(names, start=1)
    ]


def start(row: Import) -> None:
    """A person says so."""
    begin(Import.objects.get(pk=row.pk))


def states() -> list[str]:
    """Of all imports, the first brought first."""
    return list(Import.objects.order_by("begun_at").values_list("state", flat=True))


async def test_what_waits_is_checked_and_what_was_started_is_taken_in() -> None:
    rows = await database_sync_to_async(bring)("甲", "乙")
    loop = Importing()
    await loop.look()
    await loop.settle()
    assert await database_sync_to_async(states)() == ["checked", "checked"]
    await database_sync_to_async(start)(rows[0])
    await loop.look()
    await loop.settle()
    assert await database_sync_to_async(states)() == ["done", "checked"]
    assert await database_sync_to_async(Signal.objects.count)() == 2


async def test_a_file_that_is_gone_is_told_and_holds_up_no_other() -> None:
    rows = await database_sync_to_async(bring)("甲", "乙")
    path_of(rows[0].sha256).unlink()
    loop = Importing()
    await loop.look()
    await loop.settle()
    assert await database_sync_to_async(states)() == ["broken", "checked"]
    gone = await database_sync_to_async(Import.objects.get)(pk=rows[0].pk)
    assert gone.problem == "gone"


async def test_a_process_has_one_and_it_starts_by_itself() -> None:
    await database_sync_to_async(bring)("甲")
    loop = importing()
    assert loop is importing()
    loop.ensure()
    loop.ensure()
    for _ in range(200):
        if await database_sync_to_async(states)() == ["checked"]:
            break
        await asyncio.sleep(0.05)
    assert await database_sync_to_async(states)() == ["checked"]
    assert loop._task is not None
    loop._task.cancel()
    # The database has one thread: what the last look has begun there is over before this.
    await database_sync_to_async(states)()
