"""Sends what is due of small drills, and plays the members nobody stands for; run by the serving process again and again.

All it goes by stands in the rows: killed anywhere, the next look goes on, and a signal sent twice is known.
"""

import secrets
from datetime import datetime, timedelta

from backend.cases.models import Assignment, Case, Report, State
from backend.drill.areas import manned_areas
from backend.drill.models import Drill, DrillSignal
from backend.drill.performing import Performer, device_of
from backend.drill.persona import next_turn, script_of
from backend.drill.plan import signal_of
from backend.drill.situations import situation_of
from backend.drill.texts import texts
from backend.flow.load import rules
from backend.intake.actions import take_in
from backend.intake.models import Source
from backend.people.models import Device, Member, Tier, Unit

# A small drill runs so many times as fast as life: a visit takes ten minutes and not an hour.
FASTER = 5
RECEIVES_AFTER = timedelta(seconds=6)
# Who opened the app within so long is there himself.
HERE = timedelta(hours=12)
LONGEST = timedelta(hours=3)


def look(now: datetime) -> None:
    """Everything that is due now."""
    for drill in Drill.objects.filter(ended_at=None).select_related("unit"):
        for signal in drill.signals.filter(sent_at=None, due_at__lte=now).order_by("due_at", "pk"):
            _send(drill, signal, now)
        if drill.has_members:
            _play(drill, now)
        _end(drill, now)


def _send(drill: Drill, signal: DrillSignal, now: datetime) -> None:
    item = signal_of(texts(), manned_areas([drill.unit_id]), signal.reference)
    result = take_in(_source(), [item], now)[0]
    case = Case.objects.get(number=result.case) if result.case else None
    DrillSignal.objects.filter(pk=signal.pk).update(sent_at=now, case=case)


def _source() -> Source:
    """Invented signals come from a source of their own, whose key nobody knows."""
    city = Unit.objects.filter(tier=Tier.CITY).order_by("pk").first() or Unit.objects.earliest("pk")
    fields = {"name": "演练", "unit": city, "key_hash": secrets.token_hex(32)}
    return Source.objects.get_or_create(code="drill", defaults=fields)[0]


def _play(drill: Drill, now: datetime) -> None:
    cases = drill.signals.filter(case__isnull=False).values("case")
    waiting = Assignment.objects.filter(case__in=cases, case__state=State.OPEN, ended_at=None, member__isnull=False)
    for assignment in waiting.select_related("case__station", "case__district", "member__unit").order_by("pk"):
        if assignment.member and not _is_here(assignment.member, now):
            _act(assignment, assignment.member, now)


def _act(assignment: Assignment, member: Member, now: datetime) -> None:
    """The next thing this member does, if it is time for it."""
    performer = Performer(secrets.token_hex(8))
    if assignment.delivered_at is None:
        if assignment.assigned_at + RECEIVES_AFTER <= now:
            performer.receive(member, now)
        return
    last = Report.objects.filter(case=assignment.case_id, assignment=assignment).order_by("-received_at").first()
    since = last.received_at if last else assignment.delivered_at
    at = situation_of(assignment, assignment.case.number, since)
    turn = next_turn(at, script_of(assignment.case.number), rules().flows[assignment.case.flow], texts())
    if turn and since + timedelta(seconds=turn.after / FASTER) <= now:
        performer.report(assignment, turn, now)


def _is_here(member: Member, now: datetime) -> bool:
    """Somebody who has opened the app himself is never played."""
    own = Device.objects.filter(member=member, seen_at__gt=now - HERE)
    return own.exclude(pk=device_of(member)).exists()


def _end(drill: Drill, now: datetime) -> None:
    """Over when all signals are in, and with simulated members when nothing is left for them to do."""
    if drill.signals.filter(sent_at=None).exists():
        return
    is_left = drill.has_members and drill.signals.filter(case__state=State.OPEN).exists()
    if not is_left or drill.begun_at + LONGEST < now:
        Drill.objects.filter(pk=drill.pk, ended_at=None).update(ended_at=now)
