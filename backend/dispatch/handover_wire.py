"""The shapes of 交接班 on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.cases.wire import TrackName
from backend.people.models import Member
from backend.people.wire import RoleName

ItemKind = Literal["work", "to_sign", "to_review", "call"]
HandOverStateName = Literal["open", "offered", "accepted", "withdrawn", "lapsed"]


class Somebody(BaseModel):
    """Who hands over or takes over."""

    id: int
    name: str
    role: RoleName
    on_duty: bool

    @classmethod
    def of(cls, member: Member) -> Self:
        """This member."""
        return cls.model_validate(member, from_attributes=True)


class Successor(Somebody):
    """Somebody who could take over; `is_next`: the roster says that he comes."""

    is_next: bool


class ItemView(BaseModel):
    """An open item as it is now: whose, what was done, what is due. `stays`: he stands at the door, and finishes it himself.

    `is_moved`: whoever took over has it.
    """

    kind: ItemKind
    case: UUID
    number: str
    level: str
    drill: bool
    name: str
    fraud_type: str
    assignment: int | None
    track: TrackName | None
    is_accepted: bool
    attempts: int
    revisit_at: datetime | None
    due_kind: str
    due_at: datetime | None
    stays: bool
    is_moved: bool
    note: str


class HandOverView(BaseModel):
    """A hand-over, as its giver, its receiver and their chief see it."""

    id: int
    giver: Somebody
    receiver: Somebody | None
    note: str
    state: HandOverStateName
    shift: str
    opened_at: datetime
    offered_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    items: list[ItemView]


class HandOverPage(BaseModel):
    """What I have open, who could take it, what I am handing over, what is handed to me, and (a chief) others' that wait.

    `shift` and `until`: the turn of the roster I am in; `within_minutes`: how long after it somebody has to have taken over.
    """

    on_duty: bool
    shift: str
    until: datetime | None
    within_minutes: int
    items: list[ItemView]
    successors: list[Successor]
    mine: HandOverView | None
    for_me: list[HandOverView]
    others: list[HandOverView]
    past: list[HandOverView]


class HandOverHint(BaseModel):
    """What a card on the first screen needs: how many wait for me, and whether I should hand over now."""

    for_me: int
    has_to_hand_over: bool
    items: int
    until: datetime | None


class ItemNote(BaseModel):
    """A word about one of the items: a task by its assignment, anything else by its case."""

    model_config = ConfigDict(extra="forbid")

    case: UUID
    kind: ItemKind = "work"
    note: Annotated[str, Field(max_length=200)]


class OfferIn(BaseModel):
    """Hand over all that is open to this member."""

    model_config = ConfigDict(extra="forbid")

    to: int
    note: Annotated[str, Field(max_length=200)] = ""
    notes: Annotated[list[ItemNote], Field(max_length=200)] = []
