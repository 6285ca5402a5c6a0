"""What a case's standing follows from, and the one order in which reports count. Pure; mirrored in `pwa/src/fold/`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.cases.shift import PauseFact
from backend.cases.wire import Inputs, ReportKind, TrackName

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class AssignmentFact(BaseModel):
    """An assignment, as far as the fold needs it."""

    id: int
    track: TrackName
    member: int | None
    why: str
    assigned_at: datetime
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    end: str = ""


class ReportFact(BaseModel):
    """A report, as far as the fold needs it; `received_at` is missing while it is unsent."""

    id: UUID
    kind: ReportKind
    track: TrackName | None = None
    assignment: int | None = None
    step: str | None = None
    answer: str | None = None
    inputs: Inputs = Inputs()
    fraud_type: str | None = None
    member: int
    device: UUID
    seq: int
    made_at: datetime
    clock_offset_ms: int = 0
    received_at: datetime | None = None


class DecisionFact(BaseModel):
    """A decision: the chief's, or that the case is another one's repetition."""

    kind: Literal["signed", "sent_back", "joined", "cleared"]
    at: datetime


class Facts(BaseModel):
    """Everything a case's standing follows from."""

    level: str
    opened_at: datetime | None = None
    graded_at: datetime
    given_type: str
    assignments: list[AssignmentFact] = []
    reports: list[ReportFact] = []
    decisions: list[DecisionFact] = []
    pauses: list[PauseFact] = []


class Timed(BaseModel):
    """A report with the moment it counts for: the phone's time corrected by its clock offset, between opening and receipt."""

    at: datetime
    report: ReportFact


def counted_at(made_at: datetime, clock_offset_ms: int, received_at: datetime | None) -> datetime:
    """When a report was made, by the server's clock: never after the server had it."""
    try:
        at = made_at + timedelta(milliseconds=clock_offset_ms)
    except OverflowError:  # A clock in the year 9999, or 1: as far as time goes.
        at = LAST if clock_offset_ms > 0 else FIRST
    return at if received_at is None else min(at, received_at)


def in_order(reports: Sequence[ReportFact], opened_at: datetime | None = None) -> list[Timed]:
    """Per device by its counter, with a time that never runs back along it; then merged by time, device, counter.

    Nobody reports on a case before it was opened: a phone whose battery died may believe it is 1970, and not know better
    before it reaches the server.
    """
    latest: dict[UUID, datetime] = {}
    timed = []
    for report in sorted(reports, key=lambda r: (r.seq, str(r.id))):
        at = counted_at(report.made_at, report.clock_offset_ms, report.received_at)
        at = max(at, opened_at or at)
        at = latest[report.device] = max(at, latest.get(report.device, at))
        timed.append(Timed(at=at, report=report))
    return sorted(timed, key=lambda t: (t.at, str(t.report.device), t.report.seq, str(t.report.id)))
