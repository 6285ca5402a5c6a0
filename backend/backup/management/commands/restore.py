"""`manage.py restore DIR`: brings a backup back into an empty installation, and checks all of it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.backup.actions import restore
from backend.backup.manifest import Unfit


class Command(BaseCommand):
    """Says what it brought back, or why it did not."""

    help = "Bring the backup in DIR back into this installation, whose database and folders must be empty."
    # The tables that a check would look at are what this brings back.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, dir: Path, **options: Any) -> None:  # noqa: A002 - the argument's name
        """Restore."""
        try:
            manifest = restore(dir, self.stderr.write)
        except (Unfit, OSError) as unfit:
            raise CommandError(str(unfit)) from unfit
        rows = sum(manifest.rows.values())
        self.stdout.write(f"恢复完成：{manifest.made_at}的备份，{rows}行、{manifest.files}个文件，全部核对无误。")
        self.stdout.write(
            f"Restored the backup of {manifest.made_at}: {rows} rows, {manifest.files} files, all checked."
        )
