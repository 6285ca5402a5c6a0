"""Writes of joining and splitting: which facts go where. Who the cases are about, and what a new case is graded, intake says."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from backend.cases.actions import decide, end_all
from backend.cases.finding import note_words
from backend.cases.fold import refold
from backend.cases.link import Link, LinkKind
from backend.cases.models import Case, State
from backend.cases.opening import take_signals
from backend.live import actions as live
from backend.live.events import CaseJoined, CaseTookIn, SignalsSplit
from backend.people.models import Member

# What is only filled in, never replaced, from the case that is joined: the survivor's people may have used it already.
FILLED = (
    "target_name",
    "target_phone",
    "target_id_number",
    "target_age",
    "address",
    "division_id",
    "latitude",
    "longitude",
)


def close_as_repeated(case: Case, into: Case, by: Member, now: datetime) -> None:
    """The case is another one's repetition: whoever is on it is stood down, what he sends later is kept, and stray."""
    Link.objects.create(case=case, other=into, kind=LinkKind.JOINED, signals=case.signal_count, by=by, at=now)
    end_all(case.pk, "stood_down", by, now)
    decide(case, "joined", by, now)
    case.refresh_from_db()
    case.needs_routing = ""
    case.save(update_fields=["needs_routing"])
    refold(case)
    live.record(CaseJoined(into=into.pk), by=by, now=now, case=case)


def take_in_case(case: Case, other: Case, by: Member, now: datetime) -> None:
    """The signals of a case that was joined are this one's now: they may raise its level. A closed one only remembers it."""
    live.record(CaseTookIn(other=other.pk), by=by, now=now, case=case)
    if case.state == State.CLOSED:
        return
    for name in FILLED:
        if getattr(case, name) in (None, ""):
            setattr(case, name, getattr(other, name))
    signals = sorted([*case.signals, *other.signals], key=lambda signal: signal["received_at"])
    take_signals(case, signals, other.level, other.reasons, by=by, now=now)


def leave_signals(
    case: Case, chosen: Collection[int], into: Case, person: dict[str, Any], *, by: Member, now: datetime
) -> None:
    """The chosen signals are about somebody else; `person` is who the case is about without them.

    What they did to the level stays: it sent people, and that is a fact.
    """
    kept = [signal for index, signal in enumerate(case.signals) if index not in chosen]
    Link.objects.create(case=case, other=into, kind=LinkKind.SPLIT, signals=len(chosen), by=by, at=now)
    case.signals, case.signal_count = kept, len(kept)
    for name, value in person.items():
        setattr(case, name, value)
    case.save(update_fields=["signals", "signal_count", *person])
    note_words([case])
    for one, other in ((case, into), (into, case)):
        live.record(SignalsSplit(other=other.pk, count=len(chosen)), by=by, now=now, case=one)


def signals_of(case: Case, chosen: Collection[int]) -> list[dict[str, Any]]:
    """The chosen signals as the case shows them."""
    return [signal for index, signal in enumerate(case.signals) if index in chosen]
