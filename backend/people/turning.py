"""On and off duty by the roster: what the clock does at the change of shifts, from rows alone, and what an edit sets anew."""

from datetime import datetime

from backend.people.actions import set_duty
from backend.people.models import Member, Unit
from backend.people.roster import DutyTurn
from backend.people.rosters import people_of, roster_of
from backend.people.shifts import Plan, Roster, plan_of
from backend.storage import one_transaction

PORTION = 200


def look(now: datetime) -> int:
    """Switch everybody whose turn has come; how many were looked at. One transaction each, harmless twice or late."""
    due = list(DutyTurn.objects.filter(until__lte=now).order_by("until").values_list("pk", flat=True)[:PORTION])
    return sum(_turn(pk, now) for pk in due)


def replan(unit: Unit, now: datetime) -> None:
    """The roster was changed: everybody it names is due when it says so, at once where it says something else of now."""
    kept = {turn.pk: turn for turn in DutyTurn.objects.filter(member__unit=unit)}
    plans = _plans(unit, now)
    DutyTurn.objects.filter(pk__in=kept.keys() - plans.keys()).delete()
    for member, plan in plans.items():
        former = kept.get(member)
        # Whoever is new to the roster and not in a running shift stays as he set himself until the next one.
        was_on = former.is_on if former else False
        until = now if plan.is_on != was_on else plan.until
        DutyTurn.objects.update_or_create(pk=member, defaults={"is_on": was_on, "until": until})


def _plans(unit: Unit, now: datetime) -> dict[int, Plan]:
    if not unit.follows_roster:
        return {}
    roster = roster_of(unit.pk, now)
    found = {member: plan_of(roster, member, now) for member in people_of(unit).values_list("pk", flat=True)}
    return {member: plan for member, plan in found.items() if plan}


def _turn(pk: int, now: datetime) -> int:
    with one_transaction():
        # Somebody else's clock has it, or it was set anew meanwhile.
        turn = DutyTurn.objects.select_for_update(skip_locked=True).filter(pk=pk, until__lte=now).first()
        if turn is None:
            return 0
        member = Member.objects.select_related("unit").get(pk=pk)
        plan = _plan(member, now)
        if plan is None:
            turn.delete()
            return 1
        if member.on_duty != plan.is_on:
            set_duty(member, plan.is_on, now, by_roster=True)
        turn.is_on, turn.until = plan.is_on, plan.until
        turn.save(update_fields=["is_on", "until"])
    return 1


def _plan(member: Member, now: datetime) -> Plan | None:
    """Nothing for whoever was disabled, or whose unit goes by hand."""
    roster = roster_of(member.unit_id, now) if member.is_active and member.unit.follows_roster else Roster()
    return plan_of(roster, member.pk, now)
