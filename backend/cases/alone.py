"""Signs of life: by when whoever is at the door has to be heard of. Pure; `pwa/src/fold/alone.ts` is its mirror."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.cases.facts import Timed
from backend.cases.legs import Leg, answered, latest
from backend.cases.wire import TrackStanding
from backend.flow.wire import Flow, Level


def alive_until(
    visit: Leg | None, standing: TrackStanding, reports: Sequence[Timed], flow: Flow, level: Level
) -> datetime | None:
    """The expected end of a visit that goes on, later with every report its member makes; None while nobody is at a door.

    He names another end himself: with his arrival, or with a sign of life (`alive`) at any time.
    """
    since = standing.arrived_at
    if visit is None or since is None or standing.end or visit.assignments[-1].ended_at:
        return None
    came = latest(answered(visit, flow, "travel"))
    if came and came.answer == "came_in":  # To the station, where nobody is alone with him.
        return None
    last = visit.assignments[-1]
    until = since + timedelta(seconds=level.alone.visit)
    for timed in reports:
        is_his = timed.report.member == last.member or timed.report.kind == "safe"  # Said by whoever stands beside him
        if not is_his or timed.at < since:
            continue
        if timed.report.inputs.minutes:
            until = timed.at + timedelta(minutes=timed.report.inputs.minutes)
        else:
            until = max(until, timed.at + timedelta(seconds=level.alone.sign))
    return until
