"""演练数据: the demo's crew, read from fixtures/demo/city.yaml and checked like every other fixture."""

from pathlib import Path
from typing import Annotated

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from pydantic import BaseModel, ConfigDict, Field

from backend.people.models import Coverage, Division, Member, Role, Unit
from backend.people.wire import RoleName
from backend.storage import one_transaction

Code = Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
# Invented numbers, in a range nobody is given here.
PHONE = "1990010{:04d}"


class Drill(BaseModel):
    """Base of the demo's rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoMember(Drill):
    """Somebody of the demo; who has `shows` is offered as a login."""

    username: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]+$", max_length=40)]
    name: Annotated[str, Field(min_length=2, max_length=40)]
    role: RoleName
    unit: Code
    village: Code | None = None
    badge: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
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

    password: Annotated[str, Field(min_length=10)]
    sources: list[DemoSource]
    remote: list[RemoteVillage]
    members: list[DemoMember]


def demo_city() -> DemoCity:
    """The file, checked."""
    path = Path(settings.FIXTURES_DIR) / "demo" / "city.yaml"
    return DemoCity.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def demo_logins() -> list[tuple[str, str, str, str]]:
    """Role in words, user name, password and what one sees with it."""
    city = demo_city()
    return [(Role(m.role).label, m.username, city.password, m.shows) for m in city.members if m.shows]


def load_crew(city: DemoCity) -> int:
    """Create the members and remote villages that are missing; how many members were new. Nobody who is there is changed."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = set(Member.objects.values_list("username", flat=True))
    # One hash for all: Argon2 is slow on purpose.
    password = make_password(city.password)
    new = [
        Member(
            username=m.username,
            name=m.name,
            role=m.role,
            unit=units[m.unit],
            village_id=m.village,
            badge=m.badge,
            phone=PHONE.format(index),
            on_duty=Role(m.role) != Role.ADMIN,
            password=password,
        )
        for index, m in enumerate(city.members, start=1)
        if m.username not in known
    ]
    with one_transaction():
        Member.objects.bulk_create(new)
        for each in city.remote:
            Coverage.objects.update_or_create(
                division=Division.objects.get(pk=each.village), defaults={"unit": units[each.station], "remote": True}
            )
    return len(new)
