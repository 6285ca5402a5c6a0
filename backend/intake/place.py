"""Where a signal belongs: its division, and the district that answers for it."""

from backend.people.models import Division, Tier, Unit


def division_of(code: str) -> str | None:
    """The division with this code, or the nearest known one around it: villages are merged and renumbered."""
    around = [code[:length] for length in (12, 9, 6) if len(code) >= length]
    known = set(Division.objects.filter(pk__in=around).values_list("pk", flat=True))
    return next((each for each in around if each in known), None)


def district_of(code: str, fallback: Unit) -> Unit:
    """The district's unit. A signal without a place goes to the unit its source belongs to: it is always on somebody's board."""
    district = Unit.objects.filter(code=code[:6], tier=Tier.DISTRICT).first() if code else None
    return district or fallback
