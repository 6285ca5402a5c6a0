"""The shapes of choosing people: who could be sent, and who shall."""

from typing import Annotated

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
