"""Finds a station by what somebody remembers of it: its name, its code, the initials of its name (ybl), or a street it covers."""

from backend.initials import initials
from backend.people.models import Coverage, Tier, Unit

MOST_FOUND = 30


def found_stations(typed: str) -> list[Unit]:
    """The stations of the whole city that fit, those whose name or code begins so first."""
    wanted = typed.strip().lower()
    if not wanted:
        return []
    streets = dict(Coverage.objects.filter(division__name__icontains=wanted).values_list("unit_id", "division__name"))
    stations = Unit.objects.filter(tier=Tier.STATION).select_related("parent").order_by("code")
    ranked = [(_rank(station, wanted, is_street=station.pk in streets), station) for station in stations]
    fitting = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: (pair[0], pair[1].code))
    return [station for _, station in fitting[:MOST_FOUND]]


def _rank(station: Unit, wanted: str, *, is_street: bool) -> int | None:
    """How well it fits; lower is better, None not at all."""
    readings = initials(station.name)
    if any(each.startswith(wanted) for each in (station.name, station.code, *readings)):
        return 0
    if any(wanted in each for each in (station.name, *readings)):
        return 1
    return 2 if is_street else None
