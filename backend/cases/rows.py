"""The rows a case's standing follows from, read once under its lock by whoever adds one, for all that asks for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from backend.cases.models import Assignment, Case, Decision, Report
from backend.people.models import GOING_OUT
from backend.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from backend.people.models import Member

Row = TypeVar("Row", Assignment, Report, Decision)


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
    return Rows(case, _sent([case.pk]), _reports([case.pk]), _decided([case.pk]) if case.is_decided else [])


def rows_of_all(cases: Collection[Case]) -> list[Rows]:
    """The rows of each of these locked cases, in as many queries as of one; assignments with their members."""
    ids = [case.pk for case in cases]
    assignments, reports = _by_case(_sent(ids)), _by_case(_reports(ids))
    decisions = _by_case(_decided([case.pk for case in cases if case.is_decided]))
    return [Rows(case, assignments[case.pk], reports[case.pk], decisions[case.pk]) for case in cases]


def rows_of_new(cases: Iterable[Case], assignments: Iterable[Assignment]) -> list[Rows]:
    """The rows of cases that have just been opened: these assignments are all there are."""
    sent = _by_case(assignments)
    return [Rows(case, sent[case.pk], [], []) for case in cases]


def _by_case(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


_sent = Prepared(lambda cases: Assignment.objects.select_related("member").filter(case_id__in=cases).order_by("pk"))
_reports = Prepared(lambda cases: Report.objects.filter(case_id__in=cases))
_decided = Prepared(lambda cases: Decision.objects.filter(case_id__in=cases))


def _decisions(case: Case) -> Iterable[Decision]:
    return case.decisions.all() if case.is_decided else ()
