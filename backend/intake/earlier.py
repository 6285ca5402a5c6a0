"""Warned before (以前的预警): the earlier cases of the same person, as far as the member may see them; drills among drills."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from pydantic import BaseModel

from backend.cases.link import Link, LinkKind
from backend.cases.models import Case
from backend.cases.queries import same_number, scope_of, visible_cases
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused

MOST = 20


class EarlierCase(BaseModel):
    """A case of this person that came before; `outcome` is empty while it has none."""

    id: UUID
    number: str
    opened_at: datetime
    level: str
    fraud_type: str
    state: str
    outcome: str
    unit: str


class EarlierCases(BaseModel):
    """The newest first, at most twenty; `elsewhere`: how many there are besides that are not his to see."""

    cases: list[EarlierCase]
    elsewhere: int


def earlier_of(member: Member, case_id: UUID) -> EarlierCases:
    """The cases of the same phone or ID number that were opened before this one; of others' only how many."""
    case = Case.objects.select_related("district").filter(pk=case_id).first()
    if case is None:
        raise Refused("not_found")
    access.check(access.may_see_earlier(member, scope_of(member, case)))
    before = Case.objects.filter(same_number(case), drill=case.drill, opened_at__lt=case.opened_at)
    before = before.exclude(pk__in=_told_apart(case))
    seen = before.filter(pk__in=visible_cases(member).values("pk")).select_related("station", "district")
    cases = [_view(each) for each in seen.order_by("-opened_at", "pk")[:MOST]]
    return EarlierCases(cases=cases, elsewhere=before.count() - seen.count())


def _told_apart(case: Case) -> set[UUID]:
    """Those that are this one, and those of which somebody said that they are another person's."""
    tied = Link.objects.filter(Q(case=case) | Q(other=case), kind__in=[LinkKind.JOINED, LinkKind.SPLIT])
    return {pk for pair in tied.values_list("case_id", "other_id") for pk in pair}


def _view(case: Case) -> EarlierCase:
    outcome = case.standing.get("outcome") or {}
    return EarlierCase(
        id=case.pk,
        number=case.number,
        opened_at=case.opened_at,
        level=case.level,
        fraud_type=case.standing.get("fraud_type") or case.fraud_type,
        state=case.state,
        outcome=outcome.get("code", ""),
        unit=(case.station or case.district).name,
    )
