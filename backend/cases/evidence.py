"""取证材料: pictures stored by the hash of their bytes; the same picture twice is one picture."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from backend.cases.actions import locked
from backend.cases.models import Case, Evidence
from backend.cases.queries import scope_of, visible_cases
from backend.live import actions as live
from backend.live.events import EvidenceReceived
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import one_transaction

MAX_BYTES = 10 * 1024 * 1024
SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}


def store_evidence(member: Member, case_id: str, sha256: str, content: bytes, now: datetime) -> Evidence:
    """Keep a picture that came in one piece; refused when it is not one, too large, or not what its hash says."""
    check_picture(sha256, content)
    with one_transaction():
        case = locked(case_id)
        if not access.may_report(member, scope_of(member, case)):
            raise Refused("not_found")
        return keep_picture(case, sha256, content, by=member, now=now)


def check_picture(sha256: str, content: bytes) -> None:
    """Nothing when these bytes are the picture of this hash; a refusal when they are not."""
    if len(content) > MAX_BYTES:
        raise Refused("too_large")
    # The hash first: what a broken transfer begins with says nothing about the picture on the phone.
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused("wrong_hash")
    _media_type(content)


def keep_picture(case: Case, sha256: str, content: bytes, *, by: Member, now: datetime) -> Evidence:
    """File, row and event of a picture that was checked, within the transaction that holds the case."""
    # The file before the row: a row must never name a file that is not there.
    with refusing_when_full():
        _write_once(path_of(sha256), content)
    row, is_new = Evidence.objects.get_or_create(
        case=case,
        sha256=sha256,
        defaults={"media_type": _media_type(content), "size": len(content), "by": by, "received_at": now},
    )
    if is_new:
        live.record(EvidenceReceived(sha256=sha256), by=by, now=now, case=case)
    return row


def find_evidence(member: Member, case_id: str, sha256: str) -> Evidence:
    """A picture of a case the member may see; a volunteer sees his own."""
    rows = Evidence.objects.filter(case__in=visible_cases(member), case_id=case_id, sha256=sha256)
    if not access.may_see_full_target(member):
        rows = rows.filter(by=member)
    row = rows.first()
    if row is None:
        raise Refused("not_found")
    return row


def path_of(sha256: str) -> Path:
    """Where the picture lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """A full disk is an answer the phone can wait for, not a fault."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Refused("server_full") from fault
        raise


def _media_type(content: bytes) -> str:
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if kind is None or (kind == "image/webp" and content[8:12] != b"WEBP"):
        raise Refused("wrong_file")
    return kind


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(path)
