"""Which other cases may be the same as this one, and what they share; each as the member may see it, drills among drills."""

from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Q
from pydantic import BaseModel

from backend.cases.link import Link
from backend.cases.models import Case, State
from backend.cases.queries import case_views, scope_of, sharing, visible_cases
from backend.cases.wire import CaseView
from backend.flow.load import rules
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused

MOST = 10
Shared = Literal["phone", "id_number", "account", "name_village"]


class Duplicate(BaseModel):
    """A case that may be the same, and what it shares."""

    case: CaseView
    shared: list[Shared]


class Duplicates(BaseModel):
    """The surest first."""

    duplicates: list[Duplicate]


def duplicates_of(member: Member, case_id: str, now: datetime) -> Duplicates:
    """Other cases, open or closed lately, that share phone, ID number, suspect account and name, or name and village."""
    case = Case.objects.select_related("district").filter(pk=case_id).first()
    if case is None or not access.may_see_case(member, scope_of(member, case)):
        raise Refused("not_found")
    if not access.may_join(member, scope_of(member, case)):
        return Duplicates(duplicates=[])
    found = [(other, shared) for other in _others(member, case, now) if (shared := shared_by(case, other))]
    found.sort(key=lambda pair: (-_weight(pair[1]), pair[0].opened_at))
    by_id = {other.pk: shared for other, shared in found[:MOST]}
    views = {view.id: view for view in case_views(member, visible_cases(member).filter(pk__in=by_id))}
    return Duplicates(duplicates=[Duplicate(case=views[pk], shared=by_id[pk]) for pk in by_id if pk in views])


def shared_by(one: Case, other: Case) -> list[Shared]:
    """What two cases have in common that makes them look like one."""
    is_named = bool(one.target_name) and one.target_name == other.target_name
    is_there = bool(one.division_id) and len(one.division_id or "") == 12 and one.division_id == other.division_id
    held: dict[Shared, bool] = {
        "id_number": bool(one.target_id_number) and one.target_id_number == other.target_id_number,
        "phone": bool(one.target_phone) and one.target_phone == other.target_phone,
        "account": is_named and not _accounts(one).isdisjoint(_accounts(other)),
        "name_village": is_named and is_there,
    }
    return [name for name, holds in held.items() if holds]


def same_person(case: Case) -> Q:
    """Cases of a person of the same number or name; whether they share enough `shared_by` says."""
    return sharing(case, "target_phone", "target_id_number", "target_name")


def _others(member: Member, case: Case, now: datetime) -> list[Case]:
    since = now - timedelta(days=rules().routing.duplicate_within_days)
    tied = Link.objects.filter(Q(case=case) | Q(other=case)).values_list("case_id", "other_id")
    recent = ~Q(state=State.CLOSED) | Q(closed_at__gt=since)
    there = visible_cases(member).filter(same_person(case), recent, drill=case.drill)
    repeated = Q(decisions__kind="joined")
    return list(there.exclude(pk__in={case.pk, *(pk for pair in tied for pk in pair)}).exclude(repeated).distinct())


def _accounts(case: Case) -> set[str]:
    signals: list[dict[str, Any]] = case.signals
    return {account for signal in signals if (account := signal.get("suspect_account", ""))}


def _weight(shared: list[Shared]) -> int:
    return sum({"id_number": 8, "phone": 4, "account": 2, "name_village": 1}[name] for name in shared)
