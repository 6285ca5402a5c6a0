"""What simulated chiefs and districts decide: sign or send back, find a station, find somebody who goes."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from random import Random

from backend.cases.actions import send_back, sign
from backend.cases.models import Case, State
from backend.dispatch.actions import assign_by_hand, next_call, route_by_hand
from backend.dispatch.pool import judged
from backend.drill.situations import neighbours_of
from backend.people.models import Member, Role
from backend.problems import Refused


def decide(case: Case, key: str, reasons: Sequence[str], now: datetime, *, sends_back: bool) -> str:
    """Sign the outcome or send it back; what was done, or nothing where nobody may."""
    boss = boss_of(case)
    if boss is None or case.state != State.ANSWERED:
        return ""
    if sends_back:
        send_back(boss, str(case.pk), Random(key).choice(list(reasons)), now)
        return "sent back"
    sign(boss, str(case.pk), now)
    return "signed"


def route(case: Case, key: str, now: datetime) -> None:
    """By hand: the district finds the station, the station somebody who goes, and an operator takes the call that waits."""
    if case.state != State.OPEN or not case.needs_routing:
        return
    operator = Member.objects.filter(unit=case.district, role=Role.OPERATOR, on_duty=True).order_by("pk").first()
    if case.station is None and case.needs_routing != "nobody_to_call":
        who = operator or boss_of(case)
        if who and (stations := neighbours_of(case)):
            route_by_hand(who, str(case.pk), Random(f"{key}/station").choice(stations), now)
    elif case.needs_routing == "nobody_to_visit":
        send_another(case, None, now)
    elif operator:
        with suppress(Refused):  # Another call was more urgent, or taken meanwhile.
            next_call(operator, now)


def send_another(case: Case, instead_of: Member | None, now: datetime) -> bool:
    """The chief sends somebody of his by hand; whether there was anybody."""
    boss = boss_of(case)
    free = [
        who
        for who, _, objection in judged(case, "visit", by_hand=True)
        if objection in ("", "overloaded") and who not in (instead_of, boss)
    ]
    if boss is None or not free:
        return False
    assign_by_hand(boss, str(case.pk), "visit", free[0].pk, now)
    return True


def boss_of(case: Case) -> Member | None:
    """Who answers for the case: the station's chief; without a station a commander of the district, else of the city."""
    members = Member.objects.select_related("unit").filter(is_active=True)
    if case.station_id:
        return members.filter(unit=case.station_id, role=Role.CHIEF).first()
    commanders = members.filter(role=Role.COMMANDER)
    return commanders.filter(unit=case.district_id).first() or commanders.filter(unit=case.district.parent_id).first()
