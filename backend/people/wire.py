"""The shapes of people on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.people.models import Device, Division, Member, Unit

TierName = Literal["city", "district", "station"]
RoleName = Literal["officer", "chief", "operator", "volunteer", "desk", "commander", "admin"]


class UnitView(BaseModel):
    """A unit, as every member may know it."""

    id: int
    code: str
    name: str
    tier: TierName
    phone: str

    @classmethod
    def of(cls, unit: Unit) -> Self:
        """This unit's view."""
        return cls.model_validate(unit, from_attributes=True)


class DivisionView(BaseModel):
    """A division's code and name."""

    code: str
    name: str

    @classmethod
    def of(cls, division: Division) -> Self:
        """This division's view."""
        return cls.model_validate(division, from_attributes=True)


class AreaView(BaseModel):
    """A division within the member's area: how one got there from the whole of it, and what lies in it.

    `within` is empty for an area of several parts.
    """

    within: str
    path: list[DivisionView]
    divisions: list[DivisionView]


class MemberView(BaseModel):
    """A member, as those see him who assign work and as he sees himself; `unit` and `village` must be loaded."""

    id: int
    name: str
    role: RoleName
    unit: UnitView
    village: DivisionView | None
    badge: str
    phone: str
    on_duty: bool

    @classmethod
    def of(cls, member: Member) -> Self:
        """This member's view."""
        return cls.model_validate(member, from_attributes=True)


class MemberList(BaseModel):
    """Members, by unit."""

    members: list[MemberView]


class Me(BaseModel):
    """Who is signed in, the streams he follows, and the token his writes must carry in the header X-CSRFToken.

    `local_key`, the key that wraps this phone's own, is given only in the answer to the password.
    """

    member: MemberView
    streams: list[int]
    csrf: str
    server_time: datetime
    local_key: str | None


class LoginIn(BaseModel):
    """User name and password."""

    model_config = ConfigDict(extra="forbid")

    username: Annotated[str, Field(min_length=1, max_length=40)]
    password: Annotated[str, Field(min_length=1, max_length=128)]


class NewMember(BaseModel):
    """Somebody to be given an account; the unit and the village by their codes."""

    model_config = ConfigDict(extra="forbid")

    username: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    role: RoleName
    unit: Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
    village: Annotated[str, Field(pattern=r"^[0-9]{12}$")] | None = None
    badge: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    password: Annotated[str, Field(min_length=10, max_length=128)]


class DutyIn(BaseModel):
    """On or off duty."""

    model_config = ConfigDict(extra="forbid")

    on_duty: Annotated[bool, Field(strict=True)]


class DeviceView(BaseModel):
    """A device: when it was last in use, whether it is the one that asks, whether it is reported lost and has wiped itself."""

    id: UUID
    label: str
    seen_at: datetime
    is_this: bool
    lost_at: datetime | None
    taken_in_until: datetime | None
    wiped_at: datetime | None

    @classmethod
    def of(cls, device: Device, *, is_this: bool) -> Self:
        """This device's view."""
        return cls(
            id=device.pk,
            label=device.label,
            seen_at=device.seen_at,
            is_this=is_this,
            lost_at=device.lost_at,
            taken_in_until=device.taken_in_until,
            wiped_at=device.wiped_at,
        )


class DeviceList(BaseModel):
    """A member's devices, used last first."""

    devices: list[DeviceView]


class StationView(BaseModel):
    """A station to route or transfer to."""

    code: str
    name: str
    district: str


class StationList(BaseModel):
    """One district's stations, and all districts to choose another from."""

    stations: list[StationView]
    districts: list[DivisionView]


Code = Annotated[str, Field(max_length=32)]


class BoardFilter(BaseModel):
    """What a board shows: of each list any will do, and all that is said must hold; `text` is what is searched for."""

    model_config = ConfigDict(extra="forbid")

    levels: Annotated[list[Code], Field(max_length=20)] = []
    types: Annotated[list[Code], Field(max_length=40)] = []
    person: int | None = None
    place: Annotated[str, Field(pattern=r"^[0-9]{0,12}$")] = ""
    unit: int | None = None
    late: bool = False
    unmanned: bool = False
    kind: Literal["", "drill", "real"] = ""
    text: Annotated[str, Field(max_length=40)] = ""


class SavedViewShape(BaseModel):
    """A filter under a name; what is saved under the same id replaces it."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    name: Annotated[str, Field(min_length=1, max_length=20)]
    shown: BoardFilter


class SavedViewList(BaseModel):
    """One's own, in the order they were made."""

    views: list[SavedViewShape]
