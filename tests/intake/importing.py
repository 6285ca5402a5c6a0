"""Imports as tests make them: a small table brought, worked on as a process does, taken in, uploaded by a member."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from backend.intake.imports import progress
from backend.intake.imports.actions import NewFile, begin, bring_file
from backend.intake.imports.work import Step, walk, work_on
from backend.intake.models import Import, Source
from backend.people.models import Member
from tests.cast import Cast
from tests.intake.corpus.build import text

HEAD = ["受害人姓名", "受害人电话", "住址", "金额（元）"]
ROWS = [
    ["彭先生", "19900001000", "重庆市南岸区南坪街道正街1号", "1,030,000.00"],
    ["陈先生", "1.38E+10", "沙坪坝区渝碚路街道", "110000"],
    ["=HYPERLINK(1)", "+86 199 0000 1002", "双石村3组", "约3万"],
    ["", "", "", "5"],
    ["彭先生", "199-0000-1000", "南岸区南坪街道", ""],
]
TABLE = text([HEAD, *ROWS]).encode("gb18030")


def bring(source: Source, content: bytes = TABLE, by: Member | None = None, sheet: str = "") -> Import:
    """A file that has come."""
    return bring_file(source, NewFile(uuid4(), "名单.csv", [content], sheet), by=by, now=timezone.now())


def work(row: Import, most_steps: int | None = None) -> Import:
    """Do what waits, or only so many steps of it, as if the process was killed behind the last."""
    claimed = progress.claim("somebody", timezone.now(), only=row)
    assert claimed is not None
    steps = work_on(claimed, timezone.now)

    class Killed(Exception):
        pass

    done = 0

    def rest(step: Step, seconds: float) -> None:
        nonlocal done
        done += 1
        if most_steps is not None and done >= most_steps:
            raise Killed

    try:
        walk(steps, rest)
        progress.release(claimed)
    except Killed:
        steps.close()
    return Import.objects.get(pk=row.pk)


def imported(source: Source, content: bytes = TABLE) -> Import:
    """A file that was checked and taken in."""
    row = work(bring(source, content))
    begin(row)
    return work(row)


def upload(cast: Cast, member: Member, source: Source, content: bytes = TABLE, **said: str) -> Any:
    """The answer to a file."""
    file = SimpleUploadedFile("名单.csv", content)
    return cast.client(member).post("/api/imports/", {"source": source.code, "file": file} | said)
