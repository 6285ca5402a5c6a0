"""The shapes of follow-ups (回访): what is to be asked of whom, by whom, and what was answered."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.cases.wire import FollowUpSaid, Person, Strict, TrackName, UnitName
from backend.dispatch.wire import CandidateView


class FollowUpAnswer(BaseModel):
    """What somebody found when he asked: a report of the case."""

    id: UUID
    by: Person
    made_at: datetime
    received_at: datetime
    said: FollowUpSaid
    note: str


class FollowUpView(BaseModel):
    """A follow-up, as much of the person as whoever asks needs, and what the closed case came to.

    `member`: who has it; nobody while it waits for the chief or an operator. `raised`: the warning that came of it.
    """

    id: int
    case: UUID
    number: str
    level: str
    fraud_type: str
    outcome: str
    lost_fen: int
    closed_at: datetime | None
    name: str
    phone: str
    id_number: str
    address: str
    division_name: str
    track: TrackName
    step: int
    unit: UnitName
    member: Person | None
    state: Literal["planned", "open", "done", "not_reached", "lapsed"]
    due_at: datetime
    opened_at: datetime | None
    is_late: bool
    tries: int
    tries_most: int
    ended_at: datetime | None
    answers: list[FollowUpAnswer]
    is_again: bool
    raised: UUID | None
    raised_number: str


class FollowUpCounts(BaseModel):
    """How many are due, how many of these late, and how many were answered or given up in the last 30 days."""

    due: int
    late: int
    done: int


class FollowUpList(BaseModel):
    """What is due, the longest due first; what is over, the newest first."""

    server_time: datetime
    counts: FollowUpCounts
    due: list[FollowUpView]
    done: list[FollowUpView]


class FollowUpPeople(BaseModel):
    """Whom it could be given to."""

    people: list[CandidateView]


class GiveIn(Strict):
    """Whom to give it to."""

    to: int
