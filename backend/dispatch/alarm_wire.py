"""The shapes of alarms for those who are asked to go."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.cases.wire import AlarmView, Place


class RingView(BaseModel):
    """An alarm as those see it who are asked: where the member is, by his phone and by the address. No word of the target."""

    alarm: AlarmView
    case: UUID
    drill: bool
    level: str
    address: str
    division_name: str
    place: Place | None
    placed_at: datetime | None
    latitude: float | None
    longitude: float | None


class Rings(BaseModel):
    """What rings for the member."""

    server_time: datetime
    alarms: list[RingView]
