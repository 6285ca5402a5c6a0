"""A signal as it came → what is wrong with it, or what it says in this service's codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from backend.cases.wire import FieldError
from backend.flow.load import Rules
from backend.flow.words import spelled_alike
from backend.intake.wire import SignalIn, SignalResult
from backend.problems import field_errors, said_back


@dataclass
class Reading:
    """A well-formed signal, its place in the batch, and what of it could be understood.

    `places`: what an address that is not sure may mean (`cases.wire.PlaceGuess`).
    """

    index: int
    signal: SignalIn
    fraud_type: str | None = None
    level: str | None = None
    left_out: list[FieldError] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)

    def result(self, **found: Any) -> SignalResult:
        """The answer to it."""
        return SignalResult.model_validate(
            {"index": self.index, "reference": self.signal.reference, "errors": self.left_out} | found
        )

    def leave_out(self, name: str) -> None:
        """Say that a field was not understood, so that the source can mend it; the warning goes out all the same."""
        error = FieldError(field=name, message="不认识，已按未填处理", message_en="Unknown; treated as not given")
        self.left_out.append(error)


def read_all(items: Sequence[Any], rules: Rules) -> tuple[list[Reading], list[SignalResult]]:
    """The signals that are well-formed, and the answers to those that are not."""
    readings, refused = [], []
    for index, item in enumerate(items):
        try:
            signal = SignalIn.model_validate(item)
        except ValidationError as error:
            errors = [FieldError(**fault) for fault in field_errors(error)]
            refused.append(SignalResult(index=index, reference=_named(item), status="invalid", errors=errors))
        else:
            readings.append(understood(index, signal, rules))
    return readings, refused


def level_of(text: str, rules: Rules) -> str | None:
    """The level for a source's own name of it: code, name or short name in either language."""
    wanted = spelled_alike(text)
    names = {
        code: {spelled_alike(name) for name in (code, level.name.zh, level.name.en, level.short.zh)}
        for code, level in rules.levels.items()
    }
    return next((code for code, known in names.items() if wanted in known), None)


def understood(index: int, signal: SignalIn, rules: Rules) -> Reading:
    """A well-formed signal, and which of its names this service knows."""
    reading = Reading(index, signal)
    if signal.fraud_type:
        reading.fraud_type = rules.fraud_type_of(signal.fraud_type)
    if signal.level:
        reading.level = level_of(signal.level, rules)
    for name in ("fraud_type", "level"):
        if getattr(signal, name) and not getattr(reading, name):
            reading.leave_out(name)
    return reading


def _named(item: Any) -> str:
    reference = item.get("reference") if isinstance(item, dict) else None
    return said_back(reference[:64]) if isinstance(reference, str) else ""
