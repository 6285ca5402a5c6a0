"""How a case looks to a member: all of its facts for those who work it, the least for a volunteer."""

from typing import Any

from backend.cases.alarm_views import alarm_view
from backend.cases.fold import bare, facts_of, standing_of
from backend.cases.link import Link, LinkKind
from backend.cases.models import Assignment, Case, Decision, Report
from backend.cases.transfer import Transfer
from backend.cases.waiting_views import coming_view, escalation_views, pause_views, person
from backend.cases.wire import (
    AssignmentView,
    CaseView,
    DecisionView,
    LinkView,
    PrintingView,
    Reason,
    ReportView,
    SignalView,
    Standing,
    Target,
    Tie,
    TransferView,
    UnitName,
)
from backend.flow.load import rules
from backend.flow.suggest import Suggestion
from backend.initials import initials
from backend.people.models import Member, Unit


def view_of(case: Case, member: Member, *, is_full: bool) -> CaseView:
    """The case as this member may see it; relations must be prefetched. Volunteers get no signals, no money, no ID."""
    evidence = [e for e in case.evidence.all() if is_full or e.by_id == member.pk]
    standing = Standing.model_validate(case.standing)
    return CaseView(
        id=case.pk,
        number=case.number,
        drill=case.drill,
        opened_at=case.opened_at,
        graded_at=case.graded_at,
        level=case.level,
        reasons=[Reason.model_validate(r) for r in case.reasons] if is_full else [],
        given_type=case.fraud_type,
        flow=case.flow,
        edition=case.edition,
        target=_target(case, is_full=is_full),
        district=unit_name(case.district),
        station=unit_name(case.station) if case.station else None,
        needs_routing=case.needs_routing,
        signal_count=case.signal_count,
        signals=[_signal(s) for s in case.signals] if is_full else [],
        suggested=_suggested(case) if is_full else [],
        assignments=[_assignment(a) for a in case.assignments.all()],
        reports=[_report(r, is_bare=not is_full and r.member_id != member.pk) for r in case.reports.all()],
        decisions=[_decision(d) for d in case.decisions.all()],
        transfers=[_transfer(t) for t in case.transfers.all()] if is_full else [],
        reviewing=case.reviewing_id if is_full else None,
        printings=[PrintingView(by=person(p.by), at=p.at) for p in case.printings.all()] if is_full else [],
        links=_links(case) if is_full else [],
        pauses=pause_views(case),
        escalations=escalation_views(case) if is_full else [],
        coming=coming_view(case, standing) if is_full else None,
        alarms=[alarm_view(a) for a in case.alarms.all() if a.step],
        evidence=[e.sha256 for e in evidence],
        standing=standing if is_full else standing_of(case, bare(facts_of(case), member.pk)),
    )


def masked(text: str, keep_start: int = 4, keep_end: int = 2) -> str:
    """The ends of a number, with stars between: enough to compare, too little to use."""
    hidden = len(text) - keep_start - keep_end
    return text[:keep_start] + "*" * hidden + text[-keep_end:] if hidden > 0 else "*" * len(text)


def _signal(stored: dict[str, Any]) -> SignalView:
    """Marked when it is looked at, so that old signals are marked by today's words."""
    return SignalView.model_validate(stored | {"marks": rules().watch.marks(stored["text"])})


def _suggested(case: Case) -> list[Suggestion]:
    return rules().watch.likely(text for stored in case.signals for text in (stored["text"], stored["site_or_app"]))


def _target(case: Case, *, is_full: bool) -> Target:
    return Target(
        name=case.target_name if is_full else surname(case.target_name),
        initials=list(initials(case.target_name)) if is_full else [],
        phone=case.target_phone if is_full else "",
        id_number=masked(case.target_id_number, 6, 1) if is_full else "",
        age=case.target_age,
        address=case.address,
        division=case.division_id or "",
        division_name=case.division.name if case.division else "",
        latitude=case.latitude,
        longitude=case.longitude,
    )


def surname(name: str) -> str:
    """What is left of a name for whoever may not know it: 彭**."""
    return f"{name[0]}**" if name else ""


def _assignment(row: Assignment) -> AssignmentView:
    return AssignmentView(
        id=row.pk,
        track=row.track,
        unit=unit_name(row.unit),
        member=person(row.member) if row.member else None,
        by=row.by.name if row.by else None,
        why=row.why,
        assigned_at=row.assigned_at,
        delivered_at=row.delivered_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        end=row.end,
    )


def _report(row: Report, *, is_bare: bool) -> ReportView:
    said: dict[str, Any] = row.body
    if is_bare:
        said = {name: value for name, value in said.items() if name in ("step", "answer", "reason", "fraud_type")}
    return ReportView(
        id=row.pk,
        kind=row.kind,
        track=row.track or None,
        assignment=row.assignment_id,
        step=said.get("step"),
        answer=said.get("answer"),
        inputs=said.get("inputs", {}),
        reason=said.get("reason"),
        fraud_type=said.get("fraud_type"),
        note=said.get("note"),
        member=person(row.member),
        device=row.device_id,
        device_label=row.device.label,
        seq=row.seq,
        made_at=row.made_at,
        clock_offset_ms=row.clock_offset_ms,
        received_at=row.received_at,
        after_loss=row.after_loss,
    )


def _decision(row: Decision) -> DecisionView:
    return DecisionView(kind=row.kind, by=person(row.by), at=row.at, reason=row.reason)


def _transfer(row: Transfer) -> TransferView:
    return TransferView(
        id=row.pk,
        giver=unit_name(row.giver),
        receiver=unit_name(row.receiver),
        why=row.why,
        note=row.note,
        by=person(row.by),
        at=row.at,
        state=row.state,
        moved_at=row.moved_at,
        decided_by=person(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        reason=row.reason,
        approved_by=person(row.approved_by) if row.approved_by else None,
        approved_at=row.approved_at,
    )


def _links(case: Case) -> list[LinkView]:
    """All ties in the order they were made, from either end."""
    ties = [(link, link.other, True) for link in case.links.all()]
    ties += [(link, link.case, False) for link in case.linked_from.all()]
    return [_link(link, other, is_out=is_out) for link, other, is_out in sorted(ties, key=lambda tie: tie[0].pk)]


def _link(row: Link, other: Case, *, is_out: bool) -> LinkView:
    return LinkView(
        kind=_TIES[LinkKind(row.kind)][0 if is_out else 1],
        case=other.pk,
        number=other.number,
        signals=row.signals,
        by=person(row.by),
        at=row.at,
    )


def unit_name(unit: Unit) -> UnitName:
    """A unit by its code and name."""
    return UnitName(id=unit.pk, code=unit.code, name=unit.name)


# A tie from the case it was made at, and from the other one.
_TIES: dict[LinkKind, tuple[Tie, Tie]] = {
    LinkKind.JOINED: ("joined_into", "took_in"),
    LinkKind.SPLIT: ("split_to", "split_from"),
    LinkKind.AGAIN: ("again_in", "again_from"),
}
