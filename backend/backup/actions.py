"""Makes a backup, and brings one back into an empty installation."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from backend.backup.dump import counted, dump, load
from backend.backup.files import back_up_files, bring_back_files, roots
from backend.backup.manifest import FILES, FORM, Manifest, Unfit, check_hashes, read_manifest, sha256_of
from backend.cases.fold import standing_of
from backend.cases.models import Case, Upload
from backend.cases.wire import Standing
from backend.people.models import Member

Progress = Callable[[str], None]


def back_up(folder: Path, now: datetime, tell: Progress) -> Manifest:
    """Write everything into this folder, which must be empty or not there yet; readable by this user alone."""
    if folder.exists() and any(folder.iterdir()):
        raise Unfit(f"{folder} is not empty: every backup has a folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    database, rows = dump(folder, tell)
    files = back_up_files(folder, tell)
    manifest = Manifest(
        form=FORM,
        made_at=now.isoformat(),
        vendor=connection.vendor,
        database=database,
        database_sha256=sha256_of(folder / database),
        files_sha256=sha256_of(folder / FILES),
        files=files,
        rows=rows,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
    )
    manifest.write(folder)
    return manifest


def restore(folder: Path, tell: Progress) -> Manifest:
    """Bring it back, check every row count, file and standing against it, and bring it up to this version."""
    manifest = read_manifest(folder)
    if manifest.vendor != connection.vendor:
        raise Unfit(f"the backup is of {manifest.vendor}, this installation is on {connection.vendor}")
    _check_empty()
    check_hashes(folder, manifest)
    load(folder / manifest.database)
    _check_rows(manifest)
    tell(f"database: {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables")
    files = bring_back_files(folder, tell)
    if files != manifest.files:
        raise Unfit(f"{files} files are listed, {manifest.files} were backed up")
    call_command("migrate", verbosity=0)
    # Pictures that were on their way when the backup was made: their phones still have them.
    Upload.objects.all().delete()
    _check_standings(tell)
    return manifest


def _check_empty() -> None:
    """Nothing is ever overwritten."""
    tables = connection.introspection.table_names()
    if Member._meta.db_table in tables and Member.objects.exists():
        raise Unfit("this installation has members already: bring a backup back into an empty one only")
    if tables:
        raise Unfit("the database has tables already: make an empty one (do not run `migrate` before)")
    for root, place in roots().items():
        if place.exists() and any(path.is_file() for path in place.rglob("*")):
            raise Unfit(f"the folder of {root} is not empty")


def _check_rows(manifest: Manifest) -> None:
    there = counted(manifest.rows)
    wrong = [f"{name}: {there[name]} instead of {rows}" for name, rows in manifest.rows.items() if there[name] != rows]
    if wrong:
        raise Unfit(f"rows are missing: {', '.join(wrong)}")


def _check_standings(tell: Progress) -> None:
    """Each case as it stood, folded afresh from its facts: what was brought back is whole, and read as it was."""
    count = 0
    for case in Case.objects.exclude(standing={}).iterator(chunk_size=500):
        count += 1
        if standing_of(case) != Standing.model_validate(case.standing):
            raise Unfit(f"case {case.number} does not stand as its facts say: run `manage.py refold` and look")
    tell(f"standings: {count}, each as its facts say")
