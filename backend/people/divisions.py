"""Brings the official divisions (行政区划) from their CSV file into the database; faults are named by file, line and field."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.people.models import Division
from backend.storage import one_transaction

COLUMNS = ["code", "name", "kind", "parent_code"]
# How long a code is at each level, and how much of it is the parent's.
LENGTHS = {"city": (2, 0), "district": (6, 2), "township": (9, 6), "village": (12, 9), "community": (12, 9)}


class FixtureIsWrong(Exception):
    """A file does not hold together; `faults` lists all that is wrong as `file:line: field: what`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class DivisionRow:
    """One line of the file."""

    code: str
    name: str
    kind: str
    parent_code: str


def load_divisions(path: Path) -> tuple[int, int]:
    """Read, check and store; how many there are, and how many of them were new or changed. Loading twice changes nothing."""
    rows = read_divisions(path)
    known = {
        code: (name, kind, parent or "")
        for code, name, kind, parent in Division.objects.values_list("code", "name", "kind", "parent_id")
    }
    changed = [row for row in rows if known.get(row.code) != (row.name, row.kind, row.parent_code)]
    with one_transaction():
        Division.objects.bulk_create(
            [
                Division(code=row.code, name=row.name, kind=row.kind, parent_id=row.parent_code or None)
                for row in sorted(changed, key=lambda row: len(row.code))
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "kind", "parent"],
        )
    return len(rows), len(changed)


def read_divisions(path: Path) -> list[DivisionRow]:
    """The file's rows, or all of its faults."""
    file = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if reader.fieldnames != COLUMNS:
                raise FixtureIsWrong([f"{file}:1: header: must be {','.join(COLUMNS)}"])
            rows = [(reader.line_num, fields) for fields in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FixtureIsWrong([f"{file}:1: cannot be read ({type(error).__name__})"]) from error
    codes = {fields["code"] for _, fields in rows}
    seen: set[str] = set()
    faults = [f"{file}:{line}: {fault}" for line, fields in rows for fault in _faults(fields, codes, seen)]
    if faults:
        raise FixtureIsWrong(faults)
    return [DivisionRow(**fields) for _, fields in rows]


def _faults(fields: dict[str, str], codes: set[str], seen: set[str]) -> Iterator[str]:
    """What is wrong with a line; `seen` are the codes of the lines before it."""
    if set(fields) != set(COLUMNS) or None in fields.values():
        yield f"line: must have {len(COLUMNS)} fields"
        return
    code, parent = fields["code"], fields["parent_code"]
    if not 0 < len(fields["name"]) <= 64:
        yield "name: must have 1 to 64 characters"
    if fields["kind"] not in LENGTHS:
        yield f"kind: must be one of {', '.join(LENGTHS)}"
        return
    length, of_parent = LENGTHS[fields["kind"]]
    if not (code.isascii() and code.isdigit() and len(code) == length):
        yield f"code: a {fields['kind']} has {length} digits"
    elif code in seen:
        yield f"code: {code} stands twice"
    elif parent != code[:of_parent]:
        yield f"parent_code: must be the first {of_parent} digits of the code"
    elif parent and parent not in codes:
        yield f"parent_code: no division {parent}"
    seen.add(code)
