"""Files do not stay for ever: some days after an import has ended, its file and its list go, and what it came to stays."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from backend.flow.load import rules
from backend.intake.imports.keep import path_of, result_path
from backend.intake.models import Import, ImportState
from backend.storage import once_stored, one_transaction

_AT_WORK = (ImportState.CHECKING, ImportState.RUNNING)
_AT_ONCE = 50


def clear_files(now: datetime) -> int:
    """Remove what was kept long enough, with the cells that were kept to be shown; how many imports that were."""
    cleared = 0
    while rows := _due(now):
        for row in rows:
            cleared += _clear(row, now)
    return cleared


def kept_until(row: Import) -> datetime | None:
    """When the file goes; None while it is worked on, or when it is gone."""
    if row.state in _AT_WORK or not row.is_file_kept:
        return None
    return (row.ended_at or row.begun_at) + timedelta(days=rules().columns.limits.keep_days)


def _due(now: datetime) -> list[Import]:
    return list(_over(now).order_by("begun_at", "pk")[:_AT_ONCE])


def _over(now: datetime) -> QuerySet[Import]:
    since = now - timedelta(days=rules().columns.limits.keep_days)
    ended = Import.objects.annotate(last=Coalesce("ended_at", "begun_at"))
    return ended.filter(is_file_kept=True, last__lte=since).exclude(state__in=_AT_WORK)


def _clear(row: Import, now: datetime) -> int:
    """A file that another import still needs stays for that one."""
    with one_transaction():
        # Somebody may go on with it in the same moment: then it is not over.
        cleared = _over(now).filter(pk=row.pk).update(is_file_kept=False, preview={})
        if cleared:
            if not Import.objects.filter(sha256=row.sha256, is_file_kept=True).exists():
                once_stored(lambda: path_of(row.sha256).unlink(missing_ok=True))
            once_stored(lambda: result_path(row.pk).unlink(missing_ok=True))
    return cleared
