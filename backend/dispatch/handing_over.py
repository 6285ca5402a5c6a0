"""Writes of 交接班: offered, taken back, taken over. What nobody takes over in time is `going_home.py`'s."""

from datetime import datetime
from uuid import UUID

from backend.cases.actions import assign, locked
from backend.cases.models import State
from backend.cases.queries import scope_of
from backend.dispatch.handover import WAITING, HandOver, HandOverItem, HandOverState
from backend.dispatch.handover_wire import OfferIn
from backend.dispatch.open_items import is_at_the_door, items_of
from backend.live import actions as live
from backend.live.events import HandOverChanged
from backend.people import access
from backend.people.actions import set_duty
from backend.people.models import Member
from backend.people.rosters import roster_of
from backend.people.shifts import plan_of
from backend.problems import Refused
from backend.storage import one_transaction


def offer(member: Member, said: OfferIn, now: datetime) -> HandOver:
    """Hand over all that is open to this member; said again, to the same or another, the one that waits is changed."""
    access.check(access.may_hand_over(member))
    receiver = Member.objects.select_related("unit").filter(pk=said.to, is_active=True, unit=member.unit_id).first()
    if receiver is None or receiver == member or not access.may_hand_over(receiver):
        raise Refused("not_a_candidate")
    with one_transaction():
        items = items_of(member)
        if not items:
            raise Refused("nothing_open")
        _check_fits(receiver, items)
        handover = waiting_of(member) or HandOver(giver=member, unit_id=member.unit_id, opened_at=now)
        former = handover.receiver_id
        handover.receiver, handover.note, handover.state = receiver, said.note.strip(), HandOverState.OFFERED
        handover.shift, handover.offered_at = handover.shift or shift_of(member, now), now
        handover.save()
        _write_items(handover, items, said)
        tell(handover, member, now, former)
    return handover


def withdraw(member: Member, handover_id: int, now: datetime) -> HandOver:
    """Take it back before anybody has taken over. Who is off duty still has to hand over to somebody."""
    with one_transaction():
        handover = _held(handover_id)
        if handover is None or handover.giver_id != member.pk:
            raise Refused("not_found")
        _check_waits(handover)
        former = handover.receiver_id
        if handover.due_at is None:
            handover.state, handover.answered_at, handover.settled_at = HandOverState.WITHDRAWN, now, now
        else:
            handover.state, handover.receiver = HandOverState.OPEN, None
        handover.save()
        tell(handover, member, now, former)
    return handover


def take_over(member: Member, handover_id: int, now: datetime) -> HandOver:
    """接班: from now on it is his; the clocks go on. Whoever takes over is on duty."""
    with one_transaction():
        handover = _held(handover_id)
        if handover is None:
            raise Refused("not_found")
        access.check(access.may_take_over(member, handover.receiver_id))
        if handover.state == HandOverState.ACCEPTED:
            return handover
        _check_waits(handover)
        handover.state, handover.answered_at = HandOverState.ACCEPTED, now
        handover.save(update_fields=["state", "answered_at"])
        set_duty(member, on_duty=True, now=now)
        tell(handover, member, now)
    settle(handover, now)
    return handover


def settle(handover: HandOver, now: datetime) -> None:
    """Give whoever took over what was handed to him, a case at a time; ended half-way, the clock goes on with it."""
    for item in handover.items.filter(kind="work", assignment__ended_at=None).order_by("case_id"):
        _move(handover, item, now)
    HandOver.objects.filter(pk=handover.pk, settled_at=None).update(settled_at=now)


def waiting_of(member: Member) -> HandOver | None:
    """The one of his that nobody has taken over yet, held."""
    return HandOver.objects.select_for_update().filter(giver=member, state__in=WAITING).first()


def shift_of(member: Member, now: datetime) -> str:
    """The shift the roster has him in now."""
    plan = plan_of(roster_of(member.unit_id, now), member.pk, now)
    return plan.turn.shift.name if plan and plan.turn else ""


def tell(handover: HandOver, by: Member | None, now: datetime, *former: int | None) -> None:
    """Everybody concerned hears of it, also whoever was named before."""
    concerned = {handover.giver_id, handover.receiver_id, *former} - {None}
    told = HandOverChanged(
        handover=handover.pk, state=handover.state, members=sorted(who for who in concerned if who is not None)
    )
    live.record(told, by=by, now=now, units=[handover.unit_id])


def _move(handover: HandOver, item: HandOverItem, now: datetime) -> None:
    with one_transaction():
        case = locked(item.case_id)
        task = case.assignments.select_related("unit", "case").filter(pk=item.assignment_id or 0, ended_at=None).first()
        receiver = handover.receiver
        if task is None or receiver is None or case.state != State.OPEN or is_at_the_door(task):
            return
        if access.may_take(receiver, scope_of(receiver, case), task.track):
            assign(case, task.track, task.unit, receiver, by=receiver, why="handed_over", now=now)


def _check_fits(receiver: Member, items: list[HandOverItem]) -> None:
    for item in items:
        if item.assignment:
            access.check(access.may_take(receiver, scope_of(receiver, item.case), item.assignment.track))


def _check_waits(handover: HandOver) -> None:
    if handover.state not in WAITING:
        raise Refused("handover_over")


def _write_items(handover: HandOver, items: list[HandOverItem], said: OfferIn) -> None:
    notes: dict[tuple[str, UUID], str] = {(each.kind, each.case): each.note.strip() for each in said.notes}
    handover.items.all().delete()
    for item in items:
        item.handover, item.note = handover, notes.get((item.kind, item.case_id), "")
    HandOverItem.objects.bulk_create(items)


def _held(handover_id: int) -> HandOver | None:
    return HandOver.objects.select_for_update().filter(pk=handover_id).first()
