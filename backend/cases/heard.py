"""Who hears of a case: the units whose streams its events are written into; part of `models.py`, which would grow too long."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from backend.people.models import GOING_OUT
from backend.prepared import Prepared


class Heard(models.Model):
    """District, station, who reviews, and where officers and volunteers who were sent now serve.

    They see the case by their part in it, which stays theirs when the case or they themselves move to another station.
    """

    class Meta:
        abstract = True

    def streams(self) -> set[int]:
        """The units whose streams hear of this case."""
        return self.streams_of([self])[self.pk]

    def own_streams(self) -> set[int]:
        """Those of them that hear of it whoever was sent."""
        return {unit for unit in (self.district_id, self.station_id, self.reviewing_id) if unit}  # type: ignore[attr-defined]

    @classmethod
    def streams_of(cls, cases: Collection[Any]) -> dict[UUID, set[int]]:
        """The same of each of these, in one query."""
        found = {case.pk: case.own_streams() for case in cases}
        for case, unit in _sent(list(found)):
            found[case].add(unit)
        return found


_sent: Prepared[Any] = Prepared(
    lambda cases: (
        apps.get_model("cases", "Assignment")
        .objects.filter(case_id__in=cases, member__role__in=GOING_OUT)
        .values_list("case_id", "member__unit_id")
    )
)
