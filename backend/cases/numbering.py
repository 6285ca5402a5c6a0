"""Numbers for new cases: district code, Beijing day, running number of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from backend.cases.models import Case
from backend.live.actions import hold_streams
from backend.people.models import Unit
from backend.prepared import Prepared
from backend.times import beijing_day


class Numbers:
    """The numbers of these districts in one transaction; each district's row is locked, which keeps two from taking the same."""

    def __init__(self, districts: Iterable[Unit], now: datetime) -> None:
        self._day = f"-{beijing_day(now):%Y%m%d}-"
        held = {district.pk for district in districts}
        hold_streams(held)
        numbered = _last_ones(held, self._day, f"{self._day}00000", f"{self._day}99999")
        self._last = {unit: int((last or "-0").rsplit("-", 1)[1]) for unit, last in numbered}

    def take(self, district: Unit) -> str:
        """The next number of this district."""
        self._last[district.pk] += 1
        return f"{district.code}{self._day}{self._last[district.pk]:05d}"


def _last_of(day: str, first: str, last: str) -> QuerySet[Case, Any]:
    code = OuterRef("code")
    # The range is what SQLite reads by the index; alone it would be at the mercy of PostgreSQL's collation.
    within = (Concat(code, Value(first)), Concat(code, Value(last)))
    that_day = Case.objects.filter(number__range=within, number__startswith=Concat(code, Value(day)))
    return that_day.order_by("-number").values("number")[:1]


_last_ones = Prepared(
    lambda units, *day: (
        Unit.objects.filter(pk__in=units).annotate(last=Subquery(_last_of(*day))).values_list("pk", "last")
    )
)
