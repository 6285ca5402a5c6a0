"""Marks what came of a sending, only after it: sent, to be tried again, given up, or the channel gone. Then the next way."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.flow.load import rules
from backend.live.notify.letter import Letter, Result
from backend.live.notify.results import Told, tell_result
from backend.live.notify.rows import Channel, Notification, State, Way
from backend.storage import one_transaction

_ENDS = (State.SENT, State.FAILED, State.DEAD)


def mark(letter: Letter, result: Result, now: datetime) -> None:
    """Write it down, unless somebody else has sent the same meanwhile, which is then his to mark."""
    with one_transaction():
        rows = list(_sent_by(letter))
        wait = _wait(letter.attempt, result)
        for row in rows:
            if row.state == State.WITHDRAWN and not result.is_sent:
                continue
            row.state, row.code = _state(row, result), result.code[:24]
            row.done_at = None if row.state == State.WAITING else now
            row.next_at = now + wait
        Notification.objects.bulk_update(rows, ["state", "code", "done_at", "next_at"])
        _mark_channel(letter, result, now)
        for row in rows:
            _other_ways(row, letter.kind, now)
    for row in rows:
        if row.case_id and row.state in _ENDS:
            tell_result(_told(row, row.case_id, letter.kind), now)


def _sent_by(letter: Letter) -> QuerySet[Notification]:
    """Those this very sending was for; what was withdrawn while it was on its way went out all the same."""
    return (
        Notification.objects.select_for_update(of=("self",))
        .filter(pk__in=letter.notifications, state__in=(State.WAITING, State.WITHDRAWN), attempts=letter.attempt)
        .order_by("pk")
    )


def _state(row: Notification, result: Result) -> State:
    """Somebody waits for the answer of a trial: it is final."""
    if result.is_sent:
        return State.SENT
    if result.gone:
        return State.DEAD
    is_over = row.occasion == "test" or row.attempts >= rules().notifications.retry.attempts
    return State.WAITING if result.again and not is_over else State.FAILED


def _wait(attempt: int, result: Result) -> timedelta:
    """Doubled with every attempt, up to a third more by chance, so that those who failed together do not come back together."""
    retry = rules().notifications.retry
    seconds = min(retry.first * 2 ** (attempt - 1), retry.longest)
    if result.after is not None:
        seconds = max(seconds, min(result.after, retry.longest))
    return timedelta(seconds=seconds * (1 + random.random() / 3))  # noqa: S311 - spreads load, guards nothing


def _mark_channel(letter: Letter, result: Result, now: datetime) -> None:
    said = {"worked_at": now} if result.is_sent else {"failed_at": now}
    if result.gone:
        said["died_at"] = now
    Channel.objects.filter(pk=letter.channel).update(code=result.code[:24], **said)


def _other_ways(row: Notification, kind: str, now: datetime) -> None:
    """A way that failed brings the next one forward; one that worked spares the others where nobody has to confirm.

    A push service that took a message is no proof that the phone has it, and an assignment is over only with its receipt.
    """
    others = Notification.objects.filter(member=row.member_id, key=row.key, state=State.WAITING).exclude(pk=row.pk)
    if row.member_id is None or row.occasion == "test" or row.state == State.WITHDRAWN:
        return
    if row.state == State.SENT:
        if kind != Way.WEBPUSH and not row.is_loud and row.occasion != "assigned":
            others.update(state=State.WITHDRAWN, done_at=now)
        return
    if row.attempts == 1 or row.state != State.WAITING:
        untried = others.filter(attempts=0, is_gathered=False).filter(Q(next_at__gt=now)).order_by("next_at", "pk")
        if following := untried.first():
            Notification.objects.filter(pk=following.pk, state=State.WAITING).update(next_at=now)


def _told(row: Notification, case_id: UUID, kind: str) -> Told:
    seconds = int(((row.done_at or row.created_at) - row.created_at).total_seconds())
    return Told(case_id, row.assignment, row.member_id, kind, row.state, row.code, seconds)
