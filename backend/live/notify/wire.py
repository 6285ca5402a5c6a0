"""The shapes of channels and of what was told: no address ever leaves."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.flow.notifications import ClockTime, Loudness, WayKind
from backend.people.wire import RoleName

LanguageChoice = Literal["zh", "en", "both"]
ToldState = Literal["waiting", "sent", "failed", "dead", "withdrawn"]


class TrialView(BaseModel):
    """The last trial: its state, after how many seconds, and the code of why not."""

    state: ToldState
    seconds: int | None
    code: str
    at: datetime


class ChannelView(BaseModel):
    """A way, as its owner sees it. `hint` says which one it is."""

    id: int
    kind: WayKind
    hint: str
    device: UUID | None
    label: str
    is_on: bool
    state: Literal["untried", "works", "failing", "dead"]
    worked_at: datetime | None
    code: str
    test: TrialView | None


class ChannelList(BaseModel):
    """All ways of the one owner, after a change."""

    channels: list[ChannelView]


class WishView(BaseModel):
    """When it is quiet, and the language; `is_own`: said by himself, not taken from the unit or the rules."""

    has_quiet: bool
    starts: ClockTime
    ends: ClockTime
    language: LanguageChoice
    is_own: bool


class Mine(BaseModel):
    """A member's ways, and what there is for him besides."""

    channels: list[ChannelView]
    wish: WishView
    push_key: str
    has_sms: bool
    phone: str
    has_mail_server: bool
    levels: dict[str, Loudness]
    digest_minutes: int


class Reach(BaseModel):
    """One of a unit's people: over which ways he can be told. `lost`: ways that are dead or do not get through."""

    id: int
    name: str
    role: RoleName
    unit: str
    on_duty: bool
    ways: list[WayKind]
    lost: list[WayKind]


class UnitRef(BaseModel):
    """A unit one may choose."""

    code: str
    name: str


class UnitChannels(BaseModel):
    """A unit's ways and its people's. `may_set`: whoever asks may change them."""

    unit: UnitRef
    units: list[UnitRef]
    channels: list[ChannelView]
    people: list[Reach]
    wish: WishView
    may_set: bool


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChannelIn(_In):
    """A new way: what was copied, or a browser's subscription as JSON. With `unit` it is that unit's."""

    kind: WayKind
    address: Annotated[str, Field(min_length=3, max_length=2000)]
    unit: Annotated[str, Field(max_length=12)] = ""


class ChannelChange(_In):
    """Switch a way on or off, or remove it; removed by mistake it can be taken back for ten minutes."""

    is_on: bool | None = None
    is_removed: bool | None = None


class WishIn(_In):
    """When it is to be quiet, and the language. With `unit` for whoever there has said nothing himself."""

    has_quiet: bool
    starts: ClockTime
    ends: ClockTime
    language: LanguageChoice
    unit: Annotated[str, Field(max_length=12)] = ""


class NotifiedView(BaseModel):
    """What became of telling somebody of a case."""

    assignment: int | None
    member: int | None
    name: str
    way: WayKind
    occasion: str
    limit: str
    state: ToldState
    code: str
    at: datetime
    seconds: int | None


class NotifiedList(BaseModel):
    """Everything of a case that was told outside the app, oldest first."""

    notified: list[NotifiedView]
