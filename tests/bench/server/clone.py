"""Copies of one dissuasion that really went: every row of it, with another case's id, number, person, day and station."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from backend.cases.models import Assignment, Case, Decision, Report, SearchWord
from backend.cases.searchwords import words_of
from backend.intake.actions import take_in
from backend.intake.models import Identity, Signal, Source
from backend.live.models import Entry, Event
from backend.people.models import Member, Role, Tier, Unit
from backend.times import beijing_day
from tests.bench.server.plan import COURSES, signal_of
from tests.bench.server.source import COMMUNITY
from tests.bench.server.template import Change, Template, as_id, numbers_after
from tests.bench.server.walker import Walker

Rows = dict[type[Model], list[list[Any]]]
# In the order in which each finds what it points to.
MODELS: tuple[type[Model], ...] = (Case, Signal, Identity, SearchWord, Assignment, Report, Decision, Event, Entry)
# Far from the numbers that the service gives by itself that day.
FIRST_NUMBER = 50_000


class Clone:
    """The one that went, and the numbers its copies take."""

    def __init__(self, seed: int) -> None:
        self._rng, self._now = Random(seed), timezone.now()
        self._stations = list(Unit.objects.filter(tier=Tier.STATION).select_related("parent").order_by("code"))
        self._callers = {one.unit_id: one.pk for one in Member.objects.filter(role=Role.OPERATOR).order_by("pk")}
        self._running: dict[str, int] = defaultdict(lambda: FIRST_NUMBER)
        self.case = _one_that_went(self._stations[0].code, self._now - timedelta(hours=1), seed)
        self._heads = dict(Unit.objects.values_list("pk", "stream_head"))
        self._caller = self.case.assignments.get().member_id or 0
        self._templates = _templates_of(self.case)

    def rows(self, number: int, name: str, phone: str, ago: timedelta) -> Rows:
        """All rows of one copy."""
        # By chance: by its number, all whose phones end in the same digits would live at one station.
        station = self._rng.choice(self._stations)
        change = self._change(station, ago)
        numbered = self._number(station, self._now - ago)
        division = station.code + COMMUNITY
        person = {"target_name": name, "target_phone": phone, "number": numbered, "division_id": division}
        rows: Rows = {
            Case: self._all(Case, change, **person),
            Signal: self._all(Signal, change, reference=f"mass-{number}"),
            Identity: self._all(Identity, change, value=phone),
            Assignment: self._all(Assignment, change),
            Decision: self._all(Decision, change),
        }
        word = self._templates[SearchWord][0]
        rows[SearchWord] = [word.copy(change, word=each) for each in words_of(numbered, name, phone)]
        sent = rows[Assignment][0][0]
        rows[Report] = [one.copy(change, id=self._id(), assignment_id=sent) for one in self._templates[Report]]
        self._tell(rows, change)
        return rows

    def save_heads(self) -> None:
        """How far each unit's stream has come with them."""
        units = list(Unit.objects.all())
        for unit in units:
            unit.stream_head = self._heads[unit.pk]
        Unit.objects.bulk_update(units, ["stream_head"], batch_size=500)

    def _change(self, station: Unit, ago: timedelta) -> Change:
        district = station.parent_id or 0
        units = {self.case.station_id or 0: station.pk, self.case.district_id: district}
        members = {self._caller: self._callers[district]}
        new = UUID(int=self._rng.getrandbits(128), version=4)
        return Change(new, units, members, self._now - ago - self.case.opened_at)

    def _number(self, station: Unit, opened_at: datetime) -> str:
        begin = f"{station.parent.code if station.parent else ''}-{beijing_day(opened_at):%Y%m%d}-"
        self._running[begin] += 1
        return f"{begin}{self._running[begin]:05}"

    def _all(self, model: type[Model], change: Change, **others: object) -> list[list[Any]]:
        return [one.copy(change, **others) for one in self._templates[model]]

    def _tell(self, rows: Rows, change: Change) -> None:
        """The events, each at the next places of its streams."""
        rows[Event], rows[Entry] = [], []
        entries: dict[int, list[Template]] = defaultdict(list)
        for entry in self._templates[Entry]:
            entries[entry.original["event_id"]].append(entry)
        for event in self._templates[Event]:
            told = event.copy(change)
            rows[Event].append(told)
            for entry in entries[event.original["id"]]:
                unit = change.units.get(entry.original["unit_id"], entry.original["unit_id"])
                self._heads[unit] += 1
                rows[Entry].append(entry.copy(change, number=self._heads[unit], event_id=told[0]))

    def _id(self) -> object:
        return as_id(UUID(int=self._rng.getrandbits(128), version=4))


def _one_that_went(station: str, now: datetime, seed: int) -> Case:
    """A call that persuaded, to its signature."""
    course = COURSES[0]
    signal = signal_of(0, course, station) | {"reference": "template"}
    result = take_in(Source.objects.get(), [signal], now)[0]
    Walker(seed).walk(result.case or "", course, now)
    return Case.objects.get(number=result.case)


def _templates_of(case: Case) -> dict[type[Model], list[Template]]:
    templates = {}
    for model in MODELS:
        where = {Case: Q(pk=case.pk), Entry: Q(event__case_id=case.pk)}.get(model, Q(case_id=case.pk))
        numbers = numbers_after(model)
        templates[model] = [Template(row, numbers) for row in model._default_manager.filter(where).order_by("pk")]
    return templates
