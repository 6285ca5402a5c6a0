"""What a backup says of itself: what was there, how much of it, and the hash of every file."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME, FILES = "manifest.json", "files.jsonl"
FORM = 1
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """Written last: a folder without it is a backup that did not come to its end."""

    form: int
    made_at: str
    vendor: str
    database: str
    database_sha256: str
    files_sha256: str
    files: int
    rows: dict[str, int]
    migrations: list[str]

    def write(self, folder: Path) -> None:
        """Put it beside what it speaks of."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")


class Unfit(Exception):
    """A backup that cannot be used, and why, in words for whoever runs the command."""


@dataclass(frozen=True)
class Kept:
    """One file of the backup: which folder it belongs to, its place there, and what it holds."""

    root: str
    path: str
    size: int
    sha256: str


def read_manifest(folder: Path) -> Manifest:
    """What the backup in this folder says of itself."""
    path = folder / NAME
    if not path.exists():
        raise Unfit(f"{folder} holds no {NAME}: it is no backup, or one that did not come to its end")
    said: dict[str, Any] = json.loads(path.read_text())
    if said.get("form") != FORM:
        raise Unfit(f"form {said.get('form')} of a backup is not known to this version, which reads form {FORM}")
    return Manifest(**said)


def read_files(folder: Path) -> Iterator[Kept]:
    """The files, one after the other, however many they are."""
    with (folder / FILES).open() as lines:
        for line in lines:
            yield Kept(**json.loads(line))


def check_hashes(folder: Path, manifest: Manifest) -> None:
    """The database's copy and the list of files are what they were."""
    for name, said in ((manifest.database, manifest.database_sha256), (FILES, manifest.files_sha256)):
        if not (folder / name).exists() or sha256_of(folder / name) != said:
            raise Unfit(f"{name} is not what it was when the backup was made")


def sha256_of(path: Path) -> str:
    """Read in pieces, so that it does not matter how large it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, target: Path) -> tuple[int, str]:
    """Copy in pieces; the size and hash of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, PIECE)
    return target.stat().st_size, sha256_of(target)
