"""送达: what phones confirm to have becomes receipts on their members' assignments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from backend.cases.actions import locked_all
from backend.cases.alarms import note_heard
from backend.cases.models import Assignment
from backend.figures import DELIVERY_SECONDS
from backend.live import actions as live
from backend.live.events import Delivered
from backend.live.models import Entry
from backend.live.views import Arrival
from backend.people.devices import desktops_among
from backend.people.models import Member
from backend.prepared import Prepared
from backend.storage import once_stored, one_transaction
from backend.writing import write_columns


def mark_delivered(member: Member, cursors: Mapping[int, int], now: datetime, device: UUID | None = None) -> list[int]:
    """Mark the member's open assignments that lie at or before these cursors as delivered, each once; `device` has them."""
    return mark_all_delivered([Arrival(member, cursors, device)], now)[0]


def mark_all_delivered(arrivals: Sequence[Arrival], now: datetime) -> list[list[int]]:
    """The same for many in one transaction; the assignments that are delivered by what each confirms."""
    note_heard(arrivals, now)
    arrived = _arrived(arrivals)
    marked = _mark(arrived, now) if arrived else set()
    return [[a.pk for a, by in arrived.items() if by is one and a.pk in marked] for one in arrivals]


def _arrived(arrivals: Sequence[Arrival]) -> dict[Assignment, Arrival]:
    """What nobody knew to be on a phone, and who now says that it is: the first, where two phones of one member do."""
    members = {one.member.pk for one in arrivals}
    waiting = _waiting(members)
    told = _places(waiting) if waiting else {}
    having = {a: [one for one in arrivals if one.member.pk == a.member_id and one.has(told[a.pk])] for a in waiting}
    return {assignment: those[0] for assignment, those in having.items() if those}


def _places(assignments: Sequence[Assignment]) -> Mapping[int, list[tuple[int, int]]]:
    """Where each of these is told: units, and the numbers in their streams."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for data, unit, number in _told({one.case_id for one in assignments}):
        found[data["assignment"]].append((unit, number))
    return found


def _mark(arrived: Mapping[Assignment, Arrival], now: datetime) -> set[int]:
    """Note and tell those that have no receipt yet."""
    desktops = desktops_among(by.device for by in arrived.values() if by.device)
    with one_transaction():
        cases = {case.pk: case for case in locked_all({one.case_id for one in arrived})}
        marked = set(_without([one.pk for one in arrived]))
        write_columns(Assignment, ["delivered_at"], {pk: [now] for pk in marked})
        new = {assignment: by for assignment, by in arrived.items() if assignment.pk in marked}
        changes = [
            live.Change(Delivered(assignment=a.pk, on_phone=by.device not in desktops), cases[a.case_id], by=by.member)
            for a, by in new.items()
        ]
        live.record_all(changes, by=None, now=now)
        once_stored(lambda: _observe(new, now))
    return marked


_waiting = Prepared(
    lambda members: Assignment.objects.filter(member_id__in=members, ended_at=None, delivered_at=None).order_by("pk")
)
_told = Prepared(
    lambda cases: Entry.objects.filter(event__case_id__in=cases, event__kind="assigned").values_list(
        "event__data", "unit_id", "number"
    )
)
_without = Prepared(
    lambda assignments: Assignment.objects.filter(pk__in=assignments, delivered_at=None).values_list("pk", flat=True)
)


def _observe(delivered: Mapping[Assignment, Arrival], now: datetime) -> None:
    for assignment in delivered:
        DELIVERY_SECONDS.observe((now - assignment.assigned_at).total_seconds())
