"""Lays out a city's units from its divisions: the centre, a centre in each district, a station in each street and township."""

import re
from collections import Counter
from collections.abc import Iterable

from backend.people.models import Coverage, Division, Tier, Unit
from backend.storage import one_transaction

TIER_OF_KIND = {"city": Tier.CITY, "district": Tier.DISTRICT, "township": Tier.STATION}


def load_units() -> int:
    """Create the units that are not there yet, and let each station cover its township; how many were new.

    Units that exist keep their name and everything else, so a city may change them and load again.
    """
    divisions = list(Division.objects.filter(kind__in=TIER_OF_KIND).order_by("code"))
    units = {unit.code: unit for unit in Unit.objects.all()}
    before = len(units)
    with one_transaction():
        for kind, tier in TIER_OF_KIND.items():
            names = _names([d for d in divisions if d.kind == kind])
            missing = [
                Unit(code=division.code, name=name, tier=tier, parent=units.get(division.parent_id or ""))
                for division, name in names
                if division.code not in units
            ]
            units |= {unit.code: unit for unit in Unit.objects.bulk_create(missing)}
        stations = [unit for unit in units.values() if unit.tier == Tier.STATION]
        _cover(stations, {division.code for division in divisions})
    return len(units) - before


def _names(divisions: Iterable[Division]) -> list[tuple[Division, str]]:
    """What each division's unit is called. 南坪街道 and 南坪镇 lie in one district: where short names collide, full ones are used."""
    divisions = list(divisions)
    times = Counter((d.parent_id, short_name(d.name)) for d in divisions)
    return [(d, _unit_name(d, is_alone=times[d.parent_id, short_name(d.name)] == 1)) for d in divisions]


def short_name(name: str) -> str:
    """A street or township without the word for what it is, as its station is called: 渝碚路街道 → 渝碚路."""
    return re.sub(r"(?:(?:土家族|苗族|仡佬族)+乡|街道|镇|乡)$", "", name) or name


def _unit_name(division: Division, *, is_alone: bool) -> str:
    if division.kind != "township":
        return f"{division.name}反诈中心"
    return f"{short_name(division.name) if is_alone else division.name}派出所"


def _cover(stations: Iterable[Unit], divisions: set[str]) -> None:
    covered = [Coverage(unit=unit, division_id=unit.code) for unit in stations if unit.code in divisions]
    Coverage.objects.bulk_create(covered, ignore_conflicts=True)
