"""Takes reports in: every well-formed one is stored, once, and what follows from it is told."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from pydantic import ValidationError

from backend.cases.actions import NEEDS_OF, end_assignment, locked, under_way
from backend.cases.alarms import follow_standing, has_taken
from backend.cases.facts import counted_at
from backend.cases.fold import refold
from backend.cases.following import was_asked
from backend.cases.models import Assignment, Case, Report
from backend.cases.queries import scope_of
from backend.cases.rows import Rows, read_rows
from backend.cases.wire import FieldError, ReportIn, ReportResult, Standing
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import (
    AnyHappening,
    HelpCalled,
    HelpEnded,
    OutcomeGiven,
    ReportStored,
    TransferWanted,
    VisitWanted,
)
from backend.people import access
from backend.people.devices import known_device
from backend.people.models import Device, Member
from backend.problems import Refused, field_errors, said_back
from backend.storage import one_transaction
from backend.writing import store, write_columns


def store_reports(
    member: Member, device: UUID, label: str, items: Sequence[dict[str, Any]], now: datetime
) -> list[ReportResult]:
    """Store each report on its own; one that is not well-formed never keeps the others out.

    `device` is the one they were made on: another than the one that sends them, when they come out of a file.
    """
    made_on = known_device(member, device, label, now)
    return [_store(member, made_on, item, now) for item in items]


def _store(member: Member, device: Device, item: dict[str, Any], now: datetime) -> ReportResult:
    name = said_back(str(item.get("id", ""))[:64])
    try:
        report = ReportIn.model_validate(item)
        _check_codes(report)
    except ValidationError as error:
        return ReportResult(id=name, status="invalid", errors=[FieldError(**e) for e in field_errors(error)])
    except Refused as refused:
        return ReportResult(id=name, status="invalid", errors=[FieldError(**e) for e in refused.fields])
    try:
        with one_transaction():
            return _store_valid(member, device, report, now)
    except Refused:
        return _invalid(
            name, "case", "没有这条预警，或它不归您办。记录留在手机里，请联系所长。", "No such case, or not yours."
        )
    except IntegrityError:
        return _invalid(name, "id", "这个记录编号已被占用。", "This report id is taken.")


def _store_valid(member: Member, device: Device, said: ReportIn, now: datetime) -> ReportResult:
    case = locked(said.case)
    rows = read_rows(case)
    scope = scope_of(member, case, rows)
    if said.kind in ("safe", "follow_up"):
        had = has_taken(member, case) if said.kind == "safe" else was_asked(member, case)
        scope = replace(scope, goes_there=had)
    access.check(access.may_report(member, scope))
    known = any(one.pk == said.id and one.member_id == member.pk for one in rows.reports)
    if not known:
        _add(rows, member, device, said, now)
    if said.kind == "accept" and str(said.id) in case.standing["strays"]:
        # Whoever accepted first may have it back by what followed: then his acceptance is no stray.
        case.refresh_from_db(fields=["standing"])
    stray = case.standing["strays"].get(str(said.id))
    return ReportResult(id=str(said.id), status="known" if known else "stored", stray=stray)


def _add(rows: Rows, member: Member, device: Device, said: ReportIn, now: datetime) -> None:
    """Store it, fold, and let follow what follows."""
    case = rows.case
    report = _insert(rows, member, device, said, now)
    rows = replace(rows, reports=[*rows.reports, report])
    former, standing = refold(case, rows)
    stray = standing.strays.get(str(report.pk))
    live.record(
        ReportStored(report=report.pk, report_kind=said.kind, track=said.track, answer=said.answer, stray=stray),
        by=member,
        now=now,
        case=case,
        heard=rows.streams(),
    )
    if stray is None and report.assignment:
        _follow(case, said, report.assignment, member, now)
    if any(one.track == "visit" or one.kind == "help" for one in rows.reports):  # Without, no alarm ever began.
        follow_standing(case, standing, member, now, reason=said.reason)
    _tell(case, former, standing, member, now)


def _insert(rows: Rows, member: Member, device: Device, said: ReportIn, now: datetime) -> Report:
    body = said.model_dump(
        mode="json", exclude_none=True, include={"step", "answer", "inputs", "reason", "fraud_type", "note", "flow"}
    )
    report = Report(
        id=said.id,
        case=rows.case,
        member=member,
        device=device,
        kind=said.kind,
        track=said.track or "",
        assignment=next((one for one in rows.assignments if one.pk == said.assignment), None),
        body=body,
        seq=said.seq,
        # In UTC, as the database gives them back: folded now or later, the standing is the same to the letter.
        made_at=said.made_at.astimezone(UTC),
        clock_offset_ms=said.clock_offset_ms,
        received_at=now.astimezone(UTC),
        after_loss=device.lost_at is not None and counted_at(said.made_at, said.clock_offset_ms, now) > device.lost_at,
    )
    store([report])
    return report


def _follow(case: Case, said: ReportIn, assignment: Assignment, member: Member, now: datetime) -> None:
    """What a fitting report does to its assignment: accepting and declining it, once."""
    # Whoever answers it has it, whether or not the receipt came through.
    delivered_at = assignment.delivered_at or now
    if said.kind == "decline":
        Assignment.objects.filter(pk=assignment.pk).update(delivered_at=delivered_at)
        end_assignment(assignment, "declined", member, now)
    elif said.kind in ("accept", "answer") and assignment.accepted_at is None:
        write_columns(Assignment, ["accepted_at", "delivered_at"], {assignment.pk: [now, delivered_at]})
        if case.needs_routing in NEEDS_OF[assignment.track] and assignment.ended_at is None:
            # Put before the district for his silence; now he has it after all.
            case.needs_routing = ""
            case.save(update_fields=["needs_routing"])


def _tell(case: Case, former: Standing | None, new: Standing, member: Member, now: datetime) -> None:
    """End what the new standing shows as ended, and record what it brings about."""
    for track in ("call", "visit"):
        if getattr(new, track).end and (former is None or not getattr(former, track).end):
            end = "transferred" if getattr(new, track).end == "transferred" else "done"
            for assignment in under_way(case.pk):
                if assignment.track == track:
                    end_assignment(assignment, end, member, now)
    for happening in _brought_about(former, new, member):
        live.record(happening, by=member, now=now, case=case)


def _brought_about(former: Standing | None, new: Standing, member: Member) -> list[AnyHappening]:
    happenings: list[AnyHappening] = []
    if (new.visit_wanted and not (former and former.visit_wanted)) or (
        new.immediate_since and not (former and former.immediate_since)
    ):
        happenings.append(VisitWanted(immediate=new.immediate_since is not None))
    if new.transfer_to and not (former and former.transfer_to):
        happenings.append(TransferWanted(station=new.transfer_to))
    if new.outcome and not (former and former.outcome):
        happenings.append(OutcomeGiven(code=new.outcome.code))
    if new.help_since and not (former and former.help_since):
        happenings.append(HelpCalled(member=member.pk))
    if former and former.help_since and not new.help_since:
        happenings.append(HelpEnded())
    return happenings


def _check_codes(report: ReportIn) -> None:
    """Levels and fraud types are closed lists: a code of none of them is a fault of the app, named by field."""
    named: dict[str, tuple[str | None, Collection[str]]] = {
        "fraud_type": (report.fraud_type, rules().fraud_types),
        "inputs.fraud_type": (report.inputs.fraud_type, rules().fraud_types),
        "inputs.level": (report.inputs.level, rules().levels),
    }
    wrong = [field for field, (code, known) in named.items() if code and code not in known]
    if wrong:
        raise Refused(
            "bad_input",
            [{"field": field, "message": "不认识这个代码", "message_en": "Unknown code"} for field in wrong],
        )


def _invalid(name: str, field: str, message: str, message_en: str) -> ReportResult:
    return ReportResult(
        id=name, status="invalid", errors=[FieldError(field=field, message=message, message_en=message_en)]
    )
