"""Closed cases of last week, and the sample drawn of them."""

from datetime import datetime, timedelta
from uuid import uuid4

from backend.cases.models import Case
from backend.lookback import drawing
from backend.lookback.models import LookBack
from backend.people.models import Unit
from backend.times import BEIJING
from tests.cast import Cast

# A Wednesday; the week before it ended on Monday, the 23rd.
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=BEIJING)
LAST_WEEK = NOW - timedelta(days=5)


def closed_case(
    district: Unit,
    station: Unit | None,
    *,
    outcome: str = "persuaded",
    level: str = "high",
    at: datetime = LAST_WEEK,
    drill: bool = False,
    phone: str = "19900001234",
) -> Case:
    """A case that closed at this moment with this outcome."""
    found = {"code": outcome, "track": "visit", "level": level, "fraud_type": "investment", "at": at.isoformat()}
    return Case.objects.create(
        pk=(pk := uuid4()),
        number=pk.hex[:20],
        drill=drill,
        opened_at=at - timedelta(hours=5),
        graded_at=at - timedelta(hours=5),
        level=level,
        fraud_type="investment",
        flow="dissuasion-1",
        target_name="彭先生",
        target_phone=phone,
        district=district,
        station=station,
        standing={"outcome": found},
        state="closed",
        closed_at=at,
    )


def drawn(cast: Cast, now: datetime = NOW) -> LookBack:
    """One closed case of 南坪派出所, drawn; who checks is 沙坪坝 or 黔江."""
    case = closed_case(cast.nanan, cast.nanping)
    drawing.look(now)
    return LookBack.objects.select_related("checker", "unit", "draw").get(case=case)
