"""Every write to a look-back: taken, given back, the number shown, answered, objected to, decided on."""

from datetime import datetime, timedelta

from backend.cases.models import Assignment
from backend.flow.load import rules
from backend.live import actions as live
from backend.live.events import LookBackSettled
from backend.lookback.models import LookBack, LookBackReveal, LookBackTry, Truth
from backend.lookback.wire import CheckIn, SettleIn
from backend.people import access
from backend.people.access import LookBackScope
from backend.people.models import Member, Role
from backend.problems import Refused
from backend.storage import one_transaction


def take(member: Member, look_back_id: int, now: datetime) -> LookBack:
    """Whoever takes it first has it."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_check(member, scope_of(member, row)))
        if row.taken_by_id not in (None, member.pk):
            raise Refused("not_taken")
        if row.taken_by_id is None:
            row.taken_by, row.taken_at = member, now
            row.save(update_fields=["taken_by", "taken_at"])
    return row


def give_back(member: Member, look_back_id: int) -> LookBack:
    """Somebody else of the unit shall ask; the tries made stay."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_give_back_look_back(member, scope_of(member, row)))
        row.taken_by = row.taken_at = None
        row.save(update_fields=["taken_by", "taken_at"])
    return row


def reveal(member: Member, look_back_id: int, now: datetime) -> LookBack:
    """Show him the whole number; that he saw it is on record."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_answer_look_back(member, scope_of(member, row)))
        LookBackReveal.objects.create(look_back=row, by=member, at=now)
    return row


def answer(member: Member, look_back_id: int, said: CheckIn, now: datetime) -> LookBack:
    """One call: its answer, or one more try; after the last one it cannot be verified."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_answer_look_back(member, scope_of(member, row)))
        LookBackTry.objects.create(look_back=row, reached=said.reached, by=member, at=now)
        row.note = said.note.strip()
        if said.reached == "yes":
            row.came, row.result, row.reason = said.came or "", said.result or "", said.reason
        elif row.tries.filter(reached=said.reached).count() >= rules().lookbacks.tries.of(said.reached):
            row.result = Truth.UNVERIFIED
        else:
            row.again_at = now + timedelta(seconds=rules().lookbacks.again_after)
        if row.result:
            row.answered_by, row.answered_at, row.again_at = member, now, None
        row.save()
        if row.result:
            _tell(row, "answered", member, now)
    return row


def object_to(member: Member, look_back_id: int, reason: str, now: datetime) -> LookBack:
    """申请复核: whoever leads the unit says once why the result is not right."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_object_to_look_back(member, scope_of(member, row)))
        row.objection, row.objected_by, row.objected_at = reason.strip(), member, now
        row.save(update_fields=["objection", "objected_by", "objected_at"])
        _tell(row, "objected", member, now)
    return row


def settle(member: Member, look_back_id: int, said: SettleIn, now: datetime) -> LookBack:
    """复核: the checking unit's commander says what holds. What it was before stays on record."""
    with one_transaction():
        row = held(look_back_id)
        access.check(access.may_settle_look_back(member, scope_of(member, row)))
        row.first_result, row.result, row.reason = row.result, said.result, said.reason
        row.settled_by, row.settled_at, row.settled_note = member, now, said.note.strip()
        row.save()
        _tell(row, "settled", member, now)
    return row


def held(look_back_id: int) -> LookBack:
    """The row, locked."""
    row = LookBack.objects.select_for_update(of=("self",)).select_related("case").filter(pk=look_back_id).first()
    if row is None:
        raise Refused("not_found")
    return row


def scope_of(member: Member, row: LookBack) -> LookBackScope:
    """What the rules need to know of it."""
    return LookBackScope(
        unit_id=row.unit_id,
        checker_id=row.checker_id,
        taken_by_id=row.taken_by_id,
        worked_on_it=Assignment.objects.filter(case=row.case_id, member=member).exists(),
        answered=row.answered_at is not None,
        objected=row.objected_at is not None,
        settled=row.settled_at is not None,
    )


def _tell(row: LookBack, state: str, by: Member, now: datetime) -> None:
    """An objection is for the checking unit's commander, a result for those who lead the unit and its district.

    Without the case: it is closed, and nobody's phone or board has to hold it again.
    """
    units = {row.checker_id} if state == "objected" else {row.unit_id, row.case.district_id}
    leads = Member.objects.filter(unit__in=units, role__in=[Role.CHIEF, Role.COMMANDER], is_active=True)
    told = LookBackSettled.model_validate(
        {"look_back": row.pk, "state": state, "members": sorted(leads.values_list("pk", flat=True))}
    )
    live.record(told, by=by, now=now, units=units)
