"""Every read of 交接班: what somebody has open, who could take it, what waits for him, and what a card has to say of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.dispatch.handover import WAITING, HandOver, HandOverState
from backend.dispatch.handover_wire import HandOverHint, HandOverPage, HandOverView, ItemView, Somebody, Successor
from backend.dispatch.open_items import items_of, tasks_of, view_of
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Member, Role
from backend.people.rosters import people_of, roster_of
from backend.people.shifts import Plan, next_people, plan_of

MOST_PAST = 10


def page_of(member: Member, now: datetime) -> HandOverPage:
    """All that 交接班 is for this member now."""
    access.check(access.may_hand_over(member))
    turn, until = _turn_of(member, now)
    seen = _seen_by(member)
    waiting = seen.filter(state__in=WAITING).order_by("opened_at")
    mine = waiting.filter(giver=member).first()
    notes = {(item.kind, item.case_id): item.note for item in mine.items.all()} if mine else {}
    return HandOverPage(
        on_duty=member.on_duty,
        shift=turn,
        until=until,
        within_minutes=rules().routing.duty.hand_over_within_minutes,
        items=_items_now(member, notes),
        successors=_successors(member, now),
        mine=_view(mine) if mine else None,
        for_me=[_view(each) for each in waiting.filter(receiver=member, state=HandOverState.OFFERED)],
        others=[_view(each) for each in waiting.exclude(giver=member).exclude(receiver=member)],
        past=[_view(each) for each in seen.exclude(state__in=WAITING).order_by("-opened_at", "-pk")[:MOST_PAST]],
    )


def hint_of(member: Member, now: datetime) -> HandOverHint:
    """How many wait for him, and whether it is time that he hands over."""
    access.check(access.may_hand_over(member))
    _, until = _turn_of(member, now)
    count = tasks_of(member).count()
    waiting = HandOver.objects.filter(giver=member, state__in=WAITING)
    before = timedelta(minutes=rules().routing.duty.hand_over_before_minutes)
    is_time = until is not None and until - now <= before and not waiting.exists()
    has_left = waiting.filter(state=HandOverState.OPEN).exists()
    return HandOverHint(
        for_me=HandOver.objects.filter(receiver=member, state=HandOverState.OFFERED).count(),
        has_to_hand_over=count > 0 and (is_time or has_left),
        items=count,
        until=until,
    )


def _seen_by(member: Member) -> QuerySet[HandOver]:
    """His own, those named to him, and all of the unit for whoever leads it."""
    parts = Q(giver=member) | Q(receiver=member)
    if member.role in (Role.CHIEF, Role.COMMANDER):
        parts |= Q(unit=member.unit_id)
    loaded = ("items__case", "items__assignment__case")
    return HandOver.objects.filter(parts).select_related("giver", "receiver").prefetch_related(*loaded)


def _turn_of(member: Member, now: datetime) -> tuple[str, datetime | None]:
    plan: Plan | None = plan_of(roster_of(member.unit_id, now), member.pk, now)
    return (plan.turn.shift.name, plan.until) if plan and plan.turn else ("", None)


def _items_now(member: Member, notes: Mapping[tuple[str, UUID], str]) -> list[ItemView]:
    items = items_of(member)
    for item in items:
        item.note = notes.get((item.kind, item.case_id), "")
    return [view_of(item) for item in items]


def _successors(member: Member, now: datetime) -> list[Successor]:
    """Those of the roster first, then who does the same work and is on duty."""
    coming = next_people(roster_of(member.unit_id, now), member.pk, now)
    fits = _fits(member)
    others = [each for each in people_of(member.unit) if each.pk != member.pk and each.role in fits]
    rank = {who: place for place, who in enumerate(coming)}
    others.sort(key=lambda each: (rank.get(each.pk, len(rank)), not each.on_duty, each.role != member.role, each.pk))
    return [Successor(**Somebody.of(each).model_dump(), is_next=each.pk in rank) for each in others]


def _fits(member: Member) -> Iterable[str]:
    """Who does the same kind of work: visits go to visiting people, calls to operators."""
    if member.role in access.VISITING_ROLES:
        return access.VISITING_ROLES
    return (Role.OPERATOR, Role.COMMANDER) if member.role == Role.COMMANDER else (member.role,)


def _view(handover: HandOver) -> HandOverView:
    return HandOverView(
        id=handover.pk,
        giver=Somebody.of(handover.giver),
        receiver=Somebody.of(handover.receiver) if handover.receiver else None,
        note=handover.note,
        state=handover.state,
        shift=handover.shift,
        opened_at=handover.opened_at,
        offered_at=handover.offered_at,
        due_at=handover.due_at,
        answered_at=handover.answered_at,
        items=[view_of(item) for item in sorted(handover.items.all(), key=lambda item: item.pk)],
    )
