"""The shapes of the columns file: under which headers the fields of a signal come in a table, and what a table may weigh."""

from typing import Annotated, Literal

from pydantic import Field

from backend.flow.words import Data, Days, Phrase, Words

Kind = Literal[
    "text",
    "phone",
    "any_phone",
    "id_number",
    "code",
    "moment",
    "amount",
    "duration",
    "count",
    "yes_no",
    "behaviours",
    "degrees",
]
Group = Literal["target", "suspect"]
# Closed: a signal has these fields and no others.
FieldName = Literal[
    "reference",
    "fraud_type",
    "level",
    "found_at",
    "text",
    "target.name",
    "target.phone",
    "target.id_number",
    "target.age",
    "target.bank_card",
    "target.qq",
    "target.alipay",
    "target.ip_place",
    "target.address",
    "target.division",
    "target.latitude",
    "target.longitude",
    "suspect.phone",
    "suspect.name",
    "suspect.id_number",
    "suspect.account",
    "suspect.account_name",
    "suspect.bank",
    "suspect.qq",
    "site_or_app",
    "call_count",
    "call_seconds",
    "last_contact_at",
    "transaction_at",
    "amount_fen",
    "behaviours",
    "duplicate_of",
    "duplicate_reason",
    "drill",
]
Bytes = Annotated[int, Field(ge=1024, le=4 * 1024**3)]


class TableLimits(Data):
    """What a table may weigh, how far the header is looked for, and how long the file is kept once its import has ended."""

    most_bytes: Bytes
    most_unpacked_bytes: Bytes
    most_strings_bytes: Bytes
    most_rows: Annotated[int, Field(ge=1, le=10**6)]
    most_columns: Annotated[int, Field(ge=1, le=1000)]
    header_within: Annotated[int, Field(ge=1, le=500)]
    preview_rows: Annotated[int, Field(ge=1, le=200)]
    keep_days: Days


class ColumnField(Data):
    """A field of a signal: how its cells are read, what a wrong one costs, and the headers it comes under."""

    name: Words
    kind: Kind
    if_wrong: Literal["row", "cell"]
    headers: tuple[Phrase, ...] = ()
    within: tuple[Phrase, ...] = ()


class Columns(Data):
    """The columns file."""

    limits: TableLimits
    groups: dict[Group, tuple[Phrase, ...]]
    fillers: tuple[Phrase, ...] = ()
    fields: dict[FieldName, ColumnField]
