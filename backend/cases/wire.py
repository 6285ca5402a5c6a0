"""The shapes of cases and reports on the wire; money in fen, times with a zone, phones and ID numbers as text."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from backend.flow.escalation import Does, Post
from backend.flow.suggest import Mark, Suggestion
from backend.shapes import wrong

Fen = Annotated[int, Field(ge=0, le=10**13)]
Text = Annotated[str, Field(max_length=1000)]
Code = Annotated[str, Field(max_length=32)]
TrackName = Literal["call", "visit"]
DueKind = Literal["accept", "phone", "met", ""]
Tie = Literal["joined_into", "took_in", "split_to", "split_from", "again_in", "again_from"]
YesNo = Literal["yes", "no", "unsure"]
ReportKind = Literal["accept", "decline", "answer", "retype", "help", "safe", "alive", "note", "follow_up"]


def has_room(moment: datetime) -> datetime:
    """In the first and last year a moment may have no counterpart in another time zone, and no database keeps it."""
    if not 1 < moment.year < 9999:
        raise wrong("时间超出范围", "The time is out of range")
    return moment


class Strict(BaseModel):
    """What comes in: an unknown field is an error, never dropped in silence; and so is what only some databases keep."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def has_no_nul(cls, value: Any) -> Any:
        """PostgreSQL keeps no text with a NUL in it, and nobody types one."""
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            raise wrong("夹着看不见的字符，请删掉重新输入", "There is an invisible sign in it: type it again")
        return value


class Place(Strict):
    """Where a phone was, WGS-84 degrees; accuracy in metres."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    accuracy: float | None = Field(default=None, ge=0)


class Payment(Strict):
    """Money already paid: to which account, how much, when."""

    payee_account: Annotated[str, Field(min_length=1, max_length=40)]
    payee_name: Annotated[str, Field(max_length=60)] = ""
    payee_bank: Annotated[str, Field(max_length=60)] = ""
    amount_fen: Fen
    paid_at: AwareDatetime | None = None


class EvidenceRef(Strict):
    """A picture named by its SHA-256; it is uploaded apart and may arrive later."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    use: Literal["photo", "signature"]
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: Annotated[int, Field(ge=1, le=10 * 1024 * 1024)]


class FollowUpSaid(Strict):
    """What a follow-up (回访) found; nothing but `reached` where nobody was."""

    id: Annotated[int, Field(ge=1)]
    reached: bool
    believes: YesNo | None = None
    in_contact: YesNo | None = None
    paid: YesNo | None = None
    paid_fen: Fen | None = None

    def signs(self) -> list[str]:
        """What of it says that the person is in it again."""
        return [sign for sign in ("in_contact", "paid") if getattr(self, sign) == "yes"]


class Inputs(Strict):
    """What a step may carry besides its answer; every screen uses a few of these."""

    place: Place | None = None
    who: Literal["self", "relative", "other"] | None = None
    who_name: Annotated[str, Field(max_length=40)] | None = None
    phone: Annotated[str, Field(max_length=20)] | None = None
    seen: list[Code] | None = None
    checks: list[Code] | None = None
    about_to_go_fen: Fen | None = None
    saved_fen: Fen | None = None
    lost_fen: Fen | None = None
    payments: list[Payment] | None = None
    evidence: list[EvidenceRef] | None = None
    level: Code | None = None
    fraud_type: Code | None = None
    station: Code | None = None
    reason: Code | None = None
    revisit_at: AwareDatetime | None = None
    minutes: Annotated[int, Field(ge=5, le=240)] | None = None
    note: Text | None = None
    follow_up: FollowUpSaid | None = None


class ReportIn(Strict):
    """A report as the phone made it. `seq` counts from 1 per case and device; `clock_offset_ms` is server minus phone."""

    id: UUID
    case: UUID
    kind: ReportKind
    track: TrackName | None = None
    assignment: int | None = None
    step: Code | None = None
    answer: Code | None = None
    inputs: Inputs = Inputs()
    reason: Code | None = None
    fraud_type: Code | None = None
    note: Text | None = None
    flow: Code
    seq: Annotated[int, Field(ge=1, lt=2**31)]
    made_at: Annotated[AwareDatetime, AfterValidator(has_room)]
    clock_offset_ms: Annotated[int, Field(ge=-(10**13), le=10**13)] = 0

    @model_validator(mode="after")
    def needs_what_its_kind_needs(self) -> "ReportIn":
        """An answer names track, step and answer; accepting and declining name the track; and so on."""
        needed = {
            "accept": ["track", "assignment"],
            "decline": ["track", "assignment", "reason"],
            "answer": ["track", "assignment", "step", "answer"],
            "retype": ["fraud_type"],
            "note": ["note"],
        }.get(self.kind, [])
        for field in needed:
            if not getattr(self, field):
                raise wrong(f"{self.kind}: 缺少 {field}", f"{self.kind}: {field} is missing")
        if self.kind == "follow_up" and self.inputs.follow_up is None:
            raise wrong("follow_up: 缺少 inputs.follow_up", "follow_up: inputs.follow_up is missing")
        return self


class Person(BaseModel):
    """A member, as much of one as a case shows."""

    id: int
    name: str
    role: str
    phone: str


class UnitName(BaseModel):
    """A unit's code and name."""

    id: int
    code: str
    name: str


class ReportView(BaseModel):
    """A stored report, with who, which device and both times; `after_loss` when its phone had been reported lost by then."""

    id: UUID
    kind: ReportKind
    track: TrackName | None
    assignment: int | None
    step: str | None
    answer: str | None
    inputs: Inputs
    reason: str | None
    fraud_type: str | None
    note: str | None
    member: Person
    device: UUID
    device_label: str
    seq: int
    made_at: datetime
    clock_offset_ms: int
    received_at: datetime
    after_loss: bool


class AssignmentView(BaseModel):
    """An assignment with the times from which the board counts its seconds."""

    id: int
    track: TrackName
    unit: UnitName
    member: Person | None
    by: str | None
    why: str
    assigned_at: datetime
    delivered_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    end: str


class DecisionView(BaseModel):
    """What the chief decided."""

    kind: Literal["signed", "sent_back", "joined", "cleared"]
    by: Person
    at: datetime
    reason: str


class TransferView(BaseModel):
    """A transfer between stations, and what became of it; not moved yet while `moved_at` is empty.

    `approved_by` only where it was returned after somebody had agreed.
    """

    id: int
    giver: UnitName
    receiver: UnitName
    why: str
    note: str
    by: Person
    at: datetime
    state: Literal["waiting", "done", "approved", "refused", "returned", "lapsed"]
    moved_at: datetime | None
    decided_by: Person | None
    decided_at: datetime | None
    reason: str
    approved_by: Person | None = None
    approved_at: datetime | None = None


class PrintingView(BaseModel):
    """Who printed the case file, and when."""

    by: Person
    at: datetime


class PauseView(BaseModel):
    """A pause (暂停计时), until it ends by itself or was ended; `ended_by` only then."""

    reason: str
    by: Person
    since: datetime
    until: datetime
    ended_by: Person | None


class EscalationView(BaseModel):
    """A step taken after `waited` seconds: what it did, who heard of it besides, and who was sent; `found`: was anybody there."""

    limit: str
    track: TrackName | None
    assignment: int | None
    step: int
    does: Does
    tell: list[Post]
    waited: int
    at: datetime
    found: bool
    sent: Person | None


class ComingView(BaseModel):
    """What the clock does next if nothing happens until then."""

    at: datetime
    limit: str
    track: TrackName | None
    does: Does
    tell: list[Post]


class LinkView(BaseModel):
    """Another case a person tied to this one, seen from here; `signals`: how many went along."""

    kind: Tie
    case: UUID
    number: str
    signals: int
    by: Person
    at: datetime


class AlarmStep(BaseModel):
    """Whom an alarm was told to, and when: kinds of people (`chief`, `neighbours` …) and who they were."""

    at: datetime
    does: list[str]
    members: list[int]


class AlarmView(BaseModel):
    """A call for help, or nothing heard of whoever is at a door: since when, who was told, who goes, how it ended."""

    id: int
    kind: Literal["alive", "help"]
    member: Person
    since: datetime
    told: list[AlarmStep]
    heard_at: datetime | None
    taken_by: Person | None
    taken_at: datetime | None
    ended_by: Person | None
    ended_at: datetime | None
    end: str


class PlaceGuess(BaseModel):
    """What an address in free text may mean, where it was not sure enough to be taken; the likeliest first."""

    code: str
    name: str
    score: float


class SignalView(BaseModel):
    """A signal of the case, as much as this member may see; `marks` are the watch words of the rules in force, in its text."""

    source: str
    received_at: datetime
    text: str
    behaviours: list[str]
    amount_fen: int | None
    call_seconds: int | None
    call_count: int | None
    transaction_at: datetime | None
    site_or_app: str
    suspect_phone: str
    suspect_account: str
    marks: list[Mark] = []
    places: list[PlaceGuess] = []


class Reason(BaseModel):
    """Why the case has its level, in words, and which rule said so; `flag`, where there is one, stands in every list."""

    rule: str
    level: str
    words: str
    words_en: str
    flag: str = ""
    flag_en: str = ""


class Target(BaseModel):
    """The potential victim (潜在被害人). The ID number is masked here, for everyone; `initials` are the name's in pinyin."""

    name: str
    initials: list[str]
    phone: str
    id_number: str
    age: int | None
    address: str
    division: str
    division_name: str
    latitude: float | None
    longitude: float | None


class Outcome(BaseModel):
    """劝阻结果: the code, and the level and type found to be true."""

    code: str
    track: TrackName
    level: str
    fraud_type: str
    at: datetime


class Money(BaseModel):
    """The case's money in fen, counted once; `paid` are payments already made."""

    about_to_go_fen: int
    saved_fen: int
    lost_fen: int
    payments: list[Payment]


class Attempt(BaseModel):
    """One try to reach the target by phone."""

    at: datetime
    answer: str
    member: int


class TrackStanding(BaseModel):
    """Where one track stands: the step it is at, or how it ended, and how often it was tried."""

    step: str
    end: str | None
    attempts: list[Attempt]
    arrived_at: datetime | None
    accepted_by: int | None
    accepted_at: datetime | None


class Standing(BaseModel):
    """What the facts of a case fold to. Phone and server compute the same one (`standing.py`, `standing.ts`)."""

    state: Literal["open", "answered", "closed"]
    fraud_type: str
    call: TrackStanding
    visit: TrackStanding
    visit_wanted: bool
    immediate_since: datetime | None
    outcome: Outcome | None
    money: Money
    help_since: datetime | None
    alive_until: datetime | None = None
    revisit_at: datetime | None
    transfer_to: str | None
    strays: dict[str, str]
    due_kind: DueKind
    due_at: datetime | None


class CaseView(BaseModel):
    """A case as one member may see it now, with all the facts its standing folds from; `suggested` is what it sounds like.

    `reviewing`: the unit whose commander has a transfer to review.
    """

    id: UUID
    number: str
    drill: bool
    opened_at: datetime
    graded_at: datetime
    level: str
    reasons: list[Reason]
    given_type: str
    flow: str
    edition: int
    target: Target
    district: UnitName
    station: UnitName | None
    needs_routing: str
    signal_count: int
    signals: list[SignalView]
    suggested: list[Suggestion]
    assignments: list[AssignmentView]
    reports: list[ReportView]
    decisions: list[DecisionView]
    transfers: list[TransferView] = []
    reviewing: int | None = None
    printings: list[PrintingView] = []
    links: list[LinkView] = []
    pauses: list[PauseView] = []
    escalations: list[EscalationView] = []
    coming: ComingView | None = None
    alarms: list[AlarmView] = []
    evidence: list[str]
    standing: Standing


class ReportBatch(BaseModel):
    """What a phone sends: each item is judged on its own, so it arrives here still unread."""

    model_config = ConfigDict(extra="forbid")

    device: UUID
    reports: list[dict[str, Any]] = Field(max_length=500)


class FieldError(BaseModel):
    """Which field, and what to do about it."""

    field: str
    message: str
    message_en: str


class ReportResult(BaseModel):
    """The answer to one report: stored now, known from before, or invalid with reasons (the phone keeps it)."""

    id: str
    status: Literal["stored", "known", "invalid"]
    stray: str | None = None
    errors: list[FieldError] = []


class ReportResults(BaseModel):
    """The answers, in the order of the batch."""

    results: list[ReportResult]
    server_time: datetime


class SendBack(Strict):
    """Why an outcome is sent back."""

    reason: Annotated[str, Field(min_length=2, max_length=200)]


class EvidenceStored(BaseModel):
    """The picture is stored under this hash."""

    sha256: str
    size: int


class UploadBegun(BaseModel):
    """What a phone says of a picture before it sends the first byte; what other clients say besides is not our concern."""

    case: UUID
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    filetype: str = ""
    length: Annotated[int, Field(ge=1)]


class CaseList(BaseModel):
    """Cases, most urgent first."""

    cases: list[CaseView]


class SearchIn(Strict):
    """What somebody remembers of a case: the end of a phone number, a name, its pinyin initials, a case number."""

    text: Annotated[str, Field(min_length=2, max_length=40)]


class FoundCase(BaseModel):
    """What tells a found case from others; all else comes with the case when it is opened."""

    id: UUID
    number: str
    drill: bool
    level: str
    state: Literal["open", "answered", "closed"]
    closed_at: datetime | None
    name: str
    address: str
    division_name: str


class FoundCases(BaseModel):
    """The newest cases found; `more` when there are others."""

    cases: list[FoundCase]
    more: bool
