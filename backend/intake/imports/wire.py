"""The shapes of imports on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.cases.wire import PlaceGuess
from backend.flow.columns import FieldName
from backend.flow.words import Words

State = Literal["checking", "checked", "running", "stopped", "done", "broken"]


class RowFault(BaseModel):
    """What is wrong with a cell, or with the whole row where no column is named, and what to do."""

    column: str
    header: str
    field: str
    message: str
    message_en: str


class TakenView(BaseModel):
    """What a row would be taken in as. The ID number is masked here, for everyone."""

    name: str
    phone: str
    id_number: str
    address: str
    fraud_type: Words | None
    amount_fen: int | None
    drill: bool = False


class RowView(BaseModel):
    """A row as it was read; `is_known`: it came before, and changes nothing.

    `division` and its name `place` are what its address was matched to, with how sure that is from 0 to 1 (`score`);
    `places` what it may be where that is unsure.
    """

    row: int
    cells: list[str]
    is_bad: bool
    faults: list[RowFault]
    division: str
    place: str
    places: list[PlaceGuess]
    score: float = 0.0
    is_known: bool = False
    taken: TakenView | None = None


class ColumnView(BaseModel):
    """A column: its letter and header, and the field it is taken for (none: left out).

    `how`: by its header, as it was remembered of this source, or as it was just said; empty where nobody knows.
    """

    column: int
    letter: str
    header: str
    field: FieldName | Literal[""]
    how: Literal["header", "remembered", "said", ""] = ""


class SheetView(BaseModel):
    """A sheet of the file; `known_columns` is 0 where no header was recognised."""

    name: str
    is_hidden: bool
    known_columns: int
    rows_seen: int


class FaultCount(RowFault):
    """A fault that several rows have, and how many of them cannot be taken in."""

    rows: int
    bad: int


class Counts(BaseModel):
    """Rows gone through in this phase.

    `good` rows can be taken in, of these `noted` without a cell or two, and `known` came before; `taken`: what came of them.
    """

    rows: int = 0
    good: int = 0
    noted: int = 0
    bad: int = 0
    unsure: int = 0
    known: int = 0
    reasons: list[FaultCount] = []
    taken: dict[Literal["accepted", "joined", "known", "failed", "invalid", "bad"], int] = {}


class Preview(BaseModel):
    """The first rows, the first that are wrong, and the first whose address is not sure; empty once it is done."""

    rows: list[RowView] = []
    bad: list[RowView] = []
    unsure: list[RowView] = []


class ImportLine(BaseModel):
    """An import in the list. `problem` says why a file could not be read; `kept_until`: when file and list are deleted."""

    id: UUID
    source: str
    source_name: str
    name: str
    size: int
    by: str
    begun_at: datetime
    ended_at: datetime | None
    state: State
    problem: Words | None
    total: int
    counts: Counts
    has_result: bool
    is_file_kept: bool
    kept_until: datetime | None


class ImportView(ImportLine):
    """An import with what is shown before it is started."""

    sheet: str
    sheets: list[SheetView]
    charset: str
    separator: str
    header_row: int
    notes: list[str]
    columns: list[ColumnView]
    preview: Preview


class SourceView(BaseModel):
    """A source whose files the member may bring in."""

    code: str
    name: str


class FieldView(BaseModel):
    """What a column can be."""

    field: FieldName
    name: Words


class ImportList(BaseModel):
    """The latest imports, and what is needed to begin another; a file of more than `most_bytes` is refused."""

    imports: list[ImportLine]
    sources: list[SourceView]
    fields: list[FieldView]
    most_bytes: int
    most_rows: int
    keep_days: int


class ColumnSaid(BaseModel):
    """What a person says a column is; an empty field leaves it out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Annotated[int, Field(ge=0, le=1000)]
    field: FieldName | Literal[""]


class ColumnsIn(BaseModel):
    """Another sheet, or other fields for some columns; what is not named stays as it was guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: Annotated[str, Field(max_length=100)] | None = None
    columns: Annotated[list[ColumnSaid], Field(max_length=1000)] | None = None
