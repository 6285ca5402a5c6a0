"""How cases look in the news of a member: all he holds, and what became of those that changed. The streams ask for it here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from backend.cases.lateness import NOT_ACCEPTED
from backend.cases.models import Assignment, Case
from backend.cases.queries import MOST_URGENT_FIRST, case_views, current_cases, is_recent, loaded_scope_of
from backend.cases.relations import alone, filled
from backend.cases.views import view_of
from backend.cases.wire import CaseView
from backend.live.wire import Holder
from backend.people import access
from backend.people.models import Member, Role
from backend.prepared import Prepared


def snapshot_views(member: Member, now: datetime) -> list[CaseView]:
    """Everything this member's phone or board should hold now, most urgent first."""
    return case_views(member, current_cases(member, now))


def changed_cases(case_ids: Iterable[UUID], now: datetime) -> "Changed":
    """These cases as they are now, for whoever asks what became of them."""
    return Changed(filled(_cases(set(case_ids))), now)


_cases = Prepared(lambda cases: alone(Case.objects.filter(pk__in=cases).order_by(*MOST_URGENT_FIRST)))


class Changed:
    """Cases that changed, loaded once for everybody who asks what became of them; each sees what he may."""

    def __init__(self, cases: list[Case], now: datetime) -> None:
        self._cases, self._now = cases, now
        self._full: dict[UUID, CaseView] = {}

    def seen_by(self, member: Member, case_ids: Iterable[UUID]) -> tuple[list[CaseView], list[UUID]]:
        """These of them as the member may see them now, and those he has to drop.

        Only a member who once held a case hears that it is gone: others never learn of its existence.
        """
        wanted = set(case_ids)
        cases = [case for case in self._cases if case.pk in wanted]
        shown = [case for case in cases if is_recent(case, self._now) and _may_see(member, case)]
        gone = [case.pk for case in cases if case not in shown and _once_held(member, case)]
        return [self._view(case, member) for case in shown], sorted(gone)

    def _view(self, case: Case, member: Member) -> CaseView:
        if not access.may_see_full_target(member):
            return view_of(case, member, is_full=False)
        # In full it looks the same to everybody.
        if case.pk not in self._full:
            self._full[case.pk] = view_of(case, member, is_full=True)
        return self._full[case.pk]


def ends_of(member: Member, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How the member's own last part in each of these cases ended; of a case he had no part in, nothing."""
    parts = Assignment.objects.filter(member=member, case__in=case_ids).exclude(ended_at=None).order_by("pk")
    return dict(parts.values_list("case_id", "end"))


def holders_of(member: Member, case_ids: Iterable[UUID]) -> dict[UUID, Holder]:
    """Who has the member's track of these cases now, and whether that is so because he did not accept in time."""
    parts = Assignment.objects.filter(member=member, case__in=case_ids, end="reassigned").order_by("pk")
    lost = {(part.case_id, part.track): part.pk for part in parts}
    after = Assignment.objects.filter(case__in={case for case, _ in lost}).select_related("member").order_by("pk")
    since: dict[UUID, list[Assignment]] = {}
    for one in after:
        if one.pk > lost.get((one.case_id, one.track), one.pk):
            since.setdefault(one.case_id, []).append(one)
    return {
        case: Holder(name=found[-1].member.name, is_relieved=found[0].why == NOT_ACCEPTED)
        for case, found in since.items()
        if found[-1].member
    }


def _may_see(member: Member, case: Case) -> bool:
    return bool(access.may_see_case(member, loaded_scope_of(member, case)))


def _once_held(member: Member, case: Case) -> bool:
    if member.role in (Role.OFFICER, Role.VOLUNTEER):
        return any(one.member_id == member.pk for one in case.assignments.all())
    return member.role != Role.ADMIN
