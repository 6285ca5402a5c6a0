"""Where signals belong: their division, and the district that answers for it; looked up once for a whole batch."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.people.models import Coverage, Division, Tier, Unit
from backend.prepared import Prepared


@dataclass(frozen=True)
class Places:
    """The divisions, districts and covering stations that a batch speaks of."""

    divisions: frozenset[str]
    districts: dict[str, Unit]
    stations: dict[str, int]

    def division_of(self, code: str) -> str | None:
        """The division with this code, or the nearest known one around it: villages are merged and renumbered."""
        return next((around for around in _around(code) if around in self.divisions), None)

    def district_of(self, division: str | None, source_unit: Unit) -> Unit:
        """The district's unit; without a place the one the source belongs to, at the city the city's own centre.

        So a signal that says nothing of where is always on somebody's board.
        """
        district = self.districts.get((division or "")[:6])
        is_station = source_unit.tier == Tier.STATION and source_unit.parent
        return district or (source_unit.parent if is_station and source_unit.parent else source_unit)

    def district_at(self, code: str, source_unit: Unit) -> Unit:
        """The same by the code that was given."""
        return self.district_of(self.division_of(code), source_unit)

    def units_of(self, code: str, source_unit: Unit) -> set[int]:
        """Every unit that may hear of a signal from there: its district, and the stations that cover it."""
        stations = {self.stations[around] for around in _around(code) if around in self.stations}
        return {self.district_at(code, source_unit).pk, *stations}


def places_of(codes: Iterable[str]) -> Places:
    """Look these codes up, in three queries."""
    wanted = {around for code in codes for around in _around(code)}
    if not wanted:
        return Places(frozenset(), {}, {})
    return Places(
        frozenset(_divisions(wanted)),
        {unit.code: unit for unit in _districts({code[:6] for code in wanted})},
        dict(_stations(wanted)),
    )


_divisions = Prepared(lambda codes: Division.objects.filter(pk__in=codes).values_list("pk", flat=True))
_districts = Prepared(lambda codes: Unit.objects.filter(tier=Tier.DISTRICT, code__in=codes))
_stations = Prepared(lambda codes: Coverage.objects.filter(division_id__in=codes).values_list("division_id", "unit_id"))


def _around(code: str) -> list[str]:
    return [code[:length] for length in (12, 9, 6) if len(code) >= length]
