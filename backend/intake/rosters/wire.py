"""What a roster table came to, on the wire."""

from datetime import date

from pydantic import BaseModel


class FilledTurn(BaseModel):
    """A turn the table names: on a day, or on a weekday of every week (0 is Monday), and who covers it."""

    shift: str
    day: date | None
    weekday: int | None
    names: list[str]


class WrongRow(BaseModel):
    """A row that was not understood, or not whole; the others are taken over all the same."""

    row: int
    message: str
    message_en: str


class RosterTable(BaseModel):
    """A table as it was read; `changed`: turns it fills otherwise than they are. `is_done`: taken over, else only looked at."""

    name: str
    rows: int
    turns: list[FilledTurn]
    wrong: list[WrongRow]
    changed: int
    is_done: bool
