"""Every read of people: units below, streams, members, stations and devices, scoped by who asks."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.people import access
from backend.people.models import Coverage, Device, Division, Member, Tier, Unit
from backend.problems import Refused


def units_below(unit: Unit) -> set[int]:
    """The unit and all units under it."""
    found = {unit.pk}
    level = [unit.pk]
    while level:
        level = list(Unit.objects.filter(parent__in=level).values_list("pk", flat=True))
        found.update(level)
    return found


def streams(member: Member) -> list[int]:
    """The streams this member follows: his own unit's; at the city every district's as well."""
    if member.unit.tier != Tier.CITY:
        return [member.unit_id]
    districts = Unit.objects.filter(parent=member.unit_id, tier=Tier.DISTRICT).values_list("pk", flat=True)
    return sorted([member.unit_id, *districts])


def members_seen_by(member: Member) -> QuerySet[Member]:
    """The active members of the unit and below, for those who lead or assign; nobody for all others."""
    members = Member.objects.select_related("unit", "village").order_by("unit__code", "role", "pk")
    if not access.may_see_members(member):
        return members.none()
    return members.filter(unit__in=units_below(member.unit), is_active=True)


def stations_of(district: Unit) -> QuerySet[Unit]:
    """A district's stations; their names are public."""
    return Unit.objects.filter(parent=district, tier=Tier.STATION).select_related("parent").order_by("code")


def districts() -> QuerySet[Unit]:
    """All districts."""
    return Unit.objects.filter(tier=Tier.DISTRICT).order_by("code")


def district_asked_for(member: Member, code: str) -> Unit | None:
    """The district with this code; without a code the member's own, which a member of the city has none of."""
    if code:
        if (district := districts().filter(code=code).first()) is None:
            raise Refused("bad_input", [_UNKNOWN_DISTRICT])
        return district
    return {Tier.STATION: member.unit.parent, Tier.DISTRICT: member.unit}.get(Tier(member.unit.tier))


def area_of(member: Member, code: str) -> tuple[str, list[Division], list[Division]]:
    """A division of the member's area, the way down to it from the whole, and what it consists of.

    Without a code the whole; its own code is empty when it is several divisions side by side.
    """
    access.check(access.may_see_area(member))
    parts = _parts_of(member.unit)
    whole = parts[0].code if len(parts) == 1 else ""
    within = code or whole
    if not within:
        return "", [], parts
    part = next((part.code for part in parts if within.startswith(part.code)), None)
    around = [within[:length] for length in (2, 6, 9, 12) if part and len(part) <= length <= len(within)]
    path = list(Division.objects.filter(pk__in=around).order_by("code"))
    if not path or path[-1].code != within:
        raise Refused("not_found")
    below = Division.objects.filter(parent=within).order_by("code")
    return within, [each for each in path if each.code != whole], list(below)


def devices_of(member: Member, owner_id: int) -> QuerySet[Device]:
    """The devices of a member, used last first, for himself and those who may report them lost."""
    owner = Member.objects.select_related("unit").filter(pk=owner_id).first()
    if owner is None:
        raise Refused("not_found")
    access.check(access.may_report_lost(member, owner_scope(owner)))
    return owner.devices.order_by("-seen_at", "pk")


def owner_scope(owner: Member) -> access.OwnerScope:
    """What `access` needs to know of whose device it is."""
    return access.OwnerScope(member_id=owner.pk, unit_id=owner.unit_id, above=units_above(owner.unit))


def units_above(unit: Unit) -> frozenset[int]:
    """Every unit the unit belongs to."""
    above = []
    while unit.parent is not None:
        unit = unit.parent
        above.append(unit.pk)
    return frozenset(above)


def lost_among(devices: Collection[UUID]) -> list[Device]:
    """Those of these devices that are reported lost."""
    return list(Device.objects.filter(pk__in=devices, lost_at__isnull=False)) if devices else []


def is_taken_in(lost: Device, now: datetime) -> bool:
    """Whether the unsent work of a device reported lost is still taken in."""
    return lost.wiped_at is None and lost.taken_in_until is not None and now < lost.taken_in_until


def _parts_of(unit: Unit) -> list[Division]:
    """The divisions a unit answers for, without those that lie in another of them.

    A centre's is the division of its own code; a unit without one has what its stations cover.
    """
    if unit.tier != Tier.STATION and (own := Division.objects.filter(pk=unit.code).first()):
        return [own]
    covered = Coverage.objects.filter(unit__in=units_below(unit)).values("division")
    parts: list[Division] = []
    for division in Division.objects.filter(pk__in=covered).order_by("code"):
        if not any(division.code.startswith(part.code) for part in parts):
            parts.append(division)
    return parts


_UNKNOWN_DISTRICT = {"field": "district", "message": "没有这个区县", "message_en": "No such district"}
