"""Writes of follow-ups (回访) that follow from what happens to a case: planned when it is closed, settled by what is answered."""

from datetime import datetime, timedelta

from backend.cases.fold import standing_of
from backend.cases.follow_up import OVER, FollowUp, FollowUpState
from backend.cases.models import Case, Report
from backend.cases.wire import FollowUpSaid, Standing
from backend.flow.followups import Closed, level_of_signs, rule_for
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import AnyHappening, FollowUpChanged, ReportStored
from backend.people.models import Member
from backend.times import beijing_time


def plan(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """The case is signed: what the rules want is planned. In a drill nobody real was warned, and nobody is asked."""
    case = Case.objects.get(pk=case_id)
    if case.drill:
        return
    rule = rule_for(closed(case), rules().follow_ups.rules)
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                case=case,
                rule=rule.id,
                step=number,
                # Where no station ever had it, the district asks by phone.
                track=step.by if case.station_id else "call",
                unit_id=case.station_id if step.by == "visit" and case.station_id else case.district_id,
                due_at=(due := beijing_time(now + timedelta(days=step.days), rules().follow_ups.at)),
                look_at=due,
            )
            for number, step in enumerate(rule.steps, start=1)
        ],
        ignore_conflicts=True,
    )


def settle(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """An answer came in, maybe late or twice: reached, it is done; not reached, it is tried again, or given up."""
    if not isinstance(happening, ReportStored) or happening.report_kind != "follow_up":
        return
    report = Report.objects.get(pk=happening.report)
    said = FollowUpSaid.model_validate(report.body["inputs"]["follow_up"])
    row = FollowUp.objects.select_related("case").filter(case=report.case_id, pk=said.id).first()
    if row is None:
        return
    if said.reached and row.state != FollowUpState.DONE:
        _end(row, FollowUpState.DONE, now)
    elif not said.reached and row.state not in OVER:
        _try_again(row, now)
    if is_again(said, row.case) and row.raised_id is None:
        row.raise_since = now
    row.save()
    tell(row, by, now)


def lapse(row: FollowUp, by: Member | None, now: datetime) -> None:
    """A later warning of the same person has overtaken it: whoever closes that one is asked again from then on."""
    _end(row, FollowUpState.LAPSED, now)
    row.save()
    tell(row, by, now)


def is_again(said: FollowUpSaid, case: Case) -> bool:
    """Whether this says that the person is in it again."""
    return level_of_signs(said.signs(), case.level, rules()) is not None


def was_asked(member: Member, case: Case) -> bool:
    """Whether this member ever had a follow-up of the case: what he answers is kept, however late."""
    return any(member.pk in row.asked for row in case.follow_ups.all())


def closed(case: Case) -> Closed:
    """What the rules need to know of the closed case: the level and type that were found to be true."""
    standing = Standing.model_validate(case.standing) if case.standing else standing_of(case)
    outcome = standing.outcome
    return Closed(
        outcome=outcome.code if outcome else "",
        level=outcome.level if outcome else case.level,
        fraud_type=outcome.fraud_type if outcome else standing.fraud_type,
        lost=standing.money.lost_fen > 0 or bool(standing.money.payments),
    )


def tell(row: FollowUp, by: Member | None, now: datetime) -> None:
    """Whoever has it or had it, and those who lead them, hear that it has changed; the case itself has not."""
    happening = FollowUpChanged(follow_up=row.pk, state=row.state, members=sorted(row.asked))
    live.record(happening, by=by, now=now, units={row.unit_id, row.case.district_id})


def _end(row: FollowUp, state: FollowUpState, now: datetime) -> None:
    row.state, row.ended_at, row.look_at = state, now, None


def _try_again(row: FollowUp, now: datetime) -> None:
    row.tries += 1
    if row.tries >= rules().follow_ups.tries:
        _end(row, FollowUpState.NOT_REACHED, now)
        return
    row.state = FollowUpState.PLANNED
    row.due_at = row.look_at = now + timedelta(hours=rules().follow_ups.again_hours)
