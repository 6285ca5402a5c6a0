"""What was done, in the order in which it counts: reports as the fold orders them, and the moments that follow from them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.cases.casefile.amounts import moment, span
from backend.cases.casefile.told import details_of, title_of
from backend.cases.casefile.waiting import escalation_title, pause_title
from backend.cases.casefile.words import Voice
from backend.cases.facts import ReportFact, in_order
from backend.cases.wire import CaseView, ReportView, TransferView
from backend.flow.load import rules

# A report that came in this much after it was made is printed with both times.
NOTICEABLE = timedelta(minutes=1)


@dataclass(frozen=True)
class Told:
    """One moment of the story."""

    at: datetime
    title: str
    who: str
    details: list[str]
    marks: list[str]


def story_of(voice: Voice, view: CaseView) -> list[Told]:
    """Everything that was done, the oldest first."""
    by_id = {report.id: report for report in view.reports}
    facts = [ReportFact.model_validate(r.model_dump() | {"member": r.member.id}) for r in view.reports]
    told = [_report(voice, by_id[t.report.id], t.at, view) for t in in_order(facts, view.opened_at)]
    # Sorting keeps the order of what happened in the same instant: the cause before what follows from it.
    others = [*_immediate(voice, view), *_alarms(voice, view), *_waited(voice, view)]
    others += [*_transfers(voice, view), *_decisions(voice, view)]
    return sorted([*told, *others], key=lambda each: each.at)


def _report(voice: Voice, report: ReportView, at: datetime, view: CaseView) -> Told:
    track = f"{voice.t(f'track_{report.track}')} · " if report.track else ""
    return Told(
        at=at,
        title=track + title_of(voice, report, view.flow),
        who=voice.t("by", name=report.member.name, role=voice.t(f"role_{report.member.role}")),
        details=details_of(voice, report, view),
        marks=_marks(voice, report, at, view.standing.strays.get(str(report.id))),
    )


def _marks(voice: Voice, report: ReportView, at: datetime, stray: str | None) -> list[str]:
    late = report.received_at - at
    marks = [
        voice.t("late", time=moment(report.received_at), span=span(voice, late)) if late > NOTICEABLE else "",
        voice.t("stray", why=voice.say(rules().codes.strays.get(stray), stray)) if stray else "",
        voice.t("after_loss") if report.after_loss else "",
    ]
    return [mark for mark in marks if mark]


def _immediate(voice: Voice, view: CaseView) -> list[Told]:
    since = view.standing.immediate_since
    return [Told(since, voice.t("immediate"), voice.t("system"), [], [])] if since else []


def _alarms(voice: Voice, view: CaseView) -> list[Told]:
    """Whom a call for help, or silence at a door, was told to, and who went."""
    told = []
    for alarm in view.alarms:
        for step in alarm.told:
            who = voice.listed([voice.t(f"told_{kind}") for kind in step.does])
            title = voice.t(f"alarm_{alarm.kind}", name=alarm.member.name, who=who, n=len(step.members))
            told.append(Told(step.at, title, voice.t("system"), [], []))
        if alarm.taken_by and alarm.taken_at:
            by = voice.t("by", name=alarm.taken_by.name, role=voice.t(f"role_{alarm.taken_by.role}"))
            told.append(Told(alarm.taken_at, voice.t("alarm_taken", name=alarm.member.name), by, [], []))
    return told


def _waited(voice: Voice, view: CaseView) -> list[Told]:
    system = voice.t("system")
    escalated = [Told(one.at, escalation_title(voice, one), system, [], []) for one in view.escalations]
    paused = [
        Told(
            one.since,
            pause_title(voice, one),
            voice.t("by", name=one.by.name, role=voice.t(f"role_{one.by.role}")),
            [],
            [],
        )
        for one in view.pauses
    ]
    return [*escalated, *paused]


def _transfers(voice: Voice, view: CaseView) -> list[Told]:
    return [
        Told(
            at=one.at,
            title=voice.t(
                "transfer",
                giver=one.giver.name,
                receiver=one.receiver.name,
                state=voice.t(f"transfer_{one.state}"),
            ),
            who=voice.t("by", name=one.by.name, role=voice.t(f"role_{one.by.role}")),
            details=_transfer_details(voice, one),
            marks=[],
        )
        for one in view.transfers
    ]


def _transfer_details(voice: Voice, one: TransferView) -> list[str]:
    """Why, who said what to it and when, and why not."""
    said = [("approved", one.approved_by, one.approved_at), (one.state, one.decided_by, one.decided_at)]
    told = [
        voice.t("transfer_said", state=voice.t(f"transfer_{state}"), name=by.name, at=moment(at))
        for state, by, at in said
        if by and at
    ]
    why = voice.say(rules().codes.transfer.get(one.why), one.why)
    return [part for part in (why, one.note, *told, one.reason) if part]


def _decisions(voice: Voice, view: CaseView) -> list[Told]:
    return [
        Told(
            at=decision.at,
            title=voice.t(decision.kind, reason=decision.reason),
            who=voice.t("by", name=decision.by.name, role=voice.t(f"role_{decision.by.role}")),
            details=[],
            marks=[],
        )
        for decision in view.decisions
    ]
