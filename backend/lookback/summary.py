"""The rates of a period, by unit, for commanders: those of their own centre and below."""

from datetime import datetime
from functools import reduce

from django.db.models import Q

from backend.cases.views import unit_name
from backend.flow.load import rules
from backend.lookback.models import LookBack, LookBackDraw
from backend.lookback.periods import next_draw_at
from backend.lookback.rates import Row, Tally, tally_units
from backend.lookback.wire import DrawView, LookBackSummary, TallyView
from backend.people import access
from backend.people.models import Member, Tier, Unit
from backend.people.queries import units_below

MOST_DRAWS = 26


def summary_of(member: Member, draw_id: int | None, now: datetime) -> LookBackSummary:
    """The period with this id, else the newest."""
    access.check(access.may_see_look_back_rates(member))
    city = member.unit if member.unit.tier == Tier.CITY else member.unit.parent
    draws = list(LookBackDraw.objects.filter(city=city).order_by("-ends_at")[:MOST_DRAWS])
    shown = next((each for each in draws if each.pk == draw_id), draws[0] if draws else None)
    below = units_below(member.unit)
    units = _tallies(shown, below, "unit", now)
    return LookBackSummary(
        server_time=now,
        next_draw_at=next_draw_at(rules().lookbacks.period, now),
        too_few=rules().lookbacks.too_few,
        draws=[_draw_view(each) for each in draws],
        shown=shown.pk if shown else None,
        total=_view(None, reduce(Tally.plus, units.values(), Tally())),
        units=sorted((_view(unit, tally) for unit, tally in units.items()), key=_lowest_first),
        checkers=[_view(unit, tally) for unit, tally in _tallies(shown, below, "checker", now).items()],
    )


def _tallies(draw: LookBackDraw | None, units: set[int], by: str, now: datetime) -> dict[Unit, Tally]:
    """By the unit asked about, or by the one that asks."""
    rows = LookBack.objects.filter(Q(**{f"{by}__in": units}), draw=draw).values_list(by, "result", "answer_by")
    found = tally_units((Row(*row) for row in rows), now)
    there = Unit.objects.filter(pk__in=found).select_related("parent").order_by("code")
    return {unit: found[unit.pk] for unit in there}


def _view(unit: Unit | None, tally: Tally) -> TallyView:
    district = unit.parent if unit and unit.tier == Tier.STATION else unit
    return TallyView(
        unit=unit_name(unit) if unit else None,
        district=unit_name(district) if district else None,
        answered=tally.answered,
        per_mille=tally.per_mille(rules().lookbacks.too_few),
        **vars(tally),
    )


def _lowest_first(view: TallyView) -> tuple[bool, int, str]:
    """Where too few answered there is no rate to go by."""
    return view.per_mille is None, view.per_mille or 0, view.unit.code if view.unit else ""


def _draw_view(row: LookBackDraw) -> DrawView:
    return DrawView(id=row.pk, starts_at=row.starts_at, ends_at=row.ends_at, drawn_at=row.drawn_at, closed=row.closed)
