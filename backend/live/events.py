"""The typed events: the closed list of what can happen, and what each carries. No personal data in any of them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Happening(BaseModel):
    """Base of all events."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseOpened(Happening):
    """A first signal opened a case."""

    kind: Literal["case_opened"] = "case_opened"
    level: str


class SignalJoined(Happening):
    """A later signal about the same person joined the case."""

    kind: Literal["signal_joined"] = "signal_joined"
    count: int


class LevelRaised(Happening):
    """A later signal raised the level."""

    kind: Literal["level_raised"] = "level_raised"
    old: str
    new: str


class RoutingNeeded(Happening):
    """Nobody could be found: the district has to route."""

    kind: Literal["routing_needed"] = "routing_needed"
    why: str


class CaseRouted(Happening):
    """The case was given to a station."""

    kind: Literal["case_routed"] = "case_routed"
    station: int


class Assigned(Happening):
    """A track was given to a unit, and to a member when one fits."""

    kind: Literal["assigned"] = "assigned"
    assignment: int
    track: str
    member: int | None
    why: str


class Delivered(Happening):
    """The member's phone confirmed that it has the assignment; or another browser of his, such as a tab left open on a desktop."""

    kind: Literal["delivered"] = "delivered"
    assignment: int
    on_phone: bool = True


class AssignmentEnded(Happening):
    """An assignment ended: done, declined, reassigned, transferred, cancelled."""

    kind: Literal["assignment_ended"] = "assignment_ended"
    assignment: int
    track: str
    end: str


class ReportStored(Happening):
    """A report came in; `stray` says why it does not fit, if it does not."""

    kind: Literal["report_stored"] = "report_stored"
    report: UUID
    report_kind: str
    track: str | None
    answer: str | None
    stray: str | None


class VisitWanted(Happening):
    """The call track showed that somebody must go."""

    kind: Literal["visit_wanted"] = "visit_wanted"
    immediate: bool


class TransferWanted(Happening):
    """The member at the address found that the case belongs to another station."""

    kind: Literal["transfer_wanted"] = "transfer_wanted"
    station: str


class TransferAsked(Happening):
    """A case was handed to another station; `state` says whether that waits for a review."""

    kind: Literal["transfer_asked"] = "transfer_asked"
    transfer: int
    state: str
    has_moved: bool


class TransferSettled(Happening):
    """A transfer that could still be decided on was approved, refused, returned, or overtaken."""

    kind: Literal["transfer_settled"] = "transfer_settled"
    transfer: int
    state: str


class CaseJoined(Happening):
    """A person said that the case is the same as another: it is closed as repeated, and goes on there."""

    kind: Literal["case_joined"] = "case_joined"
    into: UUID


class CaseTookIn(Happening):
    """Another case was joined into this one."""

    kind: Literal["case_took_in"] = "case_took_in"
    other: UUID


class SignalsSplit(Happening):
    """A person said that signals of the case are about somebody else: they are now another case."""

    kind: Literal["signals_split"] = "signals_split"
    other: UUID
    count: int


class OutcomeGiven(Happening):
    """A track ended with an outcome."""

    kind: Literal["outcome_given"] = "outcome_given"
    code: str


class HelpCalled(Happening):
    """A member is in danger."""

    kind: Literal["help_called"] = "help_called"
    member: int


class HelpEnded(Happening):
    """The member is safe again."""

    kind: Literal["help_ended"] = "help_ended"


class Notified(Happening):
    """Somebody was told outside the app (no member: a unit's group), or could not be; `seconds` after it was to be told."""

    kind: Literal["notified"] = "notified"
    assignment: int | None
    member: int | None
    way: str
    result: str
    seconds: int


class AlarmTaken(Happening):
    """Somebody goes to a member who calls for help or is not heard of; `members` were asked and need not."""

    kind: Literal["alarm_taken"] = "alarm_taken"
    limit: str
    alarm: int
    member: int
    members: list[int]


class AlarmHeard(Happening):
    """The phone of a member who is not heard of has the reminder."""

    kind: Literal["alarm_heard"] = "alarm_heard"
    alarm: int


class AlarmEnded(Happening):
    """It is over; `members` had been told of it."""

    kind: Literal["alarm_ended"] = "alarm_ended"
    limit: str
    alarm: int
    end: str
    members: list[int]


class EvidenceReceived(Happening):
    """A picture arrived."""

    kind: Literal["evidence_received"] = "evidence_received"
    sha256: str


class Signed(Happening):
    """The chief signed the outcome: the case is closed."""

    kind: Literal["signed"] = "signed"


class SentBack(Happening):
    """The chief sent the outcome back."""

    kind: Literal["sent_back"] = "sent_back"


class CaseFilePrinted(Happening):
    """Somebody printed the case file."""

    kind: Literal["case_file_printed"] = "case_file_printed"
    language: str


class DrillCleared(Happening):
    """A drill case was closed as it stood."""

    kind: Literal["drill_cleared"] = "drill_cleared"


class TrainingChanged(Happening):
    """A unit began or ended to practise; everybody there is told."""

    kind: Literal["training_changed"] = "training_changed"
    unit: int
    until: datetime | None
    is_on: bool


class DutyChanged(Happening):
    """A member went on or off duty."""

    kind: Literal["duty_changed"] = "duty_changed"
    member: int
    on_duty: bool


class Paused(Happening):
    """The limits of a case stand still, for a reason, until a time."""

    kind: Literal["paused"] = "paused"
    reason: str
    until: datetime


class Resumed(Happening):
    """A pause was ended by hand."""

    kind: Literal["resumed"] = "resumed"


class Escalated(Happening):
    """A limit was passed and the next step taken: which limit, the how-manieth of its steps, what it does, who has to hear of it."""

    kind: Literal["escalated"] = "escalated"
    limit: str
    step: int
    does: str
    assignment: int | None
    members: list[int]


class FollowUpChanged(Happening):
    """回访: due, given to somebody, answered, given up or overtaken; `members` have it or had it."""

    kind: Literal["follow_up_changed"] = "follow_up_changed"
    follow_up: int
    state: str
    members: list[int]


class FoundAgain(Happening):
    """A follow-up found the person in it again: another warning came of it, or goes on with it."""

    kind: Literal["found_again"] = "found_again"
    follow_up: int
    other: UUID


class HandOverChanged(Happening):
    """交接班: offered, taken back, taken over, or lapsed; its giver, its receiver and those who lead them are told."""

    kind: Literal["handover_changed"] = "handover_changed"
    handover: int
    state: str
    members: list[int]


class LookBacksLate(Happening):
    """So many look-backs (倒查) were not answered in time; the checking unit's commanders are told."""

    kind: Literal["look_backs_late"] = "look_backs_late"
    count: int
    members: list[int]


class LookBackSettled(Happening):
    """The result of a look-back is in, was objected to, or decided on; those who may see it are told, and nobody before."""

    kind: Literal["look_back_settled"] = "look_back_settled"
    look_back: int
    state: Literal["answered", "objected", "settled"]
    members: list[int]


AnyHappening = (
    CaseOpened
    | SignalJoined
    | LevelRaised
    | RoutingNeeded
    | CaseRouted
    | Assigned
    | Delivered
    | AssignmentEnded
    | ReportStored
    | VisitWanted
    | TransferWanted
    | TransferAsked
    | TransferSettled
    | CaseJoined
    | CaseTookIn
    | SignalsSplit
    | OutcomeGiven
    | HelpCalled
    | HelpEnded
    | Notified
    | AlarmTaken
    | AlarmHeard
    | AlarmEnded
    | EvidenceReceived
    | Signed
    | SentBack
    | CaseFilePrinted
    | DrillCleared
    | TrainingChanged
    | DutyChanged
    | Escalated
    | FollowUpChanged
    | FoundAgain
    | HandOverChanged
    | LookBacksLate
    | LookBackSettled
    | Paused
    | Resumed
)
