"""Writes of alarms: begun and ended by what a case's standing says, heard, taken. Who is told is for dispatch to say."""

from collections.abc import Sequence
from datetime import datetime

from backend.cases.alarm import Alarm, AlarmKind
from backend.cases.models import Case
from backend.cases.wire import Standing
from backend.live import actions as live
from backend.live.events import AlarmEnded, AlarmHeard, AlarmTaken
from backend.live.models import Entry
from backend.live.views import Arrival
from backend.people.models import Member
from backend.prepared import Prepared
from backend.storage import one_transaction

BY_MISTAKE = "by_mistake"


def follow_standing(
    case: Case, standing: Standing, by: Member | None, now: datetime, *, reason: str | None = None
) -> None:
    """The locked case's alarms as its standing wants them: begun, put off by a sign of life, ended."""
    open_ones = {alarm.kind: alarm for alarm in _open([case.pk])}
    _follow_help(case, open_ones.get(AlarmKind.HELP), standing, by, now, reason=reason)
    _follow_alive(case, open_ones.get(AlarmKind.ALIVE), standing, by, now)


def take(alarm: Alarm, case: Case, member: Member, rings_again_at: datetime, now: datetime) -> None:
    """This member goes; it stops ringing everywhere. The first has it: whoever taps later sees who goes."""
    if alarm.taken_by_id or alarm.ended_at:
        return
    alarm.taken_by, alarm.taken_at, alarm.due_at = member, now, rings_again_at
    alarm.save(update_fields=["taken_by", "taken_at", "due_at"])
    live.record(
        AlarmTaken(limit=alarm.kind, alarm=alarm.pk, member=member.pk, members=alarm.asked()),
        by=member,
        now=now,
        case=case,
        units=units_of(alarm.asked()),
    )


def note_heard(arrivals: Sequence[Arrival], now: datetime) -> None:
    """A phone confirms to have its member's reminder: it has a network, so that silence means something else."""
    members = {one.member.pk: one.member for one in arrivals}
    for alarm in _unheard(members):
        told = Entry.objects.filter(
            event__case_id=alarm.case_id, event__kind="escalated", event__at__gte=alarm.since
        ).values_list("unit_id", "number")
        if any(one.member.pk == alarm.member_id and one.has(told) for one in arrivals):
            _mark_heard(alarm, members[alarm.member_id], now)


_open = Prepared(lambda cases: Alarm.objects.filter(case_id__in=cases, ended_at=None))
_unheard = Prepared(
    lambda members: Alarm.objects.filter(
        member_id__in=members, kind=AlarmKind.ALIVE, step__gt=0, heard_at=None, ended_at=None
    ).order_by("pk")
)


def has_taken(member: Member, case: Case) -> bool:
    """Whether the member goes to somebody of this case, and may say that he is safe."""
    return case.alarms.filter(taken_by=member).exists()


def end(alarm: Alarm, case: Case, how: str, by: Member | None, now: datetime) -> None:
    """It is over: `safe`, `mistake`, `sign` (he was heard of) or `over` (nobody is at the door any more)."""
    alarm.ended_at, alarm.ended_by, alarm.end, alarm.due_at = now, by, how, None
    alarm.save(update_fields=["ended_at", "ended_by", "end", "due_at"])
    if alarm.step:
        live.record(
            AlarmEnded(limit=alarm.kind, alarm=alarm.pk, end=how, members=alarm.asked()),
            by=by,
            now=now,
            case=case,
            units=units_of(alarm.asked()),
        )


def units_of(members: list[int]) -> set[int]:
    """Where these members hear of things."""
    return set(Member.objects.filter(pk__in=members).values_list("unit_id", flat=True)) if members else set()


def _follow_help(
    case: Case, alarm: Alarm | None, standing: Standing, by: Member | None, now: datetime, *, reason: str | None
) -> None:
    if alarm is None and standing.help_since and by is not None:
        Alarm.objects.create(case=case, kind=AlarmKind.HELP, member=by, since=standing.help_since, due_at=now)
    elif alarm and standing.help_since is None:
        end(alarm, case, "mistake" if reason == BY_MISTAKE else "safe", by, now)


def _follow_alive(case: Case, alarm: Alarm | None, standing: Standing, by: Member | None, now: datetime) -> None:
    until = standing.alive_until
    if alarm and until != alarm.since and (until is None or alarm.step):
        end(alarm, case, "sign" if until else "over", by, now)
        alarm = None
    if until is None:
        return
    if alarm is None:
        there = case.assignments.filter(track="visit", ended_at=None).exclude(member=None).first()
        if there and there.member:
            Alarm.objects.create(case=case, kind=AlarmKind.ALIVE, member=there.member, since=until, due_at=until)
    elif until != alarm.since:
        Alarm.objects.filter(pk=alarm.pk).update(since=until, due_at=until)


def _mark_heard(alarm: Alarm, member: Member, now: datetime) -> None:
    with one_transaction():
        case = Case.objects.select_for_update().get(pk=alarm.case_id)
        if Alarm.objects.filter(pk=alarm.pk, heard_at=None, ended_at=None).update(heard_at=now):
            live.record(AlarmHeard(alarm=alarm.pk), by=member, now=now, case=case)
