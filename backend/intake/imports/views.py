"""An import's row → what a person sees of it."""

from openpyxl.utils.cell import get_column_letter

from backend.flow.load import rules
from backend.flow.words import Words
from backend.intake.files.broken import WORDS, BrokenFile
from backend.intake.files.tables import Look
from backend.intake.imports.clearing import kept_until
from backend.intake.imports.keep import result_path
from backend.intake.imports.preview import as_seen
from backend.intake.imports.wire import (
    ColumnView,
    Counts,
    FieldView,
    ImportLine,
    ImportList,
    ImportView,
    SheetView,
    SourceView,
)
from backend.intake.models import Import, ImportState, Source


def line_of(row: Import) -> ImportLine:
    """In the list."""
    return ImportLine(
        id=row.pk,
        source=row.source.code,
        source_name=row.source.name,
        name=row.name,
        size=row.size,
        by=row.by.name if row.by else "",
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        state=row.state,
        problem=_problem(row),
        total=row.total,
        counts=Counts.model_validate(row.counts),
        has_result=row.state == ImportState.DONE and result_path(row.pk).exists(),
        is_file_kept=row.is_file_kept,
        kept_until=kept_until(row),
    )


def view_of(row: Import, *, is_full: bool = True) -> ImportView:
    """By itself; `is_full`: for somebody who sees whom cases are about."""
    look = Look.of_json(row.look) if row.look else None
    layout = look.layout if look else None
    return ImportView(
        **line_of(row).model_dump(),
        sheet=look.sheet if look else str(row.wanted.get("sheet", "")),
        sheets=[
            SheetView(name=each.name, is_hidden=each.is_hidden, known_columns=each.known_columns, rows_seen=each.rows)
            for each in (look.sheets if look else ())
        ],
        charset=look.charset if look else "",
        separator=look.separator if look else "",
        header_row=layout.last_line if layout else 0,
        notes=list(look.notes) if look else [],
        columns=_columns(look) if look else [],
        preview=as_seen(row.preview, layout.fields if layout else (), is_full=is_full),
    )


def list_of(rows: list[Import], sources: list[Source]) -> ImportList:
    """The latest, and what is needed to begin another."""
    limits = rules().columns.limits
    return ImportList(
        imports=[line_of(row) for row in rows],
        sources=[SourceView(code=source.code, name=source.name) for source in sources],
        fields=[FieldView(field=name, name=said.name) for name, said in rules().columns.fields.items()],
        most_bytes=limits.most_bytes,
        most_rows=limits.most_rows,
        keep_days=limits.keep_days,
    )


def problem_of(code: str) -> Words:
    """The sentence for a broken file."""
    limits = rules().columns.limits
    most = {"too_many_rows": limits.most_rows, "too_many_columns": limits.most_columns}
    broken = BrokenFile(code, most.get(code, limits.most_bytes // 1024**2))
    return Words(zh=broken.words, en=broken.words_en)


def _columns(look: Look) -> list[ColumnView]:
    headers, fields = look.layout.headers, look.layout.fields
    hows = look.how or ("",) * len(fields)
    return [
        ColumnView.model_validate(
            {"column": place, "letter": get_column_letter(place + 1), "header": header, "field": field, "how": how}
        )
        for place, (header, field, how) in enumerate(zip(headers, fields, hows, strict=True))
    ]


def _problem(row: Import) -> Words | None:
    if row.problem in WORDS:
        return problem_of(row.problem)
    has_no_header = row.state == ImportState.CHECKED and row.look is not None and row.look["layout"]["last_line"] == 0
    return problem_of("no_header") if has_no_header else None
