"""Where imported files lie: by the hash of their bytes in a folder of their own, readable by the service alone."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from backend.problems import Refused


def keep_file(chunks: Iterable[bytes], most: int) -> tuple[str, int]:
    """Store a file that is not larger than `most`; its SHA-256 and its size."""
    folder = _folder()
    hashed, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        try:
            for chunk in chunks:
                size += len(chunk)
                _check_size(size, most)
                hashed.update(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        except (OSError, Refused) as fault:
            Path(part.name).unlink()
            if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Refused("server_full") from fault
            raise
    Path(part.name).replace(path_of(hashed.hexdigest()))
    return hashed.hexdigest(), size


def path_of(sha256: str) -> Path:
    """Where the file lies."""
    return Path(settings.IMPORTS_ROOT) / sha256


def result_path(import_id: UUID) -> Path:
    """Where the list of rows that were not taken in lies."""
    return Path(settings.IMPORTS_ROOT) / f"{import_id}.xlsx"


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise Refused("file_too_large")


def _folder() -> Path:
    folder = Path(settings.IMPORTS_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
