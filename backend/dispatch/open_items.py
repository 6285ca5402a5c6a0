"""What somebody has open: his tasks, and, where he leads, what waits for a signature, a review or a caller."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from backend.cases.models import Assignment, Case, State
from backend.cases.standing import dues
from backend.cases.timing import facts_of_task
from backend.cases.wire import DueKind, Standing, TrackName
from backend.dispatch.handover import HandOverItem
from backend.dispatch.handover_wire import ItemKind, ItemView
from backend.flow.load import rules
from backend.people.models import Member, Role

MOST = 100


def tasks_of(member: Member, *, given_before: datetime | None = None) -> QuerySet[Assignment]:
    """His open tasks, the most urgent first; of cases that have their outcome nothing is left to do."""
    tasks = Assignment.objects.filter(member=member, ended_at=None, case__state=State.OPEN).select_related("case")
    if given_before is not None:
        tasks = tasks.filter(assigned_at__lte=given_before)
    return tasks.order_by("case__drill", "case__due_at", "pk")


def is_at_the_door(task: Assignment) -> bool:
    """A visit under way: he stands there, and nobody can take it from him half-way."""
    return task.track == "visit" and standing_of(task.case).visit.arrived_at is not None


def items_of(member: Member) -> list[HandOverItem]:
    """All he would hand over now, not stored yet."""
    work = [HandOverItem(kind="work", case=task.case, assignment=task) for task in tasks_of(member)[:MOST]]
    return work + [HandOverItem(kind=kind, case=case) for kind, cases in _led_by(member) for case in cases[:MOST]]


def view_of(item: HandOverItem) -> ItemView:
    """The item as it is now."""
    case, task = item.case, item.assignment
    standing = standing_of(case)
    track = cast("TrackName", task.track) if task else None
    due_kind, due_at = _due_of(task, standing) if task else (standing.due_kind, standing.due_at)
    return ItemView(
        kind=cast("ItemKind", item.kind),
        case=case.pk,
        number=case.number,
        level=case.level,
        drill=case.drill,
        name=case.target_name,
        fraud_type=standing.fraud_type,
        assignment=task.pk if task else None,
        track=track,
        is_accepted=track is not None and getattr(standing, track).accepted_at is not None,
        attempts=len(standing.call.attempts),
        revisit_at=standing.revisit_at,
        due_kind=due_kind,
        due_at=due_at,
        stays=task is not None and task.ended_at is None and is_at_the_door(task),
        is_moved=task is not None and task.ended_at is not None,
        note=item.note,
    )


def standing_of(case: Case) -> Standing:
    """As it is kept."""
    return Standing.model_validate(case.standing)


def _due_of(task: Assignment, standing: Standing) -> tuple[DueKind, datetime | None]:
    """What is due of this task; the case may have something else due of somebody else before."""
    others = "phone" if task.track == "visit" else "met"
    all_dues = dues(standing, facts_of_task(task), rules().levels, rules().immediate_met)
    mine = [(kind, at) for kind, at in all_dues if kind != others]
    return min(mine, key=lambda due: due[1], default=("", None))


def _led_by(member: Member) -> Iterable[tuple[str, QuerySet[Case]]]:
    """What nobody has in hand but somebody has to see to; by role, and of his own unit alone."""
    in_turn = Case.objects.order_by("drill", "due_at", "opened_at")
    if member.role == Role.CHIEF:
        yield "to_sign", in_turn.filter(station=member.unit_id, state=State.ANSWERED)
    elif member.role == Role.COMMANDER:
        yield "to_sign", in_turn.filter(district=member.unit_id, station=None, state=State.ANSWERED)
        yield "to_review", in_turn.filter(reviewing=member.unit_id, state=State.OPEN)
    elif member.role == Role.OPERATOR:
        nobodys = {"assignments__track": "call", "assignments__ended_at": None, "assignments__member": None}
        yield "call", in_turn.filter(district=member.unit_id, state=State.OPEN, **nobodys)
