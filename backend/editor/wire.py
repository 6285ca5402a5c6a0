"""The shapes of the playbook editor: drafts as they are typed, what is wrong with them, and the editions so far."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.flow.playbook import Playbook
from backend.flow.words import Code


class DraftLine(BaseModel):
    """Words in both languages, as far as they are written."""

    model_config = ConfigDict(extra="forbid")

    zh: Annotated[str, Field(max_length=400)]
    en: Annotated[str, Field(max_length=400)]


class DraftItem(DraftLine):
    """Something to tick, with its code."""

    code: Code


DraftLines = Annotated[list[DraftLine], Field(max_length=20)]
DraftItems = Annotated[list[DraftItem], Field(max_length=20)]


class DraftCall(BaseModel):
    """What to say on the phone, as far as it is written."""

    model_config = ConfigDict(extra="forbid")

    first: DraftLines
    disbelieves: DraftLines
    coached: DraftLines
    family: DraftLines
    message: DraftLine


class DraftBook(BaseModel):
    """A playbook that may still lack what `flow.playbook.Playbook` must have."""

    model_config = ConfigDict(extra="forbid")

    type: Code
    signs: DraftLines
    scammer_says: DraftLines
    call: DraftCall
    phone_checks: DraftItems
    door_checks: DraftItems
    say: DraftLines
    plain: DraftLines
    already_paid: DraftLines
    cards: DraftLines
    leave: DraftLines


class DraftIn(BaseModel):
    """A draft to keep; `revision` is the one it was made from, none if there was no draft."""

    model_config = ConfigDict(extra="forbid")

    revision: UUID | None
    content: DraftBook


class RevisionIn(BaseModel):
    """Which draft is meant."""

    model_config = ConfigDict(extra="forbid")

    revision: UUID


Note = Annotated[str, Field(min_length=2, max_length=200)]


class PublishIn(RevisionIn):
    """Publish this draft; `note` says what was changed and why."""

    note: Note


class RestoreIn(BaseModel):
    """Put an edition back; `current` is the one that the reader saw in force."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(ge=0, lt=2**31)]
    current: Annotated[int, Field(ge=0, lt=2**31)]
    note: Note


class FlawView(BaseModel):
    """What is wrong at a field of a draft."""

    field: str
    message: str
    message_en: str


class DraftMark(BaseModel):
    """That there is a draft, and who last changed it."""

    by: str
    at: datetime


class DraftView(DraftMark):
    """A draft, and what still speaks against publishing it."""

    revision: UUID
    content: DraftBook
    flaws: list[FlawView]


class EditionLine(BaseModel):
    """An edition in the history: who published it, when, and why."""

    number: int
    by: str
    at: datetime
    note: str


class PlaybookLine(BaseModel):
    """A playbook in the list. `edition` is none for one that is still as the files have it."""

    type: str
    edition: EditionLine | None
    draft: DraftMark | None


class PlaybookList(BaseModel):
    """All playbooks there are."""

    playbooks: list[PlaybookLine]
    may_edit: bool


class EditorView(BaseModel):
    """One playbook with all an editor needs; `shared` are the codes that other playbooks have as well."""

    type: str
    number: int
    content: Playbook
    draft: DraftView | None
    history: list[EditionLine]
    shared: list[str]
    may_edit: bool


class EditionView(BaseModel):
    """An edition's words, and those it took the place of."""

    number: int
    content: Playbook
    before: Playbook | None


class PageView(BaseModel):
    """The page for everybody, made from a draft."""

    html: str
