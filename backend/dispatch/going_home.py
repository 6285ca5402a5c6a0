"""Nothing stays with somebody who went home: what the clock does with the open tasks of those who are off duty."""

from datetime import datetime, timedelta

from backend.cases.actions import locked
from backend.cases.models import Assignment, State
from backend.dispatch.handing_over import settle, shift_of, tell, waiting_of
from backend.dispatch.handover import HandOver, HandOverItem, HandOverState
from backend.dispatch.open_items import is_at_the_door, tasks_of
from backend.dispatch.sending import send
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import Escalated
from backend.people.models import Member, Role, Tier
from backend.storage import one_transaction

PORTION = 200
# A hand-over that was taken over but whose tasks have not all moved after so long was ended half-way.
SETTLES_WITHIN = timedelta(seconds=10)


def look(now: datetime) -> int:
    """Everybody who left something open, and every hand-over to finish; how many there was something to do for."""
    left = Member.objects.filter(left_at__isnull=False, on_duty=False).order_by("left_at")
    done = sum(_see_to(pk, now) for pk in list(left.values_list("pk", flat=True)[:PORTION]))
    return done + _finish(now) + _forget_those_who_came_back(now)


def _see_to(pk: int, now: datetime) -> int:
    with one_transaction():
        # Another clock has him, or he is back.
        free = Member.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("unit")
        member = free.filter(pk=pk, on_duty=False, left_at__isnull=False).first()
        if member is None or member.left_at is None:
            return 0
        tasks = list(tasks_of(member, given_before=member.left_at))
        handover = waiting_of(member)
        if not tasks:
            return _has_nothing(member, handover, now)
        due = member.left_at + timedelta(minutes=rules().routing.duty.hand_over_within_minutes)
        if handover is None and now < due:
            _open(member, tasks, due, now)
            return 1
        if handover and handover.due_at is None:
            HandOver.objects.filter(pk=handover.pk).update(due_at=due)
        if now < due:
            return 0
    leaders = leaders_of(member)
    return sum(_give_on(task, leaders, now) for task in tasks) + _lapse(pk, leaders, now)


def _open(member: Member, tasks: list[Assignment], due: datetime, now: datetime) -> None:
    handover = HandOver.objects.create(
        giver=member,
        unit_id=member.unit_id,
        state=HandOverState.OPEN,
        shift=shift_of(member, (member.left_at or now) - timedelta(seconds=1)),
        opened_at=member.left_at or now,
        due_at=due,
    )
    HandOverItem.objects.bulk_create(
        HandOverItem(handover=handover, kind="work", case=task.case, assignment=task) for task in tasks
    )
    tell(handover, None, now)


def _has_nothing(member: Member, handover: HandOver | None, now: datetime) -> int:
    """He left nothing: there is no more to look for, and what he handed over for others to see is theirs to read."""
    Member.objects.filter(pk=member.pk).update(left_at=None)
    if handover and handover.state == HandOverState.OPEN:
        _answer(handover, HandOverState.WITHDRAWN, now)
    return 1


def _give_on(task: Assignment, leaders: list[int], now: datetime) -> int:
    """One task to the next person by the rules of sending, and his chief told; who stands at a door finishes there."""
    with one_transaction():
        case = locked(task.case_id)
        still = case.assignments.select_related("case").filter(pk=task.pk, ended_at=None, member__on_duty=False).first()
        if still is None or case.state != State.OPEN or is_at_the_door(still):
            return 0
        send(case, task.track, "went_home", now)
        told = Escalated(limit="hand_over", step=1, does="next_person", assignment=task.pk, members=leaders)
        live.record(told, by=None, now=now, case=case)
    return 1


def _lapse(giver: int, leaders: list[int], now: datetime) -> int:
    with one_transaction():
        handover = waiting_of(Member.objects.get(pk=giver))
        if handover is None:
            return 0
        _answer(handover, HandOverState.LAPSED, now, *leaders)
    return 1


def leaders_of(member: Member) -> list[int]:
    """Who has to hear that nobody took over from him: his chief, or his centre's commander."""
    leads = Role.CHIEF if member.unit.tier == Tier.STATION else Role.COMMANDER
    leaders = Member.objects.filter(unit=member.unit_id, role=leads, is_active=True).exclude(pk=member.pk)
    return list(leaders.values_list("pk", flat=True))


def _finish(now: datetime) -> int:
    begun = HandOver.objects.filter(
        state=HandOverState.ACCEPTED, settled_at=None, answered_at__lte=now - SETTLES_WITHIN
    )
    unfinished = list(begun.select_related("receiver__unit").order_by("answered_at")[:PORTION])
    for handover in unfinished:
        settle(handover, now)
    return len(unfinished)


def _forget_those_who_came_back(now: datetime) -> int:
    """Back on duty he keeps what he has; what he had offered to somebody before he left still stands."""
    back = HandOver.objects.filter(answered_at=None, settled_at=None, due_at__isnull=False, giver__on_duty=True)
    count = 0
    for pk in list(back.values_list("pk", flat=True)[:PORTION]):
        with one_transaction():
            handover = HandOver.objects.select_for_update(skip_locked=True).filter(pk=pk, answered_at=None).first()
            if handover is None:
                continue
            count += 1
            if handover.state == HandOverState.OPEN:
                _answer(handover, HandOverState.WITHDRAWN, now)
            else:
                HandOver.objects.filter(pk=pk).update(due_at=None)
    return count


def _answer(handover: HandOver, state: HandOverState, now: datetime, *more: int) -> None:
    handover.state, handover.answered_at, handover.settled_at = state, now, now
    handover.save(update_fields=["state", "answered_at", "settled_at"])
    tell(handover, None, now, *more)
