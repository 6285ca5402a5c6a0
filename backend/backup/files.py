"""Evidence and imported tables, which are kept by the hash of what they hold: copied with their hashes, and brought back."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from backend.backup.manifest import FILES, Unfit, copied, read_files

EVERY = 500
# What is still on its way (parts, temporary files) is not in it: its phone or browser begins anew.
_KEPT = re.compile(r"[0-9a-f]{64}|[0-9a-f-]{36}\.xlsx")


def roots() -> dict[str, Path]:
    """The folders whose files belong to the service's data."""
    return {"evidence": Path(settings.MEDIA_ROOT), "imports": Path(settings.IMPORTS_ROOT)}


def back_up_files(folder: Path, tell: Callable[[str], None]) -> int:
    """Copy all of them, and list them with their hashes; how many there were.

    After the database: whatever a row of it names was there before the row.
    """
    count = 0
    with (folder / FILES).open("w") as listed:
        for root, source in _found():
            try:
                path = source.relative_to(roots()[root]).as_posix()
                size, sha256 = copied(source, folder / root / path)
            except FileNotFoundError:
                continue  # An imported table was kept its time and cleared away meanwhile.
            if root == "evidence" and sha256 != source.name:
                raise Unfit(f"picture {source.name} does not hold what its name says: look after the disk first")
            listed.write(json.dumps({"root": root, "path": path, "size": size, "sha256": sha256}) + "\n")
            count += 1
            if count % EVERY == 0:
                tell(f"files: {count}")
    return count


def bring_back_files(folder: Path, tell: Callable[[str], None]) -> int:
    """Copy them back, each checked against the list; how many there were."""
    count = 0
    for kept in read_files(folder):
        target = (roots()[kept.root] / kept.path).resolve()
        if not target.is_relative_to(roots()[kept.root].resolve()):
            raise Unfit(f"{kept.path} lies outside of its folder")
        if not (folder / kept.root / kept.path).exists() or copied(folder / kept.root / kept.path, target) != (
            kept.size,
            kept.sha256,
        ):
            raise Unfit(f"{kept.root}/{kept.path} is not what it was when the backup was made")
        count += 1
        if count % EVERY == 0:
            tell(f"files: {count}")
    return count


def _found() -> Iterator[tuple[str, Path]]:
    for root, place in roots().items():
        for path in place.rglob("*") if place.exists() else ():
            if path.is_file() and _KEPT.fullmatch(path.name) and "parts" not in path.relative_to(place).parts:
                yield root, path
