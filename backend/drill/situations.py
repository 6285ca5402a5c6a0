"""Where an assignment stands, as a simulated member sees it: from the case's view, or from its rows."""

from collections import Counter
from datetime import datetime
from typing import Any, Literal, cast

from backend.cases.models import Assignment, Case, Report
from backend.drill.persona import Situation
from backend.flow.load import rules
from backend.people.models import Tier, Unit


def situation_of(assignment: Assignment, key: str, now: datetime) -> Situation:
    """From the rows; `assignment.case` must be loaded and fresh."""
    case = assignment.case
    step = case.standing[assignment.track]["step"]
    hands_on = rules().flows[case.flow].steps[step].screen == "transfer"
    reports = list(Report.objects.filter(case=case, kind__in=("accept", "answer")).values("track", "member", "body"))
    mine = [one for one in reports if one["track"] == assignment.track]
    revisit_at = case.standing["revisit_at"]
    return Situation(
        key=key,
        track=cast("Literal['call', 'visit']", assignment.track),
        step=step,
        level=case.level,
        fraud_type=case.fraud_type,
        now=now,
        is_accepted=assignment.accepted_at is not None,
        accept_within=rules().levels[case.level].limits.accept,
        amount_fen=_amount(case.signals),
        given=Counter(one["body"].get("step", "accept") for one in mine),
        calls=len(case.standing["call"]["attempts"]),
        said=len(mine),
        neighbours=neighbours_of(case) if hands_on else (),
        revisit_at=datetime.fromisoformat(revisit_at) if revisit_at else None,
    )


def neighbours_of(case: Case) -> list[str]:
    """The other stations of the district that have somebody to send; where only the city has the case, all of the city's."""
    manned = Unit.objects.filter(tier=Tier.STATION, members__role="officer", members__on_duty=True)
    if case.district.tier == Tier.DISTRICT:
        manned = manned.filter(parent=case.district_id)
    codes = set(manned.values_list("code", flat=True))
    return sorted(codes - ({case.station.code} if case.station else set()))


def _amount(signals: list[dict[str, Any]]) -> int:
    return max((one["amount_fen"] or 0 for one in signals), default=0)
