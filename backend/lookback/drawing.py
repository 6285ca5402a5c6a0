"""What the clock does for look-backs: draws the sample of a period once it is over, and tells of what was not answered in time."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Max

from backend.cases.models import Case, State
from backend.cases.queries import real
from backend.flow.load import rules
from backend.lookback.draw import Closed, Drawn, draw
from backend.lookback.late import tell_late
from backend.lookback.models import LookBack, LookBackDraw
from backend.lookback.periods import Period, next_period
from backend.people.models import Member, Role, Tier, Unit
from backend.people.queries import units_below
from backend.portions import work_off
from backend.storage import one_transaction

BATCH = 500


def look(now: datetime) -> int:
    """Draw what is over, tell what is late; how much of both there was."""
    kind = rules().lookbacks.period
    cities = Unit.objects.filter(tier=Tier.CITY).annotate(last_end=Max("look_back_draws__ends_at"))
    periods = [(city, next_period(kind, city.last_end, now)) for city in cities]
    due = [(city, period) for city, period in periods if period.is_over(now)]
    return work_off(due, lambda one: draw_period(*one, now)) + tell_late(now)


def draw_period(city: Unit, period: Period, now: datetime) -> bool:
    """Draw this period, unless somebody has; all of it or nothing. What closed is read first: no one waits for that."""
    units = dict(Unit.objects.filter(pk__in=units_below(city)).values_list("code", "pk"))
    closed = _closed(set(units.values()), period)
    seed = secrets.token_hex(16)
    drawn = draw(seed, closed, _checkers(city), rules().lookbacks)
    with one_transaction():
        row, is_new = LookBackDraw.objects.get_or_create(
            city=city,
            starts_at=period.starts_at,
            defaults={"ends_at": period.ends_at, "seed": seed, "closed": len(closed), "drawn_at": now},
        )
        if is_new:
            LookBack.objects.bulk_create((_row(row, one, units, now) for one in drawn), batch_size=BATCH)
    return is_new


def _closed(units: set[int], period: Period) -> list[Closed]:
    """The real cases that closed in it with an outcome."""
    cases = real(Case.objects.filter(district__in=units, state=State.CLOSED))
    rows = cases.filter(closed_at__gte=period.starts_at, closed_at__lt=period.ends_at).values_list(
        "pk", "station__code", "district__code", "level", "standing__outcome__code"
    )
    return [
        Closed(pk, station or district, district, level, code) for pk, station, district, level, code in rows if code
    ]


def _checkers(city: Unit) -> set[str]:
    """The districts that have somebody to ask."""
    people = Member.objects.filter(unit__parent=city, unit__tier=Tier.DISTRICT, role=Role.OPERATOR, is_active=True)
    return set(people.values_list("unit__code", flat=True))


def _row(row: LookBackDraw, one: Drawn, units: dict[str, int], now: datetime) -> LookBack:
    return LookBack(
        draw=row,
        case_id=one.closed.case,
        unit_id=units[one.closed.unit],
        checker_id=units[one.checker],
        answer_by=now + timedelta(days=rules().lookbacks.answer_within),
    )
