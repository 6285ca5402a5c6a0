"""What is shown of rows before they are taken in: the first of each kind, and every reason with how many rows have it."""

import re
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from backend.cases.views import masked, surname
from backend.flow.load import rules
from backend.intake.addresses import Match
from backend.intake.files.rows import ReadRow
from backend.intake.imports.wire import Preview, RowView, TakenView
from backend.intake.reading import understood
from backend.intake.wire import SignalIn

MOST_SHOWN = 50
MOST_REASONS = 60
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXxＸｘ](?!\d)")
_NUMBER = re.compile(r"\d{7,}")


def look_through(
    counts: dict[str, Any], preview: dict[str, Any], read: ReadRow, match: Match | None, known: Collection[str]
) -> None:
    """Count a row, and keep it if it is one of the first of its kind; `known` are references that came before."""
    is_known = read.signal is not None and read.signal["reference"] in known
    is_unsure = bool(read.signal and match and match.is_unsure())
    counts["rows"] += 1
    counts["bad" if read.signal is None else "good"] += 1
    counts["noted"] += bool(read.signal and read.faults)
    counts["unsure"] += is_unsure
    counts["known"] += is_known
    _count_reasons(counts["reasons"], read)
    told = {"is_known": is_known, **_told(read, match)}
    _keep(preview["rows"], told, rules().columns.limits.preview_rows)
    if read.faults:
        _keep(preview["bad"], told, MOST_SHOWN)
    if is_unsure:
        _keep(preview["unsure"], told, MOST_SHOWN)


def shown(match: Match | None) -> list[dict[str, Any]]:
    """The candidates of an address, for a person."""
    return [asdict(candidate) for candidate in match.candidates] if match and match.is_unsure() else []


def as_seen(kept: dict[str, Any], fields: Collection[str], *, is_full: bool) -> Preview:
    """What was kept, masked as cases are: ID numbers for everybody, names and phones for whoever sees no person."""
    preview = Preview.model_validate(kept)
    for row in [*preview.rows, *preview.bad, *preview.unsure]:
        _mask(row, list(fields), is_full=is_full)
    return preview


def _mask(row: RowView, fields: list[str], *, is_full: bool) -> None:
    row.cells = [_ID_NUMBER.sub(_starred, cell) for cell in row.cells]
    if is_full:
        return
    names = {place for place, field in enumerate(fields) if field.endswith("name")}
    row.cells = [
        surname(cell) if place in names and cell else _NUMBER.sub(lambda found: masked(found[0]), cell)
        for place, cell in enumerate(row.cells)
    ]
    if row.taken:
        row.taken.name = surname(row.taken.name)
        row.taken.phone, row.taken.id_number = masked(row.taken.phone), ""


def _starred(found: re.Match[str]) -> str:
    return masked(found[0], 6, 1)


def _keep(rows: list[dict[str, Any]], told: dict[str, Any], most: int) -> None:
    if len(rows) < most:
        rows.append(told)


def _told(read: ReadRow, match: Match | None) -> dict[str, Any]:
    return {
        "row": read.number,
        "cells": [cell.text[:200] for cell in read.cells],
        "is_bad": read.signal is None,
        "faults": [fault._asdict() for fault in read.faults],
        "division": match.code if match else "",
        "place": match.name if match else "",
        "score": match.score if match else 0.0,
        "places": shown(match),
        "taken": _taken(read.signal) if read.signal else None,
    }


def _taken(signal: dict[str, Any]) -> dict[str, Any]:
    """What a row would be taken in as; its ID number is kept masked, for nobody is shown more of it."""
    said = SignalIn.model_validate(signal)
    known = understood(0, said, rules()).fraud_type
    return TakenView(
        name=said.target.name,
        phone=said.target.phone,
        id_number=masked(said.target.id_number, 6, 1),
        address=said.target.address[:200],
        fraud_type=rules().fraud_types[known].name if known else None,
        amount_fen=said.amount_fen,
        drill=said.drill,
    ).model_dump(mode="json")


def _count_reasons(reasons: list[dict[str, Any]], read: ReadRow) -> None:
    """Rows with the same fault in the same column are one reason."""
    for fault in read.faults:
        same = next(
            (each for each in reasons if (each["column"], each["message"]) == (fault.column, fault.message)), None
        )
        if same is None and len(reasons) < MOST_REASONS:
            reasons.append(same := {**fault._asdict(), "rows": 0, "bad": 0})
        if same is not None:
            same["rows"] += 1
            same["bad"] += read.signal is None
