"""The shapes of rosters on the wire. Minutes are of the Beijing day, days are Beijing's, weekday 0 is Monday."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.people.wire import RoleName, UnitView

Minute = Annotated[int, Field(ge=0, lt=1440)]
Weekday = Annotated[int, Field(ge=0, le=6)]
UnitCode = Annotated[str, Field(max_length=12)]
GapKind = Literal["empty", "short", "unreachable"]


class Strict(BaseModel):
    """What is said must be known."""

    model_config = ConfigDict(extra="forbid")


class ShiftView(BaseModel):
    """A shift; it goes over midnight when it ends no later than it starts."""

    id: int
    name: str
    start: Minute
    end: Minute
    weekdays: list[Weekday]
    least: int


class RosterPerson(BaseModel):
    """Somebody who can be put into a shift; not `is_reachable` when no phone of his was seen lately."""

    id: int
    name: str
    role: RoleName
    badge: str
    on_duty: bool
    is_reachable: bool


class Placed(BaseModel):
    """Who covers a turn: every week, or on this day only, perhaps instead of somebody."""

    member: int
    only_this_day: bool
    instead_of: int | None


class TurnView(BaseModel):
    """A shift on one day; `away` are those who else serve every week. Short: too few cover it."""

    shift: int
    day: date
    starts: datetime
    ends: datetime
    people: list[Placed]
    away: list[int]
    is_short: bool
    is_running: bool
    is_over: bool


class ChangeShape(Strict):
    """On this day `off` stays away and `on` comes."""

    shift: int
    day: date
    off: int | None = None
    on: int | None = None


class RosterWeek(BaseModel):
    """A unit's week. `units`: all whose roster the member may see; `clashes`: who is to be in two turns at once, and the day."""

    unit: UnitView
    units: list[UnitView]
    may_set: bool
    follows: bool
    first: date
    today: date
    shifts: list[ShiftView]
    people: list[RosterPerson]
    turns: list[TurnView]
    changes: list[ChangeShape]
    clashes: list[ChangeShape]


class ShiftIn(Strict):
    """A new shift, or one by its id changed."""

    unit: UnitCode = ""
    id: int | None = None
    name: Annotated[str, Field(min_length=1, max_length=20)]
    start: Minute
    end: Minute
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    least: Annotated[int, Field(ge=1, le=50)] = 1


class PlaceIn(Strict):
    """Put somebody into a shift or take him out: on this day, or every week from now on; `instead_of`: in whose place."""

    shift: int
    day: date
    member: int
    on: bool
    every_week: bool = False
    instead_of: int | None = None


class WeekIn(Strict):
    """The exceptions of a whole week, in place of those there were."""

    unit: UnitCode = ""
    first: date
    changes: Annotated[list[ChangeShape], Field(max_length=1000)]


class CopyIn(Strict):
    """Let this week be as the last one was."""

    unit: UnitCode = ""
    first: date


class FollowIn(Strict):
    """Whether people are switched on and off as the roster says."""

    unit: UnitCode = ""
    follows: Annotated[bool, Field(strict=True)]


class Gap(BaseModel):
    """What is wrong with a turn to come: nobody in it, too few, or somebody who cannot be reached."""

    unit: str
    unit_code: str
    shift: str
    day: date
    starts: datetime
    kind: GapKind
    name: str = ""


class Gaps(BaseModel):
    """Of the next hours, the soonest first."""

    hours: int
    gaps: list[Gap]
