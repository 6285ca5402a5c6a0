"""A warning comes in: a case is opened, alone or with many others, or a later signal about the same person joins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.cases.actions import locked
from backend.cases.finding import note_words
from backend.cases.fold import fold_new, refold
from backend.cases.models import Case
from backend.cases.numbering import Numbers
from backend.flow.editions import newest_number
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import CaseOpened, LevelRaised, SignalJoined
from backend.people.models import Member, Unit
from backend.storage import one_transaction
from backend.writing import store


@dataclass(frozen=True)
class Opening:
    """What the first signals say: who, where, how grave and why. Money in fen; each of `signals` is the wire's `SignalView` as JSON.

    There are several where they were split off another case.
    """

    district: Unit
    level: str
    reasons: list[dict[str, str]]
    fraud_type: str
    signals: list[dict[str, Any]]
    target: dict[str, Any] = field(default_factory=dict)
    drill: bool = False


def open_case(opening: Opening, now: datetime) -> Case:
    """A new case, told to its district; who goes is dispatch's reaction."""
    with one_transaction():
        case = new_case(opening, Numbers([opening.district], now).take(opening.district), now)
        open_all([case], now)
    return case


def new_case(opening: Opening, number: str, now: datetime) -> Case:
    """The case as it will be stored."""
    return Case(
        number=number,
        drill=opening.drill,
        opened_at=now,
        level=opening.level,
        graded_at=now,
        reasons=opening.reasons,
        fraud_type=opening.fraud_type,
        flow=rules().current_flow,
        signal_count=len(opening.signals),
        signals=opening.signals,
        district=opening.district,
        **opening.target,
    )


def open_all(cases: Sequence[Case], now: datetime) -> None:
    """Store these new cases and tell their districts, all in one go."""
    if not cases:
        return
    edition = newest_number()
    for case in cases:
        case.edition = edition
    fold_new(cases)
    store(cases)
    note_words(cases, are_new=True)
    # Nobody was sent yet who would hear of it besides.
    changes = [live.Change(CaseOpened(level=case.level), case, heard=case.own_streams()) for case in cases]
    live.record_all(changes, by=None, now=now)


def join_signal(
    case: Case,
    *,
    signal: dict[str, Any],
    target: dict[str, Any],
    level: str,
    reasons: list[dict[str, str]],
    now: datetime,
) -> Case:
    """A later signal about the same person: counted, its data filled in, the level raised if it says so, never lowered."""
    with one_transaction():
        case = locked(case.pk)
        for name, value in target.items():
            if value not in (None, ""):
                setattr(case, name, value)
        take_signals(case, [*case.signals, signal], level, reasons, by=None, now=now)
    return case


def take_signals(
    case: Case,
    signals: list[dict[str, Any]],
    level: str,
    reasons: list[dict[str, str]],
    *,
    by: Member | None,
    now: datetime,
) -> None:
    """The locked case, with what was set on it, goes by all these signals from now on; its level may rise, and never sinks."""
    old = case.level
    case.signals, case.signal_count = signals, len(signals)
    known = {reason["rule"] for reason in case.reasons}
    case.reasons = case.reasons + [reason for reason in reasons if reason["rule"] not in known]
    is_raised = rules().rank(level) > rules().rank(old)
    if is_raised:
        case.level, case.graded_at = level, now
    case.save()
    note_words([case])
    refold(case)
    live.record(SignalJoined(count=case.signal_count), by=by, now=now, case=case)
    if is_raised:
        live.record(LevelRaised(old=old, new=level), by=by, now=now, case=case)
