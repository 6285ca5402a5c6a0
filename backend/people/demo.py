"""演练数据: the demo's crew, read from fixtures/demo/city.yaml and checked like every other fixture."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.flow.rulefiles import Fault, RuleFiles
from backend.people.demo_roster import DemoRoster
from backend.people.divisions import FixtureIsWrong
from backend.people.models import Coverage, Member, Role, Unit
from backend.people.posts import covers, misfits_of
from backend.people.wire import RoleName
from backend.storage import one_transaction

FILE = "demo/city.yaml"
Code = Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
# Invented numbers, in a range nobody is given here.
PHONE = "1990010{:04d}"


class Drill(BaseModel):
    """Base of the demo's rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoMember(Drill):
    """Somebody of the demo; who has `shows` is offered as a login."""

    username: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    name: Annotated[str, Field(min_length=2, max_length=40)]
    role: RoleName
    unit: Code
    village: Code | None = None
    badge: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    on_duty: bool = True
    shows: str = ""


class DemoSource(Drill):
    """A source of the demo, with its key in the open."""

    code: Annotated[str, Field(max_length=32)]
    name: Annotated[str, Field(max_length=64)]
    unit: Code
    key: Annotated[str, Field(min_length=8)]


class RemoteVillage(Drill):
    """A village no officer reaches in time, and its station."""

    village: Code
    station: Code


class DemoCity(Drill):
    """The whole file."""

    label: Literal["演练数据"]
    password: Annotated[str, Field(min_length=10)]
    sources: tuple[DemoSource, ...]
    remote: tuple[RemoteVillage, ...]
    members: tuple[DemoMember, ...]
    rosters: tuple[DemoRoster, ...] = ()


def demo_city() -> DemoCity:
    """The file, its shape checked."""
    files = RuleFiles(Path(settings.FIXTURES_DIR))
    city = files.read(FILE, TypeAdapter(DemoCity))
    if city is None or files.faults:
        raise FixtureIsWrong(files.faults)
    return city


def demo_logins() -> list[tuple[str, str, str, str]]:
    """Role in words, user name, password and what one sees with it."""
    city = demo_city()
    return [(Role(m.role).label, m.username, city.password, m.shows) for m in city.members if m.shows]


def load_crew(city: DemoCity) -> int:
    """Create the members and remote villages that are missing; how many members were new. Nobody who is there is changed."""
    _refuse_real_city(city)
    if faults := list(_faults(city)):
        raise FixtureIsWrong(_placed(faults))
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = set(Member.objects.values_list("username", flat=True))
    # One hash for all: Argon2 is slow on purpose.
    password = make_password(city.password)
    new = [
        Member(
            **m.model_dump(include={"username", "name", "role", "badge", "on_duty"}),
            unit=units[m.unit],
            village_id=m.village,
            phone=PHONE.format(index),
            password=password,
        )
        for index, m in enumerate(city.members, start=1)
        if m.username not in known
    ]
    with one_transaction():
        Member.objects.bulk_create(new)
        for each in city.remote:
            Coverage.objects.update_or_create(
                division_id=each.village, defaults={"unit": units[each.station], "remote": True}
            )
    return len(new)


def _refuse_real_city(city: DemoCity) -> None:
    """Accounts whose password is printed in a file have no place beside real ones."""
    there = set(Member.objects.values_list("username", "name"))
    if there and not there & {(m.username, m.name) for m in city.members}:
        raise FixtureIsWrong(["This database holds a real city: the demo is not loaded into it."])


def _faults(city: DemoCity) -> Iterator[Fault]:
    """What does not hold together with the divisions and units, and within the file."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    for index, remote in enumerate(city.remote):
        station = units.get(remote.station)
        if station is None or not covers(station, remote.village):
            yield Fault(FILE, ("remote", index, "village"), f"no village of station {remote.station}")
    for index, source in enumerate(city.sources):
        if source.unit not in units:
            yield Fault(FILE, ("sources", index, "unit"), f"no unit {source.unit}")
    for index, member in enumerate(city.members):
        for field, _, what in misfits_of(Role(member.role), member.unit, member.village):
            yield Fault(FILE, ("members", index, field), what)
    yield from _doubles("members", city.members, "username", "badge")
    yield from _doubles("sources", city.sources, "code", "key")


def _doubles(part: str, rows: Sequence[Drill], *fields: str) -> Iterator[Fault]:
    for field in fields:
        values = [getattr(row, field) for row in rows]
        for index, value in enumerate(values):
            if value and value in values[:index]:
                yield Fault(FILE, (part, index, field), "stands twice")


def _placed(faults: list[Fault]) -> list[str]:
    files = RuleFiles(Path(settings.FIXTURES_DIR))
    files.read(FILE, TypeAdapter(DemoCity))
    return [files.place(fault) for fault in faults]
