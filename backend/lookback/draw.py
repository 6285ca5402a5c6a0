"""The draw: which of a period's closed cases are asked about again, and by whom. Pure: the same seed draws the same sample.

Chance is a hash of seed and case, so the order in which the cases come makes no difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from backend.flow.lookbacks import LookBacks


@dataclass(frozen=True)
class Closed:
    """A closed case as the draw sees it; `unit` is the code of its station, or of its district where it never had one."""

    case: UUID
    unit: str
    district: str
    level: str
    outcome: str


@dataclass(frozen=True)
class Drawn:
    """A case of the sample, and the district whose operators ask."""

    closed: Closed
    checker: str


def draw(seed: str, closed: Iterable[Closed], checkers: Iterable[str], how: LookBacks) -> list[Drawn]:
    """The sample of a period; `checkers` are the districts that have people to ask."""
    able = sorted(set(checkers))
    asked = [each for each in set(closed) if each.outcome not in how.leaves_out]
    ordered = sorted(asked, key=lambda each: (each.unit, _chance(seed, each.case)))
    found = [one for _, its in groupby(ordered, key=lambda each: each.unit) for one in _of_unit(list(its), how)]
    return [Drawn(one, _checker(seed, one, able, how)) for one in found]


def _of_unit(ordered: list[Closed], how: LookBacks) -> list[Closed]:
    """Of each level and outcome the share, then whoever comes next until it is as many as there have to be."""
    strata: dict[tuple[str, str], list[Closed]] = {}
    for each in ordered:
        strata.setdefault((each.level, each.outcome), []).append(each)
    share = how.share_of(ordered[0].unit, ordered[0].district)
    chosen = {one for its in strata.values() for one in its[: -(-len(its) * share // 100)]}
    missing = max(how.at_least - len(chosen), 0)
    chosen.update([each for each in ordered if each not in chosen][:missing])
    return [each for each in ordered if each in chosen]


def _checker(seed: str, one: Closed, able: list[str], how: LookBacks) -> str:
    """Never the unit itself, as long as anybody else is there to ask."""
    others = [district for district in able if district != one.district]
    is_above = how.checked_by == "district_above" and one.unit != one.district and one.district in able
    if is_above or not others:
        return one.district
    return others[_chance(f"{seed}:checker", one.case) % len(others)]


def _chance(seed: str, case: UUID) -> int:
    return int.from_bytes(sha256(f"{seed}:{case}".encode()).digest()[:8])
