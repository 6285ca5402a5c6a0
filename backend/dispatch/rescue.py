"""Whom a step of an alarm tells: chiefs, the nearest colleagues on duty, the centres above. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """Somebody who could be told. `unit`: `station`, `district` or `city`, as seen from the case."""

    member: int
    role: str
    unit: str
    on_duty: bool
    is_near: bool = False
    load: int = 0


# Who of a unit answers for it when a colleague is in danger.
LEADS = {
    "chief": ("station", ("chief",)),
    "district": ("district", ("operator", "commander")),
    "city": ("city", ("commander",)),
}


def told_by(
    kinds: Iterable[str], about: int, people: Sequence[Colleague], roles: Sequence[str], most: int
) -> dict[str, list[int]]:
    """Kind of people → who they are; the member himself is told by `self` alone. Kinds that find nobody are left out."""
    others = [one for one in people if one.member != about]
    found: dict[str, list[int]] = {}
    for kind in kinds:
        if kind == "self":
            found[kind] = [about]
        elif kind == "neighbours":
            found[kind] = _neighbours(others, roles, most)
        else:
            unit, leading = LEADS[kind]
            found[kind] = _present([one for one in others if one.unit == unit and one.role in leading])
    return {kind: members for kind, members in found.items() if members}


def _present(leads: Sequence[Colleague]) -> list[int]:
    """Those on duty; where nobody is, all of them: better woken than not told."""
    return [one.member for one in leads if one.on_duty] or [one.member for one in leads]


def _neighbours(others: Sequence[Colleague], roles: Sequence[str], most: int) -> list[int]:
    """On duty at the same station: of the same village first, then by role, then who has least to do."""
    there = [one for one in others if one.unit == "station" and one.on_duty and one.role in roles]
    there.sort(key=lambda one: (not one.is_near, roles.index(one.role), one.load, one.member))
    return [one.member for one in there[:most]]
