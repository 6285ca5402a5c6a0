"""How a look-back looks: to whoever asks, and to whoever was asked about."""

from datetime import datetime
from typing import Any

from backend.cases.views import masked, surname, unit_name
from backend.flow.load import rules
from backend.lookback.models import LookBack
from backend.lookback.wire import LookBackResult, LookBackTask, TryView
from backend.people import access
from backend.people.access import LookBackScope
from backend.people.models import Member


def task_view(row: LookBack, member: Member, now: datetime) -> LookBackTask:
    """What whoever asks has to know of a case. The number is whole only for whoever has it and asked to see it."""
    is_mine = row.taken_by_id == member.pk
    is_revealed = is_mine and row.answered_at is None and any(each.by_id == member.pk for each in row.reveals.all())
    return LookBackTask(
        id=row.pk,
        phone=row.case.target_phone if is_revealed else masked(row.case.target_phone, 3, 2),
        is_revealed=is_revealed,
        has_phone=bool(row.case.target_phone),
        unit=unit_name(row.unit),
        is_late=row.answered_at is None and row.answer_by <= now,
        taken_by=row.taken_by.name if row.taken_by else "",
        is_mine=is_mine,
        tries=[TryView(reached=each.reached, by=each.by.name, at=each.at) for each in row.tries.all()],
        tries_left=_tries_left(row),
        may_settle=bool(access.may_settle_look_back(member, _scope(row))),
        **_reported(row),
        **{name: getattr(row, name) for name in _TASK},
    )


def result_view(row: LookBack, member: Member) -> LookBackResult:
    """What came of it. Who asked stays with the checking unit."""
    return LookBackResult(
        number=row.case.number,
        case=row.case_id,
        unit=unit_name(row.unit),
        checker=unit_name(row.checker),
        tries=len(row.tries.all()),
        objected_by=row.objected_by.name if row.objected_by else "",
        may_object=bool(access.may_object_to_look_back(member, _scope(row))),
        **{name: getattr(row, name) for name in _RESULT},
    )


_ANSWER = ("result", "came", "reason", "note", "answered_at", "objection", "objected_at", "settled_at", "settled_note")
_TASK = ("answer_by", "again_at", *_ANSWER)
_RESULT = ("id", "first_result", *_ANSWER)


def _reported(row: LookBack) -> dict[str, Any]:
    """Of the case: a surname, what the fraud was, and what was reported as done."""
    case, outcome = row.case, row.case.standing.get("outcome") or {}
    return {
        "name": surname(case.target_name),
        "fraud_type": outcome.get("fraud_type", case.fraud_type),
        "outcome": outcome.get("code", ""),
        "track": outcome.get("track", ""),
        "done_at": outcome.get("at", case.closed_at),
    }


def _tries_left(row: LookBack) -> dict[str, int]:
    """After so many more with this result it cannot be verified."""
    made = [each.reached for each in row.tries.all()]
    return {reached: limit - made.count(reached) for reached, limit in rules().lookbacks.tries}


def _scope(row: LookBack) -> LookBackScope:
    """For what is asked of every row of a list: who has worked on it is left out of the list."""
    return LookBackScope(
        unit_id=row.unit_id,
        checker_id=row.checker_id,
        answered=row.answered_at is not None,
        objected=row.objected_at is not None,
        settled=row.settled_at is not None,
    )
