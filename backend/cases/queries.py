"""Every read of cases, scoped by member: which he may see, and how each looks to him now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.cases.models import Assignment, Case, State
from backend.cases.relations import loaded
from backend.cases.rows import Rows
from backend.cases.views import view_of
from backend.cases.wire import CaseView
from backend.flow.load import rules
from backend.live.models import Entry
from backend.people import access
from backend.people.models import Member, Role
from backend.people.queries import units_below
from backend.problems import Refused

MOST_CLOSED = 200
MOST_URGENT_FIRST = ("drill", "due_at", "opened_at", "pk")


def visible_cases(member: Member) -> QuerySet[Case]:
    """The cases this member may see; `access.may_see_case` says the same of one case."""
    if member.role in (Role.OFFICER, Role.VOLUNTEER):
        mine = Assignment.objects.filter(member=member).filter(Q(ended_at=None) | Q(end="done"))
        if member.role == Role.VOLUNTEER:
            mine = mine.exclude(case__state=State.CLOSED)
        return Case.objects.filter(pk__in=mine.values("case_id"))
    if member.role in (Role.CHIEF, Role.DESK):
        return Case.objects.filter(station=member.unit_id)
    if member.role == Role.OPERATOR:
        return Case.objects.filter(district=member.unit_id)
    if member.role == Role.COMMANDER:
        below = units_below(member.unit)
        return Case.objects.filter(Q(district__in=below) | Q(reviewing__in=below))
    return Case.objects.none()


def sharing(case: Case, *columns: str) -> Q:
    """Cases that have the same in one of these columns as this one; what it has empty is shared with nobody."""
    alike = Q(pk__in=[])
    for column in columns:
        if value := getattr(case, column):
            alike |= Q(**{column: value})
    return alike


def same_number(case: Case) -> Q:
    """Cases of the same phone or ID number: the same person, as far as a number says it."""
    return sharing(case, "target_phone", "target_id_number")


def real(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of these cases that are no drill: what is counted, averaged and compared, everywhere."""
    return cases.filter(drill=False)


def current_cases(member: Member, now: datetime) -> QuerySet[Case]:
    """What a phone or board holds: open, to be signed, and what closed as lately as the rules keep it; drills below all else."""
    return visible_cases(member).filter(_recent(now)).order_by(*MOST_URGENT_FIRST)


def editions_in_use(newest: int, now: datetime) -> set[int]:
    """The editions of the playbooks by which cases on phones and boards go, but the newest."""
    return set(Case.objects.filter(_recent(now), edition__lt=newest).values_list("edition", flat=True).distinct())


def closed_cases(member: Member) -> QuerySet[Case]:
    """The last cases closed that this member may see, the newest first."""
    return visible_cases(member).filter(state=State.CLOSED).order_by("-closed_at", "pk")[:MOST_CLOSED]


def case_view(member: Member, case_id: UUID | str) -> CaseView:
    """One case as this member may see it, or the refusal `not_found`."""
    views = case_views(member, visible_cases(member).filter(pk=case_id))
    if not views:
        raise Refused("not_found")
    return views[0]


def is_recent(case: Case, now: datetime) -> bool:
    """Whether phones and boards still hold it."""
    return case.closed_at is None or case.closed_at > _kept_since(now)


def _recent(now: datetime) -> Q:
    return Q(closed_at=None) | Q(closed_at__gt=_kept_since(now))


def _kept_since(now: datetime) -> datetime:
    return now - timedelta(hours=rules().phones.closed_kept_hours)


def case_views(member: Member, cases: QuerySet[Case]) -> list[CaseView]:
    """Views of these cases in their order, loaded in a fixed number of queries."""
    full = access.may_see_full_target(member)
    return [view_of(case, member, is_full=bool(full)) for case in loaded(cases)]


def scope_of(member: Member, case: Case, rows: Rows | None = None) -> access.CaseScope:
    """What `access` needs to know of a case and this member's part in it; by `rows`, where they are read already."""
    parts = rows.parts_of(member) if rows else case.assignments.filter(member=member)
    return _scope(member, case, parts, is_told=_was_told(member, case))


def loaded_scope_of(member: Member, case: Case) -> access.CaseScope:
    """The same of a case that is loaded, as far as `access.may_see_case` asks: of whom it was once, nothing."""
    return _scope(member, case, [one for one in case.assignments.all() if one.member_id == member.pk], is_told=False)


def _scope(member: Member, case: Case, parts: Iterable[Assignment], *, is_told: bool) -> access.CaseScope:
    parts = list(parts)
    return access.CaseScope(
        station_id=case.station_id,
        district_id=case.district_id,
        # Of those who work on cases only a commander may be above the district.
        city_id=case.district.parent_id if member.role == Role.COMMANDER else None,
        reviewing_id=case.reviewing_id,
        assigned_open=any(one.ended_at is None for one in parts),
        assigned_ever=bool(parts),
        units_ever=is_told,
        done_by_member=any(one.end == "done" for one in parts),
        closed=case.state == State.CLOSED,
    )


def _was_told(member: Member, case: Case) -> bool:
    """Whether the case was ever the unit's, where it may be another's by now; only for those who see all of their unit's."""
    if member.role not in access.UNIT_ROLES:
        return False
    if member.unit_id in {case.station_id, case.district_id}:
        return True
    return Entry.objects.filter(unit=member.unit_id, event__case_id=case.pk).exists()
