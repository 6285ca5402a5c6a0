"""The shapes of the rules: what a file under `fixtures/` may say, and what `GET /api/rules/` answers."""

from typing import Annotated, Literal

from pydantic import Field

from backend.flow.words import Code, Data, Days, Seconds, Words

Track = Literal["call", "visit"]
# Closed: the app has one screen for each of these, and the fold knows each of these effects and ends.
Screen = Literal[
    "call",
    "call_close",
    "find_number",
    "travel",
    "met",
    "look",
    "talk",
    "backup",
    "money",
    "payee",
    "proof",
    "result",
    "revisit",
    "transfer",
    "summary",
]
Effect = Literal["needs_visit", "immediate_visit", "transfer", "outcome"]
End = Literal["done", "handed_over", "transferred"]
LevelCode = Literal["critical", "high", "medium", "low"]
Count = Annotated[int, Field(ge=1, le=10**6)]
Age = Annotated[int, Field(ge=0, le=130)]


class Go(Data):
    """After an answer of `when`, once those were given `times` times at this step, the walk goes to step `go`."""

    when: Annotated[tuple[Code, ...], Field(min_length=1)]
    times: Annotated[int, Field(ge=1, le=99)] = 1
    go: Code


class Step(Data):
    """A step of a flow: a screen with the answers it allows and its rules in order, or an end."""

    track: Track
    screen: Screen | None = None
    answers: tuple[Code, ...] = ()
    rules: tuple[Go, ...] = ()
    effect: Effect | None = None
    end: End | None = None


class Start(Data):
    """The step each track begins with."""

    call: Code
    visit: Code

    def __getitem__(self, track: str) -> str:
        """The first step of this track."""
        return self.call if track == "call" else self.visit


class Flow(Data):
    """One version of a flow; once published it is frozen, and a case keeps the version it began with."""

    flow: Code
    version: Annotated[int, Field(ge=1)]
    start: Start
    steps: dict[Code, Step]


class Limits(Data):
    """How long each thing may take, in seconds.

    The receipt of the phone, accepting, the first call, meeting face to face, coming again past the time planned for it,
    the outcome after arriving or calling, the signature, finding a station or a person.
    """

    deliver: Seconds
    accept: Seconds
    phone: Seconds
    met: Seconds
    revisit: Seconds
    feed_back: Seconds
    sign: Seconds
    routing: Seconds


class Alone(Data):
    """How long, in seconds, a visit usually takes from the arrival on, and how long a sign of life is good for."""

    visit: Seconds
    sign: Seconds


class Level(Data):
    """等级: who is sent (call and visit at once, or the call first), within what limits; and how it looks and sounds.

    `rank` is higher for a graver level; `tones` are pitches in Hz played one after the other; `vibration` alternates
    on and off in milliseconds.
    """

    name: Words
    short: Words
    colour: LevelCode
    icon: Literal["alarm", "warning", "notice", "info"]
    rank: Annotated[int, Field(ge=1, le=9)]
    mode: Literal["both", "call_first"]
    tones: tuple[Annotated[int, Field(ge=0, le=4000)], ...]
    vibration: tuple[Annotated[int, Field(ge=0, le=3000)], ...]
    limits: Limits
    alone: Alone


class Conditions(Data):
    """What must hold, all of it; nothing named holds always. An unknown fact (no age, no amount) never holds."""

    shares_screen: Literal[True] | None = None
    app_downloaded: Literal[True] | None = None
    transfer_under_way: Literal[True] | None = None
    remote_control: Literal[True] | None = None
    alone_secret: Literal[True] | None = None
    cash_to_courier: Literal[True] | None = None
    call_seconds_at_least: Count | None = None
    call_count_at_least: Count | None = None
    amount_fen_at_least: Annotated[int, Field(ge=1, le=10**13)] | None = None
    age_at_least: Age | None = None
    age_below: Age | None = None
    warned_before_at_least: Count | None = None
    fraud_type_in: Annotated[tuple[Code, ...], Field(min_length=1)] | None = None
    source_level: Code | None = None


class Grading(Data):
    """One reason for a level; the gravest level of all rules that hold is the case's.

    The words may hold `{minutes}` on the line, `{count}` of calls, `{yuan}`, `{age}` and `{warned}`, the number of
    earlier warnings. `flag`: in few words, what every list says beside the person.
    """

    id: Code
    when: Conditions
    level: Code
    words: Words
    flag: Words | None = None


class Levels(Data):
    """The levels file: levels, the one given when no rule holds, the limit of an immediate visit, and the grading rules."""

    lowest: Code
    immediate_met: Seconds
    levels: dict[LevelCode, Level]
    grading: tuple[Grading, ...]


class TransferReview(Data):
    """移交审核: out of its district a case of these levels waits for the commander; of others it goes at once, and is reviewed after."""

    waits: tuple[Code, ...]


class DutyRules(Data):
    """值班: how early the gaps of a shift are shown, when a silent phone counts as none, and when hand-over begins and is overdue."""

    gap_hours: Annotated[int, Field(ge=1, le=72)]
    seen_within_days: Days
    hand_over_before_minutes: Annotated[int, Field(ge=1, le=240)]
    hand_over_within_minutes: Annotated[int, Field(ge=1, le=240)]


class Routing(Data):
    """How signals are joined and who is chosen: windows in days, when somebody has too much, which roles visit; who reviews."""

    join_within_days: Days
    warned_within_days: Days
    duplicate_within_days: Days
    batch_max: Annotated[int, Field(ge=1, le=1000)]
    overload: dict[Literal["operator", "officer", "chief", "desk", "volunteer"], Annotated[int, Field(ge=1, le=1000)]]
    visit_roles: Annotated[tuple[Literal["officer", "chief", "desk"], ...], Field(min_length=1)]
    transfer_review: TransferReview
    duty: DutyRules
