"""What chief and commander decide about practising: training on and off, a small drill begun, ended, cleared away."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import QuerySet

from backend.cases.actions import clear_drill
from backend.cases.models import Case, State
from backend.drill.models import Drill, DrillSignal
from backend.live import actions as live
from backend.live.events import TrainingChanged
from backend.people import access
from backend.people.models import Member, Tier, Training, Unit
from backend.people.queries import units_above
from backend.people.training import trainings
from backend.problems import Refused
from backend.storage import one_transaction

# A drill begun without training lets the station practise at least so long.
SHORTEST = timedelta(hours=1)


def unit_to_train(member: Member, code: str) -> Unit:
    """The unit with this code, or one's own, if this member may let it practise."""
    unit = Unit.objects.select_related("parent__parent").filter(code=code).first() if code else member.unit
    if unit is None:
        raise Refused("not_found")
    access.check(access.may_train(member, access.OwnerScope(None, unit.pk, units_above(unit))))
    return unit


def start_training(member: Member, code: str, hours: int | None, now: datetime) -> Training:
    """From now on the unit practises, for so many hours or until it is ended; begun again, the new time counts."""
    with one_transaction():
        unit = _held(unit_to_train(member, code))
        return _train(unit, member, now + timedelta(hours=hours) if hours else None, now)


def end_training(member: Member, code: str, now: datetime) -> None:
    """The unit practises no more: no further invented signal comes in. What is open stays until it is cleared away."""
    with one_transaction():
        unit = _held(unit_to_train(member, code))
        Drill.objects.filter(unit=unit, ended_at=None).update(ended_at=now)
        if Training.objects.filter(unit=unit, ended_at=None).update(ended_at=now):
            _tell(unit, member, None, now, is_on=False)


def start_drill(member: Member, code: str, drill: Drill, now: datetime) -> Drill:
    """So many invented signals over so many minutes for a station, which practises from now on if it did not yet."""
    with one_transaction():
        unit = _held(unit_to_train(member, code))
        if unit.tier != Tier.STATION:
            raise Refused("bad_input", [_NO_STATION])
        if known := Drill.objects.filter(pk=drill.pk, by=member).first():
            return known  # Tapped twice, or the answer was lost.
        if Drill.objects.filter(unit=unit, ended_at=None).exists():
            raise Refused("drill_on")
        over = now + timedelta(minutes=drill.minutes)
        if not trainings(over).filter(unit=unit).exists():
            _train(unit, member, max(over, now + SHORTEST), now)
        drill.unit, drill.by, drill.begun_at = unit, member, now
        drill.save(force_insert=True)
        DrillSignal.objects.bulk_create(_signals(drill))
    return drill


def end_drill(member: Member, drill_id: UUID, now: datetime) -> Drill:
    """No further signal of it comes in. Ended once is ended."""
    with one_transaction():
        drill = _drill(member, drill_id)
        Drill.objects.filter(pk=drill.pk, ended_at=None).update(ended_at=now)
        drill.refresh_from_db()
    return drill


def clear_away(member: Member, code: str, now: datetime) -> int:
    """Close what drills left open at the unit, each case in its own transaction; how many. Nothing is deleted."""
    unit = unit_to_train(member, code)
    left = open_drills(unit).values_list("pk", flat=True)
    return sum(clear_drill(case_id, member, now) for case_id in list(left))


def open_drills(unit: Unit) -> QuerySet[Case]:
    """The drill cases that are not closed yet, of a station or a whole district."""
    cases = Case.objects.filter(drill=True).exclude(state=State.CLOSED)
    return cases.filter(station=unit) if unit.tier == Tier.STATION else cases.filter(district=unit)


def _train(unit: Unit, by: Member, until: datetime | None, now: datetime) -> Training:
    Training.objects.filter(unit=unit, ended_at=None).update(ended_at=now)
    training = Training.objects.create(unit=unit, since=now, until=until, by=by)
    _tell(unit, by, until, now, is_on=True)
    return training


def _tell(unit: Unit, by: Member, until: datetime | None, now: datetime, *, is_on: bool) -> None:
    above = [unit.parent_id] if unit.parent_id else []
    live.record(TrainingChanged(unit=unit.pk, until=until, is_on=is_on), by=by, now=now, units=[unit, *above])


def _held(unit: Unit) -> Unit:
    """Its row locked: two who begin in one instant meet here."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return unit


def _drill(member: Member, drill_id: UUID) -> Drill:
    drill = Drill.objects.select_related("unit").filter(pk=drill_id).first()
    if drill is None:
        raise Refused("not_found")
    unit_to_train(member, drill.unit.code)
    return drill


def _signals(drill: Drill) -> list[DrillSignal]:
    """The first at once, each other at a moment of its own share of the time: not evenly, and not all together."""
    rng = Random(str(drill.pk))
    share = drill.minutes * 60 / drill.cases
    seconds = [0.0, *((n + rng.random()) * share for n in range(1, drill.cases))]
    return [
        DrillSignal(
            drill=drill, reference=f"drill-{drill.pk}-{n:02d}", due_at=drill.begun_at + timedelta(seconds=after)
        )
        for n, after in enumerate(seconds, start=1)
    ]


_NO_STATION = {"field": "unit", "message": "请选一个派出所", "message_en": "Choose a station"}
