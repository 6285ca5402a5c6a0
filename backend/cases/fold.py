"""Brings the cached standing of a stored case up to its facts."""

from collections.abc import Iterable

from backend.cases.facts import DecisionFact, Facts, ReportFact
from backend.cases.models import Case, Report
from backend.cases.rows import Rows, rows_of
from backend.cases.standing import fold
from backend.cases.timing import assignment_fact, pauses_of, set_look_at
from backend.cases.wire import Inputs, Standing
from backend.flow.load import rules
from backend.writing import write

COLUMNS = ["standing", "state", "due_at", "closed_at", "look_at"]


def refold(case: Case, rows: Rows | None = None) -> tuple[Standing | None, Standing]:
    """Fold the case's facts and save the standing, and when the clock looks next, if it changed. Returns the former and the new one.

    `rows`: all there are, where somebody has read them under the case's lock.
    """
    return refold_all([rows or rows_of(case)])[0]


def refold_all(known: Iterable[Rows]) -> list[tuple[Standing | None, Standing]]:
    """The same for many cases, of which these are all rows: written together."""
    changed, found = [], []
    for rows in known:
        case = rows.case
        former = Standing.model_validate(case.standing) if case.standing else None
        facts = facts_of(case, rows)
        new = standing_of(case, facts)
        is_moved = set_look_at(case, facts, new)
        found.append((former, new))
        if former != new or not case.standing or is_moved:
            _set(case, facts, new)
            changed.append(case)
    write(Case, changed, COLUMNS)
    return found


def fold_new(cases: Iterable[Case]) -> None:
    """Set the standing of cases that are not stored yet, of which nothing is known but what opened them."""
    for case in cases:
        facts = facts_of(case, Rows(case, [], [], []))
        new = standing_of(case, facts)
        set_look_at(case, facts, new)
        _set(case, facts, new)


def standing_of(case: Case, facts: Facts | None = None) -> Standing:
    """The standing, folded afresh from the stored facts, or from as many of them as somebody may know."""
    return fold(facts or facts_of(case), rules().flows[case.flow], rules().levels, rules().immediate_met)


def facts_of(case: Case, rows: Rows | None = None) -> Facts:
    """The case's facts as stored."""
    rows = rows or rows_of(case)
    return Facts(
        level=case.level,
        opened_at=case.opened_at,
        graded_at=case.graded_at,
        given_type=case.fraud_type,
        assignments=[assignment_fact(a) for a in sorted(rows.assignments, key=lambda a: a.pk)],
        reports=[_fact(report) for report in rows.reports],
        decisions=[DecisionFact(kind=d.kind, at=d.at) for d in sorted(rows.decisions, key=lambda d: d.pk)],
        pauses=pauses_of(case),
    )


def bare(facts: Facts, member_id: int) -> Facts:
    """The facts without what others wrote into theirs: what a volunteer's phone folds."""
    reports = [r if r.member == member_id else r.model_copy(update={"inputs": Inputs()}) for r in facts.reports]
    return facts.model_copy(update={"reports": reports})


def _set(case: Case, facts: Facts, new: Standing) -> None:
    case.standing = new.model_dump(mode="json")
    case.state, case.due_at = new.state, new.due_at
    if new.state == "closed" and case.closed_at is None:
        case.closed_at = max(decision.at for decision in facts.decisions)


def _fact(report: Report) -> ReportFact:
    said = report.body
    return ReportFact(
        id=report.pk,
        kind=report.kind,
        track=report.track or None,
        assignment=report.assignment_id,
        step=said.get("step"),
        answer=said.get("answer"),
        inputs=said.get("inputs", {}),
        fraud_type=said.get("fraud_type"),
        member=report.member_id,
        device=report.device_id,
        seq=report.seq,
        made_at=report.made_at,
        clock_offset_ms=report.clock_offset_ms,
        received_at=report.received_at,
    )
