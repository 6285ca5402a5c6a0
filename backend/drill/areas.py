"""Where invented signals come from: the areas of the stations that have a chief, and what each can take."""

from collections.abc import Collection

from backend.drill.plan import Area
from backend.people.models import Coverage, Division, Member, Role, Tier, Unit


def manned_areas(stations: Collection[int] | None = None) -> list[Area]:
    """The areas of these stations, or of all that have a chief, in the order of their codes."""
    led = Unit.objects.filter(tier=Tier.STATION, members__role=Role.CHIEF, members__is_active=True)
    chosen = led if stations is None else Unit.objects.filter(tier=Tier.STATION, pk__in=stations)
    return [_area(unit) for unit in chosen.distinct().order_by("code")]


def _area(unit: Unit) -> Area:
    remote_codes = set(Coverage.objects.filter(unit=unit, remote=True).values_list("division_id", flat=True))
    covered = Coverage.objects.filter(unit=unit, remote=False).values_list("division_id", flat=True)
    places = [
        (division.code, division.name)
        for code in covered
        for division in Division.objects.filter(code__startswith=code, kind__in=("village", "community"))
    ]
    officers = Member.objects.filter(unit=unit, role=Role.OFFICER, on_duty=True, is_active=True).count()
    return Area(
        station=unit.code,
        name=unit.name,
        divisions=tuple(sorted(place for place in places if place[0] not in remote_codes)),
        remote=tuple(sorted(place for place in places if place[0] in remote_codes)),
        strength=officers,
    )
