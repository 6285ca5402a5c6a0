"""Every read of follow-ups (回访), scoped by member: which he may see, who could have one, and who gets it by itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from backend.cases.follow_up import OVER, FollowUp, FollowUpState
from backend.cases.models import Assignment, Case, Report
from backend.cases.queries import same_number
from backend.cases.views import masked, unit_name
from backend.cases.waiting_views import person
from backend.cases.wire import FollowUpSaid, Standing, TrackName
from backend.dispatch.follow_up_wire import FollowUpAnswer, FollowUpCounts, FollowUpList, FollowUpView
from backend.dispatch.pool import loads_of
from backend.dispatch.wire import CandidateView
from backend.flow.load import rules
from backend.people import access
from backend.people.access import OwnerScope
from backend.people.models import Member, Role
from backend.people.queries import units_below
from backend.people.wire import MemberView
from backend.problems import Refused

MOST = 200
KEPT = timedelta(days=30)
ROLES = {"call": (Role.OPERATOR,), "visit": (Role.OFFICER, Role.CHIEF)}


def visible(member: Member) -> QuerySet[FollowUp]:
    """The follow-ups this member may see; `access.may_see_follow_up` says the same of one."""
    seen = Q(member=member)
    if member.role == Role.COMMANDER:
        seen |= Q(unit__in=units_below(member.unit))
    elif member.role in access.UNIT_ROLES:
        seen |= Q(unit=member.unit_id)
    return FollowUp.objects.filter(seen)


def list_of(member: Member, now: datetime) -> FollowUpList:
    """For a board: what is due, the longest due first, and what was answered lately, the newest first."""
    there = visible(member)
    due = there.filter(state=FollowUpState.OPEN).order_by("opened_at", "pk")
    done = there.filter(state__in=OVER, ended_at__gt=now - KEPT).order_by("-ended_at", "pk")
    counts = FollowUpCounts(due=due.count(), late=due.filter(late_steps__gt=0).count(), done=done.count())
    return FollowUpList(server_time=now, counts=counts, due=views_of(due[:MOST]), done=views_of(done[:MOST]))


def own_list(member: Member, now: datetime) -> FollowUpList:
    """For a phone: what he himself has to do."""
    due = visible(member).filter(state=FollowUpState.OPEN, member=member).order_by("opened_at", "pk")
    counts = FollowUpCounts(due=due.count(), late=due.filter(late_steps__gt=0).count(), done=0)
    return FollowUpList(server_time=now, counts=counts, due=views_of(due[:MOST]), done=[])


def people_for(member: Member, follow_up: int) -> list[CandidateView]:
    """Whom this member could give it to, with what speaks against it, those on duty and with least to do first."""
    row = visible(member).select_related("unit", "case").filter(pk=follow_up).first()
    if row is None:
        raise Refused("not_found")
    access.check(access.may_assign_follow_up(member, owner_of(row)))
    return [
        CandidateView(member=MemberView.of(each), load=load, objection="" if each.on_duty else "off_duty")
        for each, load in _by_load(row, ROLES[row.track])
    ]


def chosen_for(row: FollowUp) -> Member | None:
    """Who had it before, then who did the visit or the call, if on duty; else whoever there has least to do; else nobody."""
    people = [each for each, _ in _by_load(row, ROLES[row.track]) if each.on_duty]
    did = Assignment.objects.filter(case=row.case_id, track=row.track, end="done").order_by("-ended_at", "-pk")
    wanted = [row.member_id, did.values_list("member_id", flat=True).first()]
    known = next((each for pk in wanted for each in people if each.pk == pk), None)
    return known or next((each for each in people if each.role != Role.CHIEF), None)


def is_overtaken(case: Case) -> bool:
    """Whether the same person was warned again since: that warning's own end says when he is asked next."""
    later = Case.objects.filter(same_number(case), drill=False, opened_at__gt=case.opened_at).exclude(pk=case.pk)
    return later.exclude(decisions__kind="joined").exists()


def owner_of(row: FollowUp) -> OwnerScope:
    """What `access` needs to know of it."""
    above = {row.unit.parent_id, row.unit.parent.parent_id if row.unit.parent else None} - {None}
    return OwnerScope(row.member_id, row.unit_id, frozenset(unit for unit in above if unit))


def views_of(rows: QuerySet[FollowUp]) -> list[FollowUpView]:
    """How they look, with what was answered, in a fixed number of queries."""
    loaded = list(rows.select_related("case__division", "member", "unit", "raised"))
    answers: dict[int, list[FollowUpAnswer]] = {}
    reports = Report.objects.filter(kind="follow_up", case__in={row.case_id for row in loaded})
    for report in reports.select_related("member").order_by("received_at", "seq"):
        said = FollowUpSaid.model_validate(report.body["inputs"]["follow_up"])
        told = FollowUpAnswer(
            id=report.pk,
            by=person(report.member),
            made_at=report.made_at,
            received_at=report.received_at,
            said=said,
            note=report.body.get("note", ""),
        )
        answers.setdefault(said.id, []).append(told)
    return [_view(row, answers.get(row.pk, [])) for row in loaded]


def _by_load(row: FollowUp, roles: Iterable[Role]) -> list[tuple[Member, int]]:
    """The people there with how many tasks and follow-ups they have open, real ones alone."""
    found = list(
        Member.objects.select_related("unit", "village")
        .filter(unit=row.unit_id, role__in=roles, is_active=True)
        .order_by("pk")
    )
    loads = loads_of([each.pk for each in found], drill=False)
    open_ones = FollowUp.objects.filter(member__in=found, state=FollowUpState.OPEN).exclude(pk=row.pk)
    more = dict(open_ones.values_list("member").annotate(n=Count("pk")))
    loaded = [(each, loads.get(each.pk, (0, False))[0] + more.get(each.pk, 0)) for each in found]
    return sorted(loaded, key=lambda pair: (not pair[0].on_duty, pair[1], pair[0].pk))


def _view(row: FollowUp, answers: list[FollowUpAnswer]) -> FollowUpView:
    return FollowUpView(
        **_about(row.case),
        id=row.pk,
        track=cast("TrackName", row.track),
        step=row.step,
        unit=unit_name(row.unit),
        member=person(row.member) if row.member else None,
        state=row.state,
        due_at=row.due_at,
        opened_at=row.opened_at,
        is_late=row.state == FollowUpState.OPEN and row.late_steps > 0,
        tries=row.tries,
        tries_most=rules().follow_ups.tries,
        ended_at=row.ended_at,
        answers=answers,
        is_again=row.raise_since is not None,
        raised=row.raised_id,
        raised_number=row.raised.number if row.raised else "",
    )


def _about(case: Case) -> dict[str, Any]:
    """Whom it is about, and what the closed case came to."""
    standing = Standing.model_validate(case.standing)
    return {
        "case": case.pk,
        "number": case.number,
        "level": case.level,
        "fraud_type": standing.fraud_type,
        "outcome": standing.outcome.code if standing.outcome else "",
        "lost_fen": standing.money.lost_fen,
        "closed_at": case.closed_at,
        "name": case.target_name,
        "phone": case.target_phone,
        "id_number": masked(case.target_id_number, 6, 1),
        "address": case.address,
        "division_name": case.division.name if case.division else "",
    }
