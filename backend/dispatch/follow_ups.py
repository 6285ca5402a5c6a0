"""Follow-ups (回访) whose time has come: given to somebody, told to others when nobody answers, overtaken by a later warning."""

from datetime import datetime, timedelta
from functools import partial

from backend.cases.actions import locked
from backend.cases.follow_up import OVER, FollowUp, FollowUpState
from backend.cases.following import lapse, tell
from backend.cases.models import Case
from backend.cases.waiting import Escalation
from backend.dispatch.follow_up_queries import chosen_for, is_overtaken, owner_of, visible
from backend.dispatch.steps import on_post
from backend.flow.followups import Late
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import Escalated
from backend.people import access
from backend.people.models import Member
from backend.portions import work_off
from backend.problems import Refused
from backend.storage import one_transaction

PORTION = 100
LIMIT = "follow_up"
# What could not be done, or has to wait for the one before it.
LATER = timedelta(minutes=1)
NEXT_DAY = timedelta(days=1)


def look(now: datetime) -> int:
    """The follow-ups that are due, or late, each in a transaction of its own; how many there were."""
    due = FollowUp.objects.filter(look_at__lte=now).order_by("look_at", "pk").values_list("pk", "case_id")
    found = dict(due[:PORTION])
    return work_off(list(found), lambda pk: _look_at(pk, str(found[pk]), now), failed=partial(_put_off, now=now))


def assign_follow_up(member: Member, follow_up: int, to: int, now: datetime) -> FollowUp:
    """Given to this person by hand, due or not yet. Tapped twice it is done once."""
    with one_transaction():
        row = _held(member, follow_up)
        access.check(access.may_assign_follow_up(member, owner_of(row)))
        if row.state in OVER:
            raise Refused("follow_up_over")
        receiver = Member.objects.filter(pk=to).first()
        if receiver is None:
            raise Refused("not_a_candidate")
        access.check(access.may_take_follow_up(receiver, row.unit_id, row.track))
        if row.member_id != receiver.pk:
            _give(row, receiver)
            row.save(update_fields=["member", "asked"])
            tell(row, member, now)
    return row


def _held(member: Member, follow_up: int) -> FollowUp:
    """The row if the member sees it, its case locked as everywhere."""
    known = visible(member).filter(pk=follow_up).values_list("case_id", flat=True).first()
    if known is None:
        raise Refused("not_found")
    locked(known)
    return FollowUp.objects.select_related("case", "unit", "member").get(pk=follow_up)


def _look_at(follow_up: int, case_id: str, now: datetime) -> bool:
    """The case is locked first, as everywhere; one that another clock, or a report, has locked is theirs."""
    with one_transaction():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        row = FollowUp.objects.select_related("case", "unit", "member").filter(pk=follow_up, look_at__lte=now).first()
        if case is None or row is None:
            return False
        if is_overtaken(row.case):
            lapse(row, None, now)
        elif row.state == FollowUpState.PLANNED:
            _open(row, now)
        else:
            _go_on(row, case, now)
    return True


def _put_off(follow_up: int, *, now: datetime) -> None:
    FollowUp.objects.filter(pk=follow_up).update(look_at=now + LATER)


def _open(row: FollowUp, now: datetime) -> None:
    """Its day has come: somebody has it from now on. One at a time: the next waits until the one before is over."""
    if row.case.follow_ups.filter(step__lt=row.step).exclude(state__in=OVER).exists():
        row.look_at = now + NEXT_DAY
        row.save(update_fields=["look_at"])
        return
    _give(row, chosen_for(row))
    row.state, row.opened_at, row.late_steps = FollowUpState.OPEN, now, 0
    row.look_at = _late_at(row)
    row.save()
    tell(row, None, now)


def _give(row: FollowUp, member: Member | None) -> None:
    row.member = member
    if member is not None and member.pk not in row.asked:
        row.asked = [*row.asked, member.pk]


def _go_on(row: FollowUp, case: Case, now: datetime) -> None:
    """Every step of its lateness that is due by now; one that finds nobody is followed by the next at once."""
    late = rules().follow_ups.late
    while row.look_at is not None and row.look_at <= now:
        found = _raise_late(row, case, late[row.late_steps], now)
        row.late_steps += 1
        row.look_at = _late_at(row) if found or row.late_steps == len(late) else now
    row.save(update_fields=["late_steps", "look_at"])


def _late_at(row: FollowUp) -> datetime | None:
    late = rules().follow_ups.late
    if row.late_steps >= len(late) or row.opened_at is None:
        return None
    return row.opened_at + timedelta(hours=late[row.late_steps].after_hours)


def _raise_late(row: FollowUp, case: Case, step: Late, now: datetime) -> bool:
    members = sorted(member.pk for member in on_post(case, step.tell))
    Escalation.objects.create(
        case=case,
        limit=LIMIT,
        track=row.track,
        step=row.late_steps + 1,
        since=row.opened_at or now,
        does=f"tell_{step.tell}",
        waited=step.after_hours * 3600,
        at=now,
        found=bool(members),
    )
    Case.objects.filter(pk=case.pk, is_escalated=False).update(is_escalated=True)
    happening = Escalated(
        limit=LIMIT, step=row.late_steps + 1, does=f"tell_{step.tell}", assignment=None, members=members
    )
    live.record(happening, by=None, now=now, case=case)
    return bool(members)
