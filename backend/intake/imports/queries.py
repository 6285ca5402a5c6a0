"""Every read of imports, scoped by member: his unit's sources and those below."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from backend.intake.models import ColumnMemory, Import, Signal, Source
from backend.people import access
from backend.people.models import Division, Member, Tier
from backend.people.queries import units_above, units_below
from backend.problems import Refused

MOST_LISTED = 50


def sources_of(member: Member) -> QuerySet[Source]:
    """The sources whose files this member may bring in; `access.may_import` says the same of one."""
    sources = Source.objects.filter(is_active=True).select_related("unit__parent").order_by("code")
    if member.role not in access.IMPORTING_ROLES or not member.is_active:
        return sources.none()
    return sources.filter(unit__in=units_below(member.unit))


def source_of(member: Member, code: str) -> Source:
    """The source of this code, or the refusal."""
    source = Source.objects.filter(code=code, is_active=True).select_related("unit__parent").first()
    if source is None:
        access.check(access.may_import(member, access.OwnerScope(None, 0)))
        raise Refused("not_found")
    access.check(access.may_import(member, _scope_of(source)))
    return source


def imports_of(member: Member) -> list[Import]:
    """The latest imports of the member's sources, the newest first."""
    rows = Import.objects.filter(source__in=sources_of(member)).select_related("source", "by")
    return list(rows.order_by("-begun_at", "pk")[:MOST_LISTED])


def import_of(member: Member, import_id: UUID, *, for_update: bool = False) -> Import:
    """One import the member may see, its row locked if it is to be changed."""
    rows = Import.objects.select_for_update(of=("self",)) if for_update else Import.objects.all()
    row = rows.select_related("source__unit__parent", "by").filter(pk=import_id).first()
    if row is None:
        raise Refused("not_found")
    access.check(access.may_import(member, _scope_of(row.source)))
    return row


def remembered(source_id: int) -> dict[str, str]:
    """What persons said of this source's columns."""
    return dict(ColumnMemory.objects.filter(source=source_id).values_list("header", "field"))


def known_references(source_id: int, references: Iterable[str]) -> set[str]:
    """Which of these the source has sent before."""
    found = Signal.objects.filter(source=source_id, reference__in=set(references))
    return set(found.values_list("reference", flat=True))


def district_code(source: Source) -> str:
    """The district the source belongs to, or nothing for the city's."""
    unit = source.unit
    while unit.tier != Tier.DISTRICT and unit.parent is not None:
        unit = unit.parent
    return unit.code if unit.tier == Tier.DISTRICT else ""


def divisions() -> list[tuple[str, str, str]]:
    """Code, name and kind of all divisions."""
    return list(Division.objects.values_list("code", "name", "kind"))


def _scope_of(source: Source) -> access.OwnerScope:
    return access.OwnerScope(None, source.unit_id, units_above(source.unit))
