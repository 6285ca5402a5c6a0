"""A backup, made while the service writes, is brought back whole: every row, picture and standing; and nothing is overwritten."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.installation import ROOT, Installation, empty, remove

pytestmark = pytest.mark.thorough
SEED = "8"


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with ten cases and their pictures."""
    one = empty(tmp_path_factory.mktemp("backup") / "lived_in")
    made = one.run("-m", "tests.cluster.prepare", "10", "0", SEED)
    assert made.returncode == 0, made.stderr
    filled = one.run("-m", "tests.backup.writing", "fill")
    assert filled.returncode == 0, filled.stderr
    yield one
    remove(one)


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Installation]:
    """One with nothing in it."""
    one = empty(tmp_path / "new")
    yield one
    remove(one)


def manifest_of(folder: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((folder / "manifest.json").read_text())
    return said


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(
    lived_in: Installation, new: Installation, tmp_path: Path
) -> None:
    """Row counts, hashes and standings are compared by `restore` itself; a second backup says that it told the truth."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.backup.writing", "on"],
        cwd=ROOT,
        env=lived_in.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "1000\n"
        said = lived_in.manage("backup", str(tmp_path / "first"))
        assert writer.poll() is None
        assert writer.stdout.readline()
    finally:
        writer.kill()
        writer.communicate()
    assert "secret key is not in it" in said
    assert "全部核对无误" in new.manage("restore", str(tmp_path / "first"))
    new.manage("backup", str(tmp_path / "second"))
    first, second = manifest_of(tmp_path / "first"), manifest_of(tmp_path / "second")
    rows = first["rows"]
    assert isinstance(rows, dict)
    assert rows["cases_case"] >= 11
    assert rows["cases_evidence"] >= 11
    assert second["rows"] == rows
    # What was written after the database was read may have left its picture; its row is not there, and so not missed.
    assert first["files"] == second["files"]
    assert new.manage("refold").endswith(", 0 standings corrected\n")


def altered(folder: Path) -> None:
    picture = next(path for path in (folder / "evidence").rglob("*") if path.is_file())
    picture.write_bytes(picture.read_bytes()[:-1] + b"x")


def short(folder: Path) -> None:
    next(path for path in (folder / "evidence").rglob("*") if path.is_file()).unlink()


def broken(folder: Path) -> None:
    database = next(folder.glob("database.*"))
    database.write_bytes(database.read_bytes()[:-10])


def unfinished(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def shortened(folder: Path) -> None:
    lines = (folder / "files.jsonl").read_text().splitlines(keepends=True)
    (folder / "files.jsonl").write_text("".join(lines[1:]))


def miscounted(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    said["rows"]["cases_report"] += 1
    (folder / "manifest.json").write_text(json.dumps(said))


def test_a_backup_that_is_not_what_it_was_is_refused(lived_in: Installation, tmp_path: Path) -> None:
    lived_in.manage("backup", str(tmp_path / "good"))
    refused = {
        altered: "is not what it was",
        short: "is not what it was",
        broken: "is not what it was",
        shortened: "is not what it was",
        unfinished: "did not come to its end",
        miscounted: "rows are missing: cases_report",
    }
    for harm, words in refused.items():
        folder = shutil.copytree(tmp_path / "good", tmp_path / harm.__name__)
        harm(folder)
        victim = empty(tmp_path / f"for_{harm.__name__}")
        try:
            assert words in victim.manage("restore", str(folder), fails=True)
        finally:
            remove(victim)


def test_a_standing_that_its_facts_do_not_fold_to_is_found(
    lived_in: Installation, new: Installation, tmp_path: Path
) -> None:
    assert lived_in.run("-c", SPOIL).returncode == 0
    lived_in.manage("backup", str(tmp_path / "kept"))
    assert lived_in.manage("refold").endswith(", 1 standings corrected\n")
    assert "does not stand as its facts say" in new.manage("restore", str(tmp_path / "kept"), fails=True)


SPOIL = """
import django; django.setup()
from backend.cases.models import Case
case = Case.objects.first()
case.standing["fraud_type"] = "nonsense"
case.save()
"""


def test_nothing_is_ever_overwritten(lived_in: Installation, new: Installation, tmp_path: Path) -> None:
    lived_in.manage("backup", str(tmp_path / "kept"))
    assert "is not empty" in lived_in.manage("backup", str(tmp_path / "kept"), fails=True)
    assert "has members already" in lived_in.manage("restore", str(tmp_path / "kept"), fails=True)
    (new.folder / "evidence").mkdir()
    (new.folder / "evidence" / "a-picture").write_text("of somebody")
    assert "the folder of evidence is not empty" in new.manage("restore", str(tmp_path / "kept"), fails=True)


def test_only_its_owner_can_read_a_backup(lived_in: Installation, tmp_path: Path) -> None:
    lived_in.manage("backup", str(tmp_path / "kept"))
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
