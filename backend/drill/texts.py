"""演练数据: what invented signals say, read from fixtures/demo/drill_texts.yaml and checked like every other fixture."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings
from pydantic import Field, TypeAdapter, model_validator

from backend.flow.load import rules
from backend.flow.rulefiles import RuleFiles
from backend.flow.words import Data
from backend.intake.wire import Behaviour
from backend.people.divisions import FixtureIsWrong

FILE = "demo/drill_texts.yaml"
Line = Annotated[str, Field(min_length=1, max_length=200)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1)]
Range = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]


class Kind(Data):
    """What signals of one fraud type say; `calls` are seconds with the scam number, `yuan` what is at stake."""

    weight: Annotated[int, Field(ge=1)]
    ages: Range
    yuan: Range
    sites: Lines
    behaviours: tuple[Behaviour, ...]
    calls: Range | None = None
    texts: Lines


class Texts(Data):
    """The whole file."""

    label: Literal["演练数据"]
    hours: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=24, max_length=24)]
    surnames: Annotated[str, Field(min_length=20)]
    given: Lines
    blocks: Lines
    kinds: dict[str, Kind]
    again: Lines
    notes: Lines
    who: Lines
    reasons: Lines
    payees: Lines
    banks: Lines

    @model_validator(mode="after")
    def has_every_type(self) -> "Texts":
        """A newcomer is to see all fraud types, and only those there are."""
        if odd := set(self.kinds) ^ set(rules().fraud_types):
            raise ValueError(f"kinds: missing or unknown: {', '.join(sorted(odd))}")
        return self


def texts() -> Texts:
    """The file of this installation."""
    return _read(Path(settings.FIXTURES_DIR))


@lru_cache(maxsize=2)
def _read(folder: Path) -> Texts:
    files = RuleFiles(folder)
    read = files.read(FILE, TypeAdapter(Texts))
    if read is None or files.faults:
        raise FixtureIsWrong(files.faults)
    return read
