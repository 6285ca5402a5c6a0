"""When each member wants quiet and in which language he is told: his own word, else his unit's, else the rules'."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from backend.flow.load import rules
from backend.live.notify.rows import Preference
from backend.people.models import Member


@dataclass(frozen=True)
class Wish:
    """Quiet hours, if any, and the language: zh, en or both."""

    has_quiet: bool
    starts: str
    ends: str
    language: str


def wishes_of(members: Collection[Member]) -> dict[int, Wish]:
    """What each of them wants, in one read."""
    rows = Preference.objects.filter(Q(member__in=members) | Q(unit__in={one.unit_id for one in members}))
    own = {row.member_id: row for row in rows if row.member_id}
    units = {row.unit_id: row for row in rows if row.unit_id}
    return {one.pk: _wish(own.get(one.pk) or units.get(one.unit_id)) for one in members}


def unit_wishes(units: Collection[int]) -> dict[int, Wish]:
    """What each of these units wants for its groups."""
    rows = {row.unit_id: row for row in Preference.objects.filter(unit__in=units)} if units else {}
    return {unit: _wish(rows.get(unit)) for unit in units}


def _wish(row: Preference | None) -> Wish:
    if row is None:
        quiet = rules().notifications.quiet
        return Wish(has_quiet=True, starts=quiet.starts, ends=quiet.ends, language="zh")
    return Wish(row.has_quiet, row.quiet_starts, row.quiet_ends, row.language)
