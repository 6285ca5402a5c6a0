"""What all phones of a run share: who is who, the plan, the witness, and how far the run has come."""

from dataclasses import dataclass, field

from backend.flow.load import Rules
from tests.chaos.ledger import Ledger
from tests.chaos.network import Tally


@dataclass(frozen=True)
class Plan:
    """How large the run is, and what everything in it is drawn from."""

    phones: int
    reports: int
    kills: int
    seed: int
    seconds: float

    @property
    def tick(self) -> float:
        """Seconds between two things a phone does; many phones take turns on the same two cores."""
        return 0.15 + self.phones / 250


@dataclass(frozen=True)
class Person:
    """A member with a phone, as the prepared database has him. `stations`: the codes a visit may be handed on to."""

    name: str
    member: int
    role: str
    unit: str
    district: str
    stations: list[str]
    cookie: str
    device: str
    quota: int
    skew_ms: int


@dataclass
class Run:
    """The run as it goes."""

    plan: Plan
    port: int
    rules: Rules
    ledger: Ledger = field(default_factory=Ledger)
    tally: Tally = field(default_factory=Tally)
    kills: int = 0
    is_calm: bool = False

    def allowance(self, person: Person) -> float:
        """How many reports this phone may have made by now: so the kills fall all along the run, on any machine."""
        return min(person.quota, person.quota * (self.kills + 1) / (self.plan.kills + 1) + 1)
