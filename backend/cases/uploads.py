"""断点续传: a picture that arrives in pieces; its row says where the next byte goes, and the last piece makes it evidence."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from backend.cases.actions import locked
from backend.cases.evidence import MAX_BYTES, SIGNATURES, check_picture, keep_picture, refusing_when_full
from backend.cases.models import Case, Evidence, Upload
from backend.cases.queries import scope_of
from backend.cases.wire import UploadBegun
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import once_stored, one_transaction

# How many expired uploads one new upload removes: so few that nobody waits for it.
REMOVED_AT_ONCE = 20


class WrongOffset(Refused):
    """The piece does not join on; `offset` is where it would."""

    def __init__(self, offset: int) -> None:
        super().__init__("wrong_offset")
        self.offset = offset


def begin_upload(member: Member, begun: UploadBegun, now: datetime) -> Upload:
    """An upload of this picture: the member's own if one is under way, a finished one if the case has the picture already."""
    if begun.length > MAX_BYTES:
        raise Refused("too_large")
    if begun.filetype and begun.filetype not in SIGNATURES.values():
        raise Refused("wrong_file")
    with one_transaction():
        case = Case.objects.select_related("district").filter(pk=begun.case).first()
        if case is None or not access.may_report(member, scope_of(member, case)):
            raise Refused("not_found")
        upload, _ = Upload.objects.select_for_update().get_or_create(
            case=case,
            sha256=begun.sha256,
            by=member,
            defaults={"length": begun.length, "created_at": now, "expires_at": _expiry(now)},
        )
        _bring_up_to_date(upload, begun.length)
        upload.expires_at = _expiry(now)
        upload.save(update_fields=["length", "offset", "expires_at"])
        _remove_expired(now)
    return upload


def begin_with(member: Member, begun: UploadBegun, piece: bytes, now: datetime) -> Upload:
    """The same, with its first bytes where it has none yet."""
    upload = begin_upload(member, begun, now)
    if not piece or upload.offset > 0:
        return upload
    try:
        return take_piece(member, upload.pk, 0, piece, now)
    except WrongOffset:
        # The line has sent the request twice, and the other one has brought them meanwhile.
        return find_upload(member, upload.pk)


def find_upload(member: Member, upload_id: UUID) -> Upload:
    """The member's own upload, its offset as far as the bytes really lie there."""
    return _own(member, upload_id, Upload.objects.all())


def take_piece(member: Member, upload_id: UUID, offset: int, piece: bytes, now: datetime) -> Upload:
    """Put a piece where it joins on. A picture whose last piece turns it out a wrong one starts again from nothing."""
    refused: Refused | None = None
    with one_transaction():
        upload = _own(member, upload_id, Upload.objects.select_for_update(of=("self",)))
        if offset != upload.offset:
            raise WrongOffset(upload.offset)
        if offset + len(piece) > upload.length:
            raise Refused("too_long")
        if piece:
            with refusing_when_full():
                _write(part_of(upload), offset, piece)
            upload.offset += len(piece)
            upload.expires_at = _expiry(now)
            refused = _finish(upload, now) if upload.offset == upload.length else None
            upload.save(update_fields=["offset", "expires_at"])
    # Only now: raised within, it would roll back that the offset is 0 again.
    if refused is not None:
        raise refused
    return upload


def part_of(upload: Upload) -> Path:
    """Where its bytes gather."""
    return Path(settings.MEDIA_ROOT) / "parts" / str(upload.pk)


def _bring_up_to_date(upload: Upload, length: int) -> None:
    """What has happened since: the case may have the picture by another way, or the phone may know its length better."""
    stored = Evidence.objects.filter(case=upload.case_id, sha256=upload.sha256).first()
    if stored is not None:
        upload.length = upload.offset = stored.size
        once_stored(lambda: part_of(upload).unlink(missing_ok=True))
    elif upload.length != length:
        upload.length, upload.offset = length, 0
    else:
        upload.offset = _held(upload)


def _own(member: Member, upload_id: UUID, uploads: QuerySet[Upload]) -> Upload:
    upload = uploads.select_related("case__district").filter(pk=upload_id, by=member).first()
    if upload is None or not access.may_report(member, scope_of(member, upload.case)):
        raise Refused("not_found")
    upload.offset = _held(upload)
    return upload


def _held(upload: Upload) -> int:
    """The row's offset, or less when the part was lost, as in a crash of the machine; finished, the part is gone."""
    if upload.offset == upload.length:
        return upload.offset
    part = part_of(upload)
    return min(upload.offset, part.stat().st_size if part.exists() else 0)


def _write(part: Path, offset: int, piece: bytes) -> None:
    """The bytes at their place, and nothing after them: what lies there was never counted."""
    part.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.seek(offset)
        file.write(piece)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _finish(upload: Upload, now: datetime) -> Refused | None:
    """Make it evidence by the way a picture in one piece goes; or say why not, with nothing of it counted any more."""
    content = part_of(upload).read_bytes()
    try:
        check_picture(upload.sha256, content)
    except Refused as refused:
        upload.offset = 0
        return refused
    keep_picture(locked(upload.case_id), upload.sha256, content, by=upload.by, now=now)
    # Not before the commit: rolled back, the last piece is sent again and joins on to it.
    once_stored(lambda: part_of(upload).unlink(missing_ok=True))
    return None


def _expiry(now: datetime) -> datetime:
    return now + timedelta(days=rules().phones.half_picture_kept_days)


def _remove_expired(now: datetime) -> None:
    """The file before the row: killed in between, a row without its bytes starts from nothing, and no file is left over."""
    expired = Upload.objects.filter(expires_at__lt=now).order_by("expires_at")
    # Whoever is writing to one of them right now keeps it.
    for upload in expired.select_for_update(skip_locked=True)[:REMOVED_AT_ONCE]:
        part_of(upload).unlink(missing_ok=True)
        upload.delete()
