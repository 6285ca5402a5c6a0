"""The shape of a signal on the wire and the answer to each; strict: text is text, a number is a number, nothing is guessed."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from backend.cases.wire import FieldError
from backend.intake.numbers import NotANumber, id_number_of, phone_of
from backend.shapes import wrong


def _text_only(value: Any) -> Any:
    if not isinstance(value, str):
        raise wrong(
            "时间要写成文字，例如 2026-11-25T20:30:00+08:00", "Write a time as text, such as 2026-11-25T20:30:00+08:00"
        )
    return value


def _as_number(read: Callable[[str], str]) -> Callable[[str], str]:
    def number(text: str) -> str:
        try:
            return read(text) if text else ""
        except NotANumber as fault:
            raise wrong(fault.words, fault.words_en) from None

    return number


def _without_zeros(code: str) -> str:
    """A division code as the list has it: `500108000000` is `500108`."""
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    return code[:2] if len(code) == 6 and code.endswith("0000") else code


def _text(length: int, least: int = 0) -> Any:
    """Text without the NUL sign, which PostgreSQL cannot store."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=length, pattern=r"^[^\x00]*$")


# The risk behaviours a grading rule can ask for: the fields of `flow.wire.Conditions` that are either so or not.
Behaviour = Literal[
    "shares_screen", "app_downloaded", "transfer_under_way", "remote_control", "alone_secret", "cash_to_courier"
]
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_text_only)]
Name = Annotated[str, _text(40)]
Account = Annotated[str, _text(40)]
Line = Annotated[str, _text(200)]
Phone = Annotated[str, _text(40), AfterValidator(_as_number(phone_of))]
IdNumber = Annotated[str, _text(40), AfterValidator(_as_number(id_number_of))]
DivisionCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^([0-9]{2}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$"),
    AfterValidator(_without_zeros),
]
Count = Annotated[int, Field(ge=0, le=10**6)]
Fen = Annotated[int, Field(ge=0, le=10**13)]


class Strict(BaseModel):
    """What comes in from another system: an unknown field is an error, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TargetIn(Strict):
    """The potential victim (潜在被害人); a phone or an ID number says who it is. Places in WGS-84 degrees."""

    name: Name = ""
    phone: Phone = ""
    id_number: IdNumber = ""
    age: Annotated[int, Field(ge=0, le=130)] | None = None
    bank_card: Account = ""
    qq: Account = ""
    alipay: Account = ""
    ip_place: Name = ""
    address: Line = ""
    division: DivisionCode = ""
    latitude: Annotated[float, Field(strict=False, ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(strict=False, ge=-180, le=180)] | None = None

    @model_validator(mode="after")
    def is_somebody(self) -> Self:
        """Without a phone or an ID number nobody could be reached, and no second signal could find the first."""
        if not (self.phone or self.id_number):
            raise wrong("电话和身份证号至少要有一个", "Give a phone or an ID number at least")
        if (self.latitude is None) != (self.longitude is None):
            raise wrong("经度和纬度要一起给", "Give latitude and longitude together")
        return self


class SuspectIn(Strict):
    """The scammer, as far as the source knows; his numbers are kept as they came."""

    phone: Account = ""
    name: Name = ""
    id_number: Account = ""
    account: Account = ""
    account_name: Name = ""
    bank: Name = ""
    qq: Account = ""


class SignalIn(Strict):
    """线索: one sign that somebody is being scammed. Money in fen; `level` is the source's own."""

    reference: Annotated[str, _text(64, least=1)]
    fraud_type: Annotated[str, _text(32)] = ""
    level: Annotated[str, _text(32)] = ""
    found_at: Moment | None = None
    text: Annotated[str, _text(2000)] = ""
    target: TargetIn
    suspect: SuspectIn = SuspectIn()
    site_or_app: Line = ""
    call_count: Count | None = None
    call_seconds: Count | None = None
    last_contact_at: Moment | None = None
    transaction_at: Moment | None = None
    amount_fen: Fen | None = None
    behaviours: Annotated[list[Behaviour], Field(max_length=20)] = []
    duplicate_of: Annotated[str, _text(64)] = ""
    duplicate_reason: Line = ""
    drill: bool = False


class SignalResult(BaseModel):
    """The answer to one signal.

    `accepted` opened a case, `joined` one that is open, `known` came before, `invalid` must be corrected, `failed`
    could not be stored and must be sent again. An accepted signal may carry `errors` too: fields left out of account.
    """

    index: int
    reference: str
    status: Literal["accepted", "joined", "known", "invalid", "failed"]
    case: str | None = None
    level: str | None = None
    errors: list[FieldError] = []


class SignalResults(BaseModel):
    """The answers, in the order of the batch."""

    results: list[SignalResult]
    server_time: datetime


class SignalBatch(BaseModel):
    """Several signals; each is judged on its own. One signal alone, or a bare list, is taken as well."""

    signals: list[SignalIn]
