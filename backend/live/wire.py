"""The shapes of news: what a phone or board has missed, and how far it got."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.people.wire import MemberView

# Unit to number. The bounds keep out what no database column holds.
Cursors = Annotated[dict[int, Annotated[int, Field(ge=0, lt=2**53)]], Field(max_length=500)]
CURSORS: TypeAdapter[dict[int, int]] = TypeAdapter(Cursors)


class EventView(BaseModel):
    """An event at its place in a stream."""

    unit: int
    number: int
    kind: str
    case: UUID | None
    at: datetime
    by: int | None
    data: dict[str, Any]


class Holder(BaseModel):
    """Who has a task that was the reader's; `is_relieved`: because he did not accept it in time."""

    name: str
    is_relieved: bool


class News(BaseModel):
    """What came after the reader's cursors. A snapshot replaces everything the reader holds from the server.

    `cases` are `cases.wire.CaseView` as this reader may see them now; this room stands below and does not look inside.
    `ends` says of each case in `removed` how the reader's own part in it ended, `holders` who has it
    now.
    """

    server_time: datetime
    snapshot: bool
    cursors: Cursors
    events: list[EventView]
    cases: list[Any]
    removed: list[UUID]
    ends: dict[UUID, str] = {}
    holders: dict[UUID, Holder] = {}
    members: list[MemberView]
    more: bool

    def says_something(self) -> bool:
        """Whether there is more in it than how far the streams have come."""
        return bool(self.snapshot or self.events or self.cases or self.removed or self.members)


class LiveNews(News):
    """News as the socket says it."""

    type: Literal["news"] = "news"

    def wants_receipt(self, member: int) -> bool:
        """Whether there is something in it whose arrival counts: a task of this member, or what he has to be reminded of."""
        return self.snapshot or any(
            event.kind == "escalated" or (event.kind == "assigned" and event.data["member"] == member)
            for event in self.events
        )


class Pong(BaseModel):
    """I am here, and this is my time."""

    type: Literal["pong"] = "pong"
    server_time: datetime


class Confirmation(BaseModel):
    """A reader has stored everything up to these cursors."""

    model_config = ConfigDict(extra="forbid")

    cursors: Cursors


class Confirmed(BaseModel):
    """How many assignments were thereby delivered."""

    delivered: int


class Hello(BaseModel):
    """The first word of a reader: which device, and where it stands."""

    type: Literal["hello"]
    device: UUID
    cursors: Cursors = {}


class Confirm(BaseModel):
    """The reader has stored everything up to these cursors."""

    type: Literal["confirm"]
    cursors: Cursors


class Ping(BaseModel):
    """The reader asks whether anybody is there."""

    type: Literal["ping"]


Said = Annotated[Hello | Confirm | Ping, Field(discriminator="type")]
SAID: TypeAdapter[Hello | Confirm | Ping] = TypeAdapter(Said)
