"""The shapes of practising: who practises until when, and how far a small drill is."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.cases.wire import UnitName

Code = Annotated[str, Field(pattern=r"^([0-9]{2,12})?$")]


class Asked(BaseModel):
    """What comes in; `unit` is a unit's code, empty for one's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Code = ""


class TrainingIn(Asked):
    """Practise for so many hours; without, until somebody ends it."""

    hours: Literal[1, 4] | None = None


class DrillIn(Asked):
    """So many invented signals over so many minutes; `id` is made by whoever asks, so that asked twice it is one."""

    id: UUID
    cases: Literal[5, 10, 20]
    minutes: Annotated[int, Field(ge=1, le=120)]
    members: bool = False


class TrainingView(BaseModel):
    """A unit that practises."""

    unit: UnitName
    since: datetime
    until: datetime | None


class TrainingList(BaseModel):
    """Who practises now, among the units this member works for."""

    trainings: list[TrainingView]
    server_time: datetime


class DrillView(BaseModel):
    """A small drill, and how many of its signals have come in."""

    id: UUID
    cases: int
    sent: int
    minutes: int
    members: bool
    begun_at: datetime
    ended_at: datetime | None


class DrillState(BaseModel):
    """Where a unit's practising stands; `left` are drill cases not closed yet, `stations` what this member may choose."""

    unit: UnitName
    is_station: bool
    training: TrainingView | None
    drill: DrillView | None
    left: int
    stations: list[UnitName]
    server_time: datetime
