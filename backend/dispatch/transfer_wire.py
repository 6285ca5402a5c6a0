"""The shapes of transfers: to which station and why, what is decided, and what became of one's own."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from backend.flow.load import rules
from backend.shapes import wrong


class TransferIn(BaseModel):
    """Hand the case over to the station with this code; `why` is a code of `codes.transfer`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    station: Annotated[str, Field(max_length=12)]
    why: Annotated[str, Field(max_length=32)]
    note: Annotated[str, Field(max_length=200)] = ""

    @field_validator("why")
    @classmethod
    def is_a_known_reason(cls, why: str) -> str:
        """A closed list: what it is called on the screen is in the rules."""
        if why not in rules().codes.transfer:
            raise wrong("请选一个原因", "Choose a reason")
        return why


class ReviewIn(BaseModel):
    """What the commander decides on the transfer he saw; refusing needs a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    transfer: int
    approved: bool
    reason: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def says_why_not(self) -> "ReviewIn":
        """Whoever gets the case back has to know."""
        if not self.approved and len(self.reason.strip()) < 2:
            raise wrong("请写清原因，至少两个字", "Say why, in two characters at least")
        return self


class ReturnIn(BaseModel):
    """Why a case goes back to the station that handed it over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Annotated[str, Field(min_length=2, max_length=200)]


class OwnTransfer(BaseModel):
    """What became of a case a member handed over; no name, for the case may be another station's by now."""

    number: str
    receiver: str
    at: datetime
    state: Literal["waiting", "done", "approved", "refused", "returned", "lapsed"]
    decided_at: datetime | None
    reason: str


class OwnTransfers(BaseModel):
    """The newest first."""

    transfers: list[OwnTransfer]
