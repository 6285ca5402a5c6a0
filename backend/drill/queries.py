"""Every read of practising: who practises, how far a drill is, what may be chosen; scoped by member."""

from datetime import datetime

from backend.cases.views import unit_name
from backend.drill.actions import open_drills, unit_to_train
from backend.drill.models import Drill
from backend.drill.wire import DrillState, DrillView, TrainingList, TrainingView
from backend.people.models import Member, Role, Tier, Training, Unit
from backend.people.queries import units_below
from backend.people.training import trainings


def trainings_seen_by(member: Member, now: datetime) -> TrainingList:
    """Who practises: one's own unit and those below."""
    found = trainings(now).filter(unit__in=units_below(member.unit)).select_related("unit").order_by("unit__code")
    return TrainingList(trainings=[_training(one) for one in found], server_time=now)


def state_of(member: Member, code: str, now: datetime) -> DrillState:
    """The unit's practising, for whoever may begin and end it."""
    unit = unit_to_train(member, code)
    training = trainings(now).filter(unit=unit).select_related("unit").first()
    drill = Drill.objects.filter(unit=unit).order_by("-begun_at").first()
    return DrillState(
        unit=unit_name(unit),
        is_station=unit.tier == Tier.STATION,
        training=_training(training) if training else None,
        drill=_drill(drill) if drill else None,
        left=open_drills(unit).count(),
        stations=[unit_name(each) for each in _choices(member)],
        server_time=now,
    )


def _choices(member: Member) -> list[Unit]:
    """A chief has his own; a commander the stations below him that have a chief to lead them."""
    if member.role == Role.CHIEF:
        return [member.unit]
    led = Unit.objects.filter(pk__in=units_below(member.unit), tier=Tier.STATION, members__role=Role.CHIEF)
    return list(led.distinct().order_by("code"))


def _training(row: Training) -> TrainingView:
    return TrainingView(unit=unit_name(row.unit), since=row.since, until=row.until)


def _drill(row: Drill) -> DrillView:
    return DrillView(
        id=row.pk,
        cases=row.cases,
        sent=row.signals.filter(sent_at__isnull=False).count(),
        minutes=row.minutes,
        members=row.has_members,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
    )
