"""暂停计时: stopping the limits of a case for a reason, until a time, and ending that sooner."""

from datetime import datetime, timedelta
from typing import cast

from backend.cases.actions import check_open, seen_and_locked
from backend.cases.fold import refold
from backend.cases.models import Case
from backend.cases.queries import scope_of
from backend.cases.waiting import Pause
from backend.flow.load import rules
from backend.flow.wire import LevelCode
from backend.live import actions as live
from backend.live.events import Paused, Resumed
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import one_transaction


def pause(member: Member, case_id: str, reason: str, until: datetime, now: datetime) -> Case:
    """Stop the limits until then; one that is paused already goes by the new reason and time. Tapped twice it is one."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_pause(member, scope_of(member, case)))
        check_open(case)
        _check(case, reason, until, now)
        former = running_pause(case, now)
        if former and (former.reason, former.until) == (reason, until):
            return case
        if former:
            _end(former, member, now)
        Pause.objects.create(case=case, reason=reason, by=member, since=now, until=until)
        case.is_paused = True
        case.save(update_fields=["is_paused"])
        refold(case)
        live.record(Paused(reason=reason, until=until), by=member, now=now, case=case)
    return case


def resume(member: Member, case_id: str, now: datetime) -> Case:
    """Let the limits run again; where they run already nothing happens."""
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_pause(member, scope_of(member, case)))
        former = running_pause(case, now)
        if former:
            _end(former, member, now)
            refold(case)
            live.record(Resumed(), by=member, now=now, case=case)
    return case


def running_pause(case: Case, now: datetime) -> Pause | None:
    """The pause the case is in."""
    return case.pauses.filter(ended_at=None, until__gt=now).order_by("-pk").first() if case.is_paused else None


def _end(pause: Pause, by: Member, now: datetime) -> None:
    pause.ended_at, pause.ended_by = now, by
    pause.save(update_fields=["ended_at", "ended_by"])


def _check(case: Case, reason: str, until: datetime, now: datetime) -> None:
    if reason not in rules().codes.pause:
        raise Refused("bad_input", [{"field": "reason", "message": "请选一个原因", "message_en": "Choose a reason"}])
    most = rules().escalation.pause_at_most.get(cast("LevelCode", case.level), 0)
    if not now < until <= now + timedelta(seconds=most):
        hours = f"{most / 3600:g}"
        wrong = f"最多暂停{hours}小时", f"At most {hours} h from now"
        raise Refused("bad_input", [{"field": "until", "message": wrong[0], "message_en": wrong[1]}])
