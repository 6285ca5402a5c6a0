"""Alarms: each step tells the next people until somebody takes it; the clock looks for what is due, and so does the call itself."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.cases.actions import locked
from backend.cases.alarm import Alarm, AlarmKind
from backend.cases.alarms import end, follow_standing, take, units_of
from backend.cases.models import Case
from backend.cases.queries import scope_of
from backend.cases.wire import Standing
from backend.dispatch.alarm_queries import people_around
from backend.dispatch.rescue import told_by
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import AnyHappening, Escalated
from backend.people import access
from backend.people.models import Member
from backend.portions import work_off
from backend.problems import Refused
from backend.storage import one_transaction

PORTION = 200
AGAIN_SECONDS = 5


def ring(case_id: str, happening: AnyHappening, by: Member | None, now: datetime) -> None:
    """Somebody calls for help: the first are told in the same moment, whatever the clock does."""
    case = locked(case_id)
    for alarm in case.alarms.filter(kind=AlarmKind.HELP, ended_at=None, due_at__lte=now):
        _go_on(alarm, case, now)


def look(now: datetime) -> int:
    """The alarms whose next step is due, each in a transaction of its own; how many there were."""
    due = Alarm.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at", "pk").values_list("pk", "case_id")
    return work_off(list(due[:PORTION]), lambda one: _look_at(one[1], now), failed=lambda one: _put_off(one[0], now))


def take_alarm(member: Member, alarm_id: int, now: datetime) -> Alarm:
    """「我去」: who says so first has it; everybody hears who goes, and it stops ringing."""
    with one_transaction():
        known = Alarm.objects.filter(pk=alarm_id).values_list("case_id", flat=True).first()
        if known is None:
            raise Refused("not_found")
        case = locked(known)
        alarm = Alarm.objects.select_related("member", "taken_by", "ended_by").get(pk=alarm_id)
        asked = member.pk in alarm.asked()
        scope = scope_of(member, case)
        access.check(access.may_take_alarm(member, scope, is_asked=asked, is_about_him=alarm.member_id == member.pk))
        take(alarm, case, member, now + timedelta(seconds=rules().safety.taken_for), now)
    return alarm


def _look_at(case_id: UUID, now: datetime) -> bool:
    """The case is locked first, as everywhere; one that another clock, or a report, has locked is theirs."""
    with one_transaction():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        if case is None:
            return False
        standing = Standing.model_validate(case.standing)
        # What a reassignment or the end of the case changed meanwhile shows here.
        follow_standing(case, standing, None, now)
        due = list(case.alarms.filter(ended_at=None, due_at__lte=now))
        is_cleared = case.decisions.filter(kind="cleared").exists()
        for alarm in due:
            if is_cleared:
                end(alarm, case, "over", None, now)
            else:
                _go_on(alarm, case, now)
        return bool(due)


def _put_off(alarm_id: int, now: datetime) -> None:
    """What could not be done is tried again soon, and keeps none of the others waiting."""
    Alarm.objects.filter(pk=alarm_id, ended_at=None).update(due_at=now + timedelta(seconds=AGAIN_SECONDS))


def _go_on(alarm: Alarm, case: Case, now: datetime) -> None:
    """Every step that is due by now, in order; one that finds nobody brings the next one forward."""
    if alarm.taken_by_id:
        alarm.taken_by = alarm.taken_at = None
        alarm.step, began = 0, now
    else:
        began = alarm.due_at or now
    steps = rules().safety.steps(alarm.kind)
    alarm.due_at = began
    while alarm.step < len(steps) and alarm.due_at is not None and alarm.due_at <= now:
        step = steps[alarm.step]
        found = _tell(alarm, case, step.tells, now)
        alarm.step += 1
        following = steps[alarm.step] if alarm.step < len(steps) else None
        wait = following.after - step.after if following else 0
        alarm.due_at = (alarm.due_at + timedelta(seconds=wait) if found else now) if following else None
    alarm.save(update_fields=["step", "told", "due_at", "taken_by", "taken_at"])


def _steps_told(case: Case, alarm: Alarm) -> int:
    """The how-manieth step of this kind in this case, this one counted: a second call begins no second row of the first."""
    before = case.alarms.filter(kind=alarm.kind).exclude(pk=alarm.pk)
    return sum(len(each.told) for each in before) + len(alarm.told)


def _tell(alarm: Alarm, case: Case, kinds: tuple[str, ...], now: datetime) -> bool:
    safety = rules().safety
    people = people_around(case)
    found = told_by(kinds, alarm.member_id, people, safety.neighbour_roles, safety.neighbours)
    members = sorted({member for each in found.values() for member in each})
    if not members:
        return False
    alarm.told = [*alarm.told, {"at": now.isoformat(), "does": list(found), "members": members}]
    visit = case.assignments.filter(track="visit", ended_at=None).values_list("pk", flat=True).first()
    live.record(
        Escalated(
            limit=alarm.kind,
            step=_steps_told(case, alarm),
            does="+".join(found),
            assignment=visit,
            members=members,
        ),
        by=None,
        now=now,
        case=case,
        units=units_of(members),
    )
    return True
