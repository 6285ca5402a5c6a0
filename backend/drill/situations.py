"""Where an assignment stands, as a simulated member sees it: from the case's view, or from its rows."""

from collections import Counter
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from backend.cases.models import Assignment, Case, Report
from backend.cases.waiting import Escalation
from backend.dispatch import alarms, escalating
from backend.drill.persona import Script, Situation
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


def place_of(assignment: Assignment) -> object:
    """Where the track stands: when it is elsewhere, somebody else was quicker."""
    return assignment.accepted_at, assignment.case.standing[assignment.track]


def stops(script: Script, step: str, given: Counter[str], assignment: Assignment) -> bool:
    """Whether the script ends here: at a step for the second time, or once it was sent back."""
    if script.stop == f"{step} again":
        return given[step] > 0
    return script.stop == "again" and assignment.case.decisions.filter(kind="sent_back").exists()


def what_clock_did(now: datetime) -> list[UUID]:
    """The cases in which the clock, looking now, took a step."""
    alarms.look(now)
    while escalating.look(now):
        pass
    return list(Escalation.objects.filter(at=now).order_by("case__number").values_list("case_id", flat=True).distinct())


def _amount(signals: list[dict[str, Any]]) -> int:
    return max((one["amount_fen"] or 0 for one in signals), default=0)
