"""One step of an escalation: somebody else is sent, the case is put before the district, or those who answer for it are told."""

from collections.abc import Sequence
from datetime import datetime

from backend.cases.actions import assign, need_routing
from backend.cases.lateness import NOT_ACCEPTED, Coming
from backend.cases.models import Case
from backend.cases.waiting import Escalation
from backend.dispatch.pool import judged
from backend.flow.escalation import TO_HIMSELF, Post
from backend.live import actions as live
from backend.live.events import Escalated
from backend.people.models import Member, Role

TOLD: dict[str, Post] = {
    "tell_chief": "chief",
    "tell_district": "district",
    "put_before_district": "district",
    "tell_city": "city",
}


def take(case: Case, coming: Coming, now: datetime) -> None:
    """Do it, put it on record, and tell who has to hear of it. The locked case is stale after it."""
    track, step, late = coming.running.track, coming.step, coming.running.assignment
    sent = _send_next(case, track, now) if step.do == "next_person" else None
    if step.do == "put_before_district":
        need_routing(case, f"nobody_to_{track or 'visit'}", now)
    posts = _posts(step.do, step.tell, is_empty=step.do == "next_person" and sent is None)
    members = {member.pk for post in posts for member in on_post(case, post)}
    if step.do in TO_HIMSELF and late and late.member:
        members.add(late.member)
    found = sent is not None if step.do == "next_person" else bool(members)
    if sent:
        members.add(sent.pk)
    _put_on_record(case, coming, posts, sent, found=found, now=now)
    happening = Escalated(
        limit=coming.running.limit,
        step=coming.number,
        does=step.do,
        assignment=late.id if late else None,
        members=sorted(members),
    )
    live.record(happening, by=None, now=now, case=case)


def _put_on_record(
    case: Case, coming: Coming, posts: list[Post], sent: Member | None, *, found: bool, now: datetime
) -> None:
    running = coming.running
    Escalation.objects.create(
        case=case,
        assignment_id=running.assignment.id if running.assignment else None,
        limit=running.limit,
        track=running.track,
        step=coming.number,
        since=running.since,
        does=coming.step.do,
        tell=posts,
        waited=_waited(coming, now),
        at=now,
        found=found,
        sent=sent,
    )
    Case.objects.filter(pk=case.pk, is_escalated=False).update(is_escalated=True)


def _waited(coming: Coming, now: datetime) -> int:
    """The seconds after which the rules take this step, or fewer where the one before it found nobody."""
    running = coming.running
    passed = max(0, int((now - running.since).total_seconds()))
    return 0 if running.is_empty else min(running.seconds + coming.step.after, passed)


def _send_next(case: Case, track: str, now: datetime) -> Member | None:
    """The best of those who were not asked yet; where there is none, whoever is on it keeps it."""
    asked = set(case.assignments.filter(track=track).values_list("member", flat=True))
    free = (who for who, _, objection in judged(case, track) if not objection and who.pk not in asked)
    chosen = next(free, None)
    if chosen is not None:
        assign(case, track, chosen.unit, chosen, by=None, why=NOT_ACCEPTED, now=now)
    return chosen


def _posts(does: str, tell: Sequence[Post], *, is_empty: bool) -> list[Post]:
    """Who hears of it, each once; of an empty slot the chief hears whatever the rules say."""
    posts: list[Post] = [TOLD[does]] if does in TOLD else []
    return list(dict.fromkeys([*posts, *tell, *(["chief"] if is_empty else [])]))  # type: ignore[list-item]


def on_post(case: Case, post: Post) -> list[Member]:
    """Those on duty who answer for the case there; where nobody is, all of them, for somebody has to hear it."""
    unit, role = {
        "chief": (case.station_id, Role.CHIEF),
        "district": (case.district_id, Role.COMMANDER),
        "city": (case.district.parent_id, Role.COMMANDER),
    }[post]
    if unit is None:
        return on_post(case, "district") if post == "chief" else []
    everyone = list(Member.objects.filter(unit=unit, role=role, is_active=True).order_by("pk"))
    if post == "district" and not everyone:
        everyone = list(Member.objects.filter(unit=unit, role=Role.OPERATOR, is_active=True).order_by("pk"))
    return [member for member in everyone if member.on_duty] or everyone
