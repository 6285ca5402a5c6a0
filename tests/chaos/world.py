"""The prepared database: invented districts with their stations, people and phones that are signed in, and the source of signals."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

from django.core.management import call_command
from django.db import connections
from django.test import Client

from backend.intake.models import Source
from backend.people.models import Coverage, Division, Member, Role, Tier, Unit
from tests.chaos.shared import Person, Plan

KEY = "drill-chaos"
# Who serves in a district, again and again until all phones have somebody: role, station, weight of his share of reports.
POSTS = [
    (Role.OFFICER, 0, 6),
    (Role.OPERATOR, None, 5),
    (Role.OFFICER, 0, 6),
    (Role.CHIEF, 0, 2),
    (Role.OFFICER, 1, 6),
    (Role.OFFICER, 1, 6),
    (Role.OPERATOR, None, 5),
    (Role.CHIEF, 1, 2),
    (Role.VOLUNTEER, 1, 4),
    (Role.OFFICER, 1, 6),
]
COMMUNITY, VILLAGE = "101", "201"


def district_codes(phones: int) -> list[str]:
    """As many districts as it takes to have ten phones in each."""
    return [f"50{1001 + number}" for number in range(-(-phones // len(POSTS)))]


def station_codes(district: str) -> list[str]:
    """A district's two stations."""
    return [f"{district}101", f"{district}102"]


def prepare(folder: Path, plan: Plan) -> list[Person]:
    """Fill the database of this folder; the run's process touches it no more before the end."""
    folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    units = build_units(district_codes(plan.phones))
    Source.objects.create(
        code="chaos", name="演练平台", key_hash=hashlib.sha256(KEY.encode()).hexdigest(), unit=units["50"]
    )
    people = list(_people(plan, units))
    connections.close_all()
    return people


def build_units(districts: list[str]) -> dict[str, Unit]:
    stations = [code for district in districts for code in station_codes(district)]
    names = {"50": "演练市", **{code: f"演练区{code}" for code in districts}}
    names |= {code: f"演练街道{code}" for code in stations}
    names |= {code + more: f"演练村{code + more}" for code in stations for more in (COMMUNITY, VILLAGE)}
    parents = {code: code[: {2: 0, 6: 2, 9: 6, 12: 9}[len(code)]] or None for code in names}
    kinds = {2: "city", 6: "district", 9: "township", 12: "village"}
    Division.objects.bulk_create(
        Division(code=code, name=name, kind=kinds[len(code)], parent_id=parents[code]) for code, name in names.items()
    )
    units: dict[str, Unit] = {}
    for length, tier in ((2, Tier.CITY), (6, Tier.DISTRICT), (9, Tier.STATION)):
        codes = [code for code in names if len(code) == length]
        built = Unit.objects.bulk_create(
            Unit(code=code, name=names[code], tier=tier, parent=units.get(parents[code] or "")) for code in codes
        )
        units |= dict(zip(codes, built, strict=True))
    Coverage.objects.bulk_create(
        Coverage(unit=units[code], division_id=code + more, remote=more == VILLAGE)
        for code in stations
        for more in ("", VILLAGE)
    )
    return units


def _people(plan: Plan, units: dict[str, Unit]) -> Iterator[Person]:
    posts = [POSTS[number % len(POSTS)] for number in range(plan.phones)]
    quotas = _shares(plan.reports, [weight for _, _, weight in posts])
    districts = district_codes(plan.phones)
    for number, (role, station, _) in enumerate(posts):
        district = districts[number // len(POSTS)]
        unit = district if station is None else station_codes(district)[station]
        name = f"phone-{number:03}"
        member = Member.objects.create(
            username=name,
            name=f"演练{number:03}",
            role=role,
            unit=units[unit],
            village_id=unit + VILLAGE if role == Role.VOLUNTEER else None,
            phone=f"1990020{number:04}",
            on_duty=True,
        )
        rng = Random(f"{plan.seed}/{name}")
        yield Person(
            name=name,
            member=member.pk,
            role=str(role),
            unit=unit,
            district=district,
            stations=station_codes(district),
            cookie=_session(member),
            device=str(UUID(int=rng.getrandbits(128), version=4)),
            quota=quotas[number],
            skew_ms=_skew(rng),
        )


def _shares(total: int, weights: list[int]) -> list[int]:
    """Whole shares by weight that add up to the total."""
    ends = [total * sum(weights[: place + 1]) // sum(weights) for place in range(len(weights))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _session(member: Member) -> str:
    """Signed in without a password: hashing two hundred would take a minute."""
    browser = Client()
    browser.force_login(member)
    return browser.cookies["sessionid"].value


def _skew(rng: Random) -> int:
    """Milliseconds by which a phone's clock is wrong: mostly little, sometimes hours, sometimes it shows 1970."""
    kind, share = rng.random(), rng.uniform(-1, 1)
    if kind < 0.7:
        return round(share * 2_000)
    return round(share * 10 * 3_600_000) if kind < 0.9 else -56 * 365 * 86_400_000
