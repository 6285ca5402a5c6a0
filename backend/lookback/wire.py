"""The shapes of look-backs: what the checking unit sees and answers, and what the unit asked about sees after that."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.cases.wire import UnitName
from backend.flow.load import rules
from backend.flow.lookbacks import NotReached
from backend.flow.words import Words
from backend.shapes import wrong

Note = Annotated[str, Field(max_length=200)]
Truthful = Literal["true", "partly", "false"]
Came = Literal["yes", "no", "unsure"]
Verdict = Literal["true", "partly", "false", "unverified"]


def check_reason(result: str, reason: str) -> None:
    """Whatever is not wholly true has a reason of the list, and nothing else has one."""
    if (result in ("partly", "false")) != bool(reason):
        raise wrong("不属实的请选一个原因", "Choose a reason where it was not true, and only there")
    if reason and reason not in rules().lookbacks.reasons:
        raise wrong("请选一个原因", "Choose a reason")


class CheckIn(BaseModel):
    """One call: whom it reached, and what he said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: Literal["yes"] | NotReached
    came: Came | None = None
    result: Truthful | None = None
    reason: Annotated[str, Field(max_length=32)] = ""
    note: Note = ""

    @model_validator(mode="after")
    def says_what_was_said(self) -> "CheckIn":
        """Who was reached said something; who was not, nothing."""
        if self.reached == "yes":
            if self.came is None or self.result is None:
                raise wrong("请把每个问题都选上", "Answer every question")
            check_reason(self.result, self.reason)
        elif self.came or self.result or self.reason:
            raise wrong("没联系上，后面的不用填", "Nobody was reached: leave the rest empty")
        return self


class ObjectIn(BaseModel):
    """Why the result is not right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Annotated[str, Field(min_length=2, max_length=200)]


class SettleIn(BaseModel):
    """What holds after the objection: as it was, or changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    result: Verdict
    reason: Annotated[str, Field(max_length=32)] = ""
    note: Annotated[str, Field(min_length=2, max_length=200)]

    @model_validator(mode="after")
    def has_a_reason(self) -> "SettleIn":
        """As with the answer itself."""
        check_reason(self.result, self.reason)
        return self


class TryView(BaseModel):
    """A call that was made."""

    reached: str
    by: str
    at: datetime


class LookBackResult(BaseModel):
    """What came of it, as the unit that was asked about and the centres see it."""

    id: int
    case: UUID
    number: str
    unit: UnitName
    checker: UnitName
    result: Verdict
    came: str
    reason: str
    note: str
    tries: int
    answered_at: datetime
    objection: str
    objected_by: str
    objected_at: datetime | None
    first_result: str
    settled_at: datetime | None
    settled_note: str
    may_object: bool


class LookBackTask(BaseModel):
    """A case to ask about: what was reported as done, and no more of it than that. `phone` is whole once it was asked for."""

    id: int
    name: str
    phone: str
    is_revealed: bool
    has_phone: bool
    fraud_type: str
    outcome: str
    track: str
    done_at: datetime
    unit: UnitName
    answer_by: datetime
    is_late: bool
    taken_by: str
    is_mine: bool
    tries: list[TryView]
    tries_left: dict[str, int]
    again_at: datetime | None
    result: str
    came: str
    reason: str
    note: str
    answered_at: datetime | None
    objection: str
    objected_at: datetime | None
    settled_at: datetime | None
    settled_note: str
    may_settle: bool


class LookBackPage(BaseModel):
    """The member's list. `results` are those of his own unit, once they are in; the rest is what his unit asks about."""

    server_time: datetime
    next_draw_at: datetime
    checks: bool
    open: list[LookBackTask]
    mine: list[LookBackTask]
    done: list[LookBackTask]
    results: list[LookBackResult]
    reasons: dict[str, Words]


class CaseLookBack(BaseModel):
    """The result of a case's look-back, where there is one."""

    found: LookBackResult | None
    reasons: dict[str, Words]


class TallyView(BaseModel):
    """A tally; `per_mille` is left out where too few answered. `unit` is left out in the sum of all."""

    unit: UnitName | None
    district: UnitName | None
    drawn: int
    answered: int
    true: int
    partly: int
    false: int
    unverified: int
    open: int
    late: int
    per_mille: int | None


class DrawView(BaseModel):
    """A period that was drawn: `closed` cases closed in it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    drawn_at: datetime
    closed: int


class LookBackSummary(BaseModel):
    """A period's rates, the units with the lowest rate first."""

    server_time: datetime
    next_draw_at: datetime
    too_few: int
    draws: list[DrawView]
    shown: int | None
    total: TallyView
    units: list[TallyView]
    checkers: list[TallyView]
