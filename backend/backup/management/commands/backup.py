"""`manage.py backup DIR`: everything into a folder, while the service goes on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.backup.actions import back_up
from backend.backup.manifest import Unfit


class Command(BaseCommand):
    """Says what it wrote, and what is not in it."""

    help = "Write database, evidence and imported tables into DIR, which must be new or empty."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, dir: Path, **options: Any) -> None:  # noqa: A002 - the argument's name
        """Back up."""
        try:
            manifest = back_up(dir, timezone.now(), self.stderr.write)
        except (Unfit, OSError) as unfit:
            raise CommandError(str(unfit)) from unfit
        self.stdout.write(f"备份完成：{sum(manifest.rows.values())}行、{manifest.files}个文件 → {dir}")
        self.stdout.write(f"Backed up {sum(manifest.rows.values())} rows and {manifest.files} files.")
        self.stdout.write(
            "密钥（DJANGO_SECRET_KEY或data/secret_key）不在其中，请另外保管；没有它，所有人要重新登录。\n"
            "The secret key is not in it: keep it apart. Without it everybody signs in again, and nothing else is lost."
        )
