"""The shapes of choosing people: who could be sent, and who shall."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.cases.wire import TrackName
from backend.dispatch.choose import Objection
from backend.people.wire import MemberView


class AssignIn(BaseModel):
    """Send this member on this track."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    track: TrackName
    member: int


class RouteIn(BaseModel):
    """Give the case to the station with this code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    station: Annotated[str, Field(max_length=12)]


class CandidateView(BaseModel):
    """Somebody who could be sent: how many open tasks he has, and why he would be passed over (empty: he would not)."""

    member: MemberView
    load: int
    objection: Objection


class Candidates(BaseModel):
    """Who could be sent, the best first."""

    track: TrackName
    candidates: list[CandidateView]


class AssignMany(AssignIn):
    """Send this member on this track of all of these cases."""

    cases: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class RouteMany(RouteIn):
    """Give all of these cases to the station with this code."""

    cases: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class ManyResult(BaseModel):
    """What became of one of the cases: `done`, `already` so before, or `refused` with the reason in words."""

    case: UUID
    status: Literal["done", "already", "refused"]
    code: str = ""
    message: str = ""
    message_en: str = ""


class ManyResults(BaseModel):
    """What became of each, in the order they were named."""

    results: list[ManyResult]
