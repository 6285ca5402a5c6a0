"""What a person does with an import: bring a file, say what its columns are, start, stop, throw away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.flow.load import rules
from backend.intake.files.headers import keys_of
from backend.intake.files.tables import Look
from backend.intake.imports.keep import keep_file, path_of, result_path
from backend.intake.imports.queries import import_of
from backend.intake.models import ColumnMemory, Import, ImportState, Source
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import once_stored, one_transaction


@dataclass(frozen=True)
class NewFile:
    """A file as it is brought: the import's id is made at the edge, `sheet` may name one of several."""

    id: UUID
    name: str
    chunks: Iterable[bytes]
    sheet: str = ""


def bring_file(source: Source, file: NewFile, *, by: Member | None, now: datetime) -> Import:
    """Keep the file and have it checked; who may bring one for this source was asked before."""
    sha256, size = keep_file(file.chunks, rules().columns.limits.most_bytes)
    with one_transaction():
        return Import.objects.create(
            id=file.id,
            source=source,
            by=by,
            name=file.name[-120:],
            sha256=sha256,
            size=size,
            wanted={"sheet": file.sheet} if file.sheet else {},
            begun_at=now,
        )


def set_columns(member: Member, import_id: UUID, sheet: str | None, fields: dict[int, str] | None) -> Import:
    """Say which sheet, and what its columns are; remembered for the source, and checked anew."""
    with one_transaction():
        row = import_of(member, import_id, for_update=True)
        if row.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.BROKEN):
            raise Refused("import_busy")
        if not row.is_file_kept:
            raise Refused("import_cleared")
        wanted = dict(row.wanted)
        if sheet is not None and sheet != (row.look or {}).get("sheet", ""):
            wanted = {"sheet": sheet}
        elif fields is not None and row.look:
            wanted["fields"] = _said(Look.of_json(row.look), fields)
            _remember(row, fields)
        check_again(row, wanted)
    return row


def check_again(row: Import, wanted: dict[str, object]) -> None:
    """From the start, whoever was at it; within the transaction that holds the row."""
    row.wanted, row.look, row.preview, row.counts = wanted, None, {}, {}
    row.state, row.problem, row.last_row, row.total = ImportState.CHECKING, "", 0, 0
    row.ended_at, row.lease, row.lease_until = None, "", None
    row.save()


def start_import(member: Member, import_id: UUID) -> Import:
    """Take the rows in, or go on where it was stopped."""
    with one_transaction():
        row = import_of(member, import_id, for_update=True)
        begin(row)
    return row


def begin(row: Import) -> None:
    """From checked to running, from the first row on; from stopped, from where it was. Running already is fine."""
    if not row.is_file_kept:
        raise Refused("import_cleared")
    if row.state == ImportState.CHECKED:
        if not row.counts.get("good"):
            raise Refused("nothing_to_import")
        row.counts, row.last_row = row.counts | {"taken": {}, "rows": 0}, 0
    elif row.state == ImportState.RUNNING:
        return
    elif row.state != ImportState.STOPPED:
        raise Refused("import_busy")
    row.state, row.ended_at = ImportState.RUNNING, None
    row.save(update_fields=["counts", "last_row", "state", "ended_at"])


def stop_import(member: Member, import_id: UUID, now: datetime) -> Import:
    """Stop; rows that are being stored this moment are stored whole or not at all. Stopped twice is stopped."""
    with one_transaction():
        row = import_of(member, import_id, for_update=True)
        if row.state == ImportState.RUNNING:
            row.state, row.ended_at, row.lease, row.lease_until = ImportState.STOPPED, now, "", None
            row.save(update_fields=["state", "ended_at", "lease", "lease_until"])
    return row


def throw_away(member: Member, import_id: UUID) -> None:
    """Remove an import of which nothing was taken in, and its file if no other import has the same."""
    with one_transaction():
        row = import_of(member, import_id, for_update=True)
        if row.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.BROKEN):
            raise Refused("import_busy")
        row.delete()
        if not Import.objects.filter(sha256=row.sha256, is_file_kept=True).exists():
            once_stored(lambda: path_of(row.sha256).unlink(missing_ok=True))
        once_stored(lambda: result_path(import_id).unlink(missing_ok=True))


def _said(look: Look, fields: dict[int, str]) -> list[str]:
    """The field of every column: what a person said, else what was guessed, and no field twice."""
    said = [fields.get(place, guess) for place, guess in enumerate(look.layout.fields)]
    wrong = [
        {"field": f"columns.{place}", "message": words, "message_en": words_en}
        for place, field in enumerate(said)
        for words, words_en in [_UNKNOWN if field and field not in rules().columns.fields else _TWICE]
        if field and (field not in rules().columns.fields or field in said[:place])
    ]
    if wrong:
        raise Refused("bad_input", wrong)
    return said


def _remember(row: Import, said: dict[int, str]) -> None:
    """What was only guessed is guessed again. A column without a header has nothing it could be known by."""
    keys = keys_of(Look.of_json(row.look or {}).layout.headers)
    pairs = [(key, said[place]) for place, key in enumerate(keys) if place in said and not key.startswith("#")]
    ColumnMemory.objects.bulk_create(
        [ColumnMemory(source=row.source, header=key, field=field) for key, field in pairs],
        update_conflicts=True,
        unique_fields=["source", "header"],
        update_fields=["field"],
    )


_UNKNOWN = ("没有这一项", "There is no such field")
_TWICE = ("这一项已经选给别的列了，一项只能对应一列", "Another column is this field already; a field has one column")
