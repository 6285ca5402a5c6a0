"""`manage.py import_signals FILE --source CODE`: a table of signals taken in, with a line of progress and a list of what was left."""

import secrets
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.intake.files.rows import Fault
from backend.intake.imports.actions import NewFile, begin, bring_file
from backend.intake.imports.keep import result_path
from backend.intake.imports.progress import claim, release
from backend.intake.imports.views import view_of
from backend.intake.imports.wire import ImportView
from backend.intake.imports.work import Step, walk, work_on
from backend.intake.models import Import, ImportState, Source
from backend.problems import Refused


class Command(BaseCommand):
    """Checks the file, says what it holds, and takes its rows in; stopped anywhere, the same command goes on."""

    help = "Import a table of signals (XLSX, CSV, tab-separated; any usual charset)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whose it is, and whether to look only."""
        parser.add_argument("file", type=_file)
        parser.add_argument("--source", required=True, help="the code of the source it comes from")
        parser.add_argument("--sheet", default="", help="one of several sheets")
        parser.add_argument("--dry-run", action="store_true", help="check only, take nothing in")

    def handle(self, *args: Any, file: Path, source: str, sheet: str, dry_run: bool, **options: Any) -> None:
        """Import it."""
        owner = Source.objects.filter(code=source, is_active=True).select_related("unit__parent").first()
        if owner is None:
            known = ", ".join(Source.objects.filter(is_active=True).order_by("code").values_list("code", flat=True))
            raise CommandError(f"没有这个来源 No such source: {source}. 现有 There are: {known}")
        try:
            row = bring_file(owner, NewFile(uuid4(), file.name, _chunks(file), sheet), by=None, now=timezone.now())
            row = self._unfinished(row, sheet) or self._checked(row)
            if dry_run:
                return
            begin(row)
            self._work(row)
        except Refused as refused:
            raise CommandError(f"{refused.message} {refused.message_en}") from refused
        self._tell_end(Import.objects.get(pk=row.pk))

    def _unfinished(self, row: Import, sheet: str) -> Import | None:
        """The same file, half taken in before: that one goes on, and the new row is not needed."""
        half = Import.objects.filter(sha256=row.sha256, source=row.source, state__in=("running", "stopped"))
        for earlier in half.exclude(pk=row.pk).order_by("begun_at"):
            if not sheet or (earlier.look or {}).get("sheet") == sheet:
                row.delete()
                self.stdout.write(f"接着上次的第{earlier.last_row}行 Going on behind row {earlier.last_row}")
                return earlier
        return None

    def _checked(self, row: Import) -> Import:
        self._work(row)
        row = Import.objects.select_related("source__unit__parent").get(pk=row.pk)
        view = view_of(row)
        if view.problem:
            raise CommandError(f"{view.problem.zh} {view.problem.en}")
        self._tell_preview(view)
        return row

    def _work(self, row: Import) -> None:
        claimed = claim(secrets.token_hex(8), timezone.now(), only=row)
        if claimed is None:
            raise CommandError("这份表正在导入 This file is being imported by another process")
        walk(work_on(claimed, timezone.now), lambda step, seconds: self._rest(claimed, step, seconds))
        release(claimed)
        self.stdout.write("")

    def _rest(self, row: Import, step: Step, seconds: float) -> None:
        """A line of progress, and as long a rest as the work on the database was: a server may be writing as well."""
        if not step.on_database:
            return
        done, total = row.counts.get("rows", 0), row.total
        share = f" {100 * done // total}%" if total and row.state == ImportState.RUNNING else ""
        self.stdout.write(f"\r{ImportState(row.state).label} {done}{f' / {total}' if share else ''}{share}", ending="")
        self.stdout.flush()
        if row.state == ImportState.RUNNING:
            time.sleep(seconds)

    def _tell_preview(self, view: ImportView) -> None:
        if view.sheet:
            others = "、".join(each.name for each in view.sheets if each.name != view.sheet)
            self.stdout.write(f"工作表 Sheet: {view.sheet}{f'（还有 others: {others}）' if others else ''}")
        for column in view.columns:
            self.stdout.write(f"  {column.letter:>3}  {column.header} → {column.field or '—'}")
        counts = view.counts
        self.stdout.write(
            f"可导入 good {counts.good}（其中部分单元格未采用 of them not whole {counts.noted}），"
            f"不能导入 bad {counts.bad}，地址待定 unsure addresses {counts.unsure}"
        )
        for told in view.preview.bad[:5]:
            reasons = "；".join(Fault(**fault.model_dump()).sentence() for fault in told.faults)
            self.stdout.write(f"  第{told.row}行 row {told.row}: {reasons}")

    def _tell_end(self, row: Import) -> None:
        names = {"accepted": "新预警 new", "joined": "并入 joined", "known": "已有 known", "bad": "没有导入 bad"}
        taken = row.counts.get("taken", {})
        told = "，".join(f"{names.get(status, status)} {number}" for status, number in sorted(taken.items()))
        self.stdout.write(f"{ImportState(row.state).label} {row.state}：{told}")
        if result_path(row.pk).exists():
            self.stdout.write(f"需要核对的行 Rows to look at: {result_path(row.pk)}")


def _file(given: str) -> Path:
    path = Path(given)
    if not path.is_file():
        raise ArgumentTypeError(f"没有这个文件 No such file: {given}")
    return path


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1024**2):
            yield chunk
