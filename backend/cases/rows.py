"""The rows a case's standing follows from, read once under its lock by whoever adds one, for all that asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.cases.models import Assignment, Case, Decision, Report
from backend.people.models import GOING_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.people.models import Member


@dataclass(frozen=True)
class Rows:
    """The case's rows as they are stored now."""

    case: Case
    assignments: Iterable[Assignment]
    reports: Iterable[Report]
    decisions: Iterable[Decision]

    def parts_of(self, member: Member) -> list[Assignment]:
        """What the member was ever sent for."""
        return [one for one in self.assignments if one.member_id == member.pk]

    def streams(self) -> set[int]:
        """The units whose streams hear of the case."""
        sent = (a.member for a in self.assignments if a.member)
        return self.case.own_streams() | {one.unit_id for one in sent if one.role in GOING_OUT}


def rows_of(case: Case) -> Rows:
    """The case's rows, those that were fetched with it as they were then; with an assignment, not its member."""
    return Rows(case, case.assignments.all(), case.reports.all(), _decisions(case))


def read_rows(case: Case) -> Rows:
    """The locked case's rows, assignments with their members."""
    sent = case.assignments.select_related("member").order_by("pk")
    return Rows(case, list(sent), list(case.reports.all()), list(_decisions(case)))


def _decisions(case: Case) -> Iterable[Decision]:
    return case.decisions.all() if case.is_decided else ()
