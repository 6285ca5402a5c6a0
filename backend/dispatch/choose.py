"""Who goes: where an address belongs, and who of those there can be sent. Pure; a person always comes with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Covered:
    """A division and the station that answers for it."""

    unit: int
    is_remote: bool


@dataclass(frozen=True)
class Place:
    """Where a case belongs: its station, and the village when it is a remote one."""

    unit: int
    village: str | None


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be sent, and what speaks against it.

    `is_neighbour`: a volunteer of the remote village itself. `is_reserve`: never sent by the service, only by hand.
    """

    member: int
    role: str
    on_duty: bool
    load: int
    on_critical: bool
    declined: bool
    is_neighbour: bool = False
    is_reserve: bool = False


def chain_of(division: str) -> list[str]:
    """The division's code and those of all divisions around it, the nearest first: each level's code begins with the one above."""
    return [division[:length] for length in (12, 9, 6, 2) if len(division) >= length]


def place_of(chain: Sequence[str], covered: Mapping[str, Covered]) -> Place | None:
    """The station that covers the division or the nearest one above it. `chain` goes from the division upwards."""
    found = next((code for code in chain if code in covered), None)
    if found is None:
        return None
    return Place(covered[found].unit, found if covered[found].is_remote else None)


Objection = Literal["", "declined", "off_duty", "on_critical", "overloaded"]


def objection(candidate: Candidate, overload: Mapping[str, int]) -> Objection:
    """Why this person is passed over; empty when nothing speaks against it."""
    if candidate.declined:
        return "declined"
    if not candidate.on_duty:
        return "off_duty"
    if candidate.on_critical:
        return "on_critical"
    return "overloaded" if candidate.load >= overload.get(candidate.role, 0) else ""


def ranked(candidates: Iterable[Candidate], overload: Mapping[str, int]) -> list[tuple[Candidate, Objection]]:
    """Everybody with the objection, the best first: a free neighbour, then whoever has least to do, the reserve last."""
    judged = [(candidate, objection(candidate, overload)) for candidate in candidates]
    return sorted(judged, key=_turn)


def _turn(judged: tuple[Candidate, Objection]) -> tuple[bool, bool, bool, int, int]:
    one, against = judged
    return against != "", not one.is_neighbour, one.is_reserve, one.load, one.member
