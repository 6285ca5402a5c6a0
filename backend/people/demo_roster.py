"""演练数据: the demo's rosters. They are plans only: the demo's people stay on duty at whatever hour somebody tries it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.people.models import Member, Unit
from backend.people.roster import Post, Shift
from backend.storage import one_transaction

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class DemoShift(BaseModel):
    """A shift that runs all week, and on which weekdays (0 is Monday) each of these user names covers it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=20)]
    start: Clock
    end: Clock
    least: Annotated[int, Field(ge=1)] = 1
    posts: dict[str, tuple[Annotated[int, Field(ge=0, le=6)], ...]]


class DemoRoster(BaseModel):
    """A unit's shifts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
    shifts: tuple[DemoShift, ...]


def load_rosters(rosters: tuple[DemoRoster, ...]) -> None:
    """Create them where a unit has none yet; who is no member of the unit is left out."""
    for roster in rosters:
        with one_transaction():
            unit = Unit.objects.get(code=roster.unit)
            if Shift.objects.filter(unit=unit).exists():
                continue
            people = dict(Member.objects.filter(unit=unit).values_list("username", "pk"))
            for said in roster.shifts:
                shift = Shift.objects.create(
                    unit=unit,
                    name=said.name,
                    start=_minutes(said.start),
                    end=_minutes(said.end),
                    least=said.least,
                    weekdays=list(range(7)),
                )
                Post.objects.bulk_create(
                    Post(shift=shift, weekday=weekday, member_id=people[who])
                    for who, weekdays in said.posts.items()
                    if who in people
                    for weekday in weekdays
                )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
