"""The prepared database: the districts and posts of `make chaos`, for as many phones as wanted, written in bulk."""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from random import Random
from uuid import UUID

import django

from tests.bench.server import source


def main(phones: int, seed: int) -> None:
    """`python -m tests.bench.server.world PHONES SEED`: fill the database of the environment, write its people on standard output."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    people = list(_prepare(phones, Random(seed)))
    sys.stdout.write(json.dumps(people, ensure_ascii=False))


def _prepare(phones: int, rng: Random) -> Iterator[dict[str, object]]:
    from backend.intake.models import Source
    from backend.people.models import Member, Role
    from tests.chaos.shared import Person
    from tests.chaos.world import COMMUNITY, POSTS, VILLAGE, build_units, district_codes, station_codes

    assert COMMUNITY == source.COMMUNITY
    districts = district_codes(phones)
    units = build_units(districts)
    key_hash = hashlib.sha256(source.KEY.encode()).hexdigest()
    Source.objects.create(code="bench", name="演练平台", key_hash=key_hash, unit=units["50"])
    posts = []
    for number in range(phones):
        role, station, _ = POSTS[number % len(POSTS)]
        district = districts[number // len(POSTS)]
        posts.append((role, district, district if station is None else station_codes(district)[station]))
    members = Member.objects.bulk_create(
        Member(
            username=f"phone-{number:05}",
            name=f"演练{number:05}",
            role=role,
            unit=units[unit],
            village_id=unit + VILLAGE if role == Role.VOLUNTEER else None,
            phone=f"199002{number:05}",
            on_duty=True,
        )
        for number, (role, _, unit) in enumerate(posts)
    )
    for member, cookie, (role, district, unit) in zip(members, _sessions(members, rng), posts, strict=True):
        device = str(UUID(int=rng.getrandbits(128), version=4))
        stations = station_codes(district)
        yield asdict(
            Person(member.username, member.pk, str(role), unit, district, stations, cookie, device, quota=0, skew_ms=0)
        )


def _sessions(members: list["Member"], rng: Random) -> list[str]:  # type: ignore[name-defined]  # noqa: F821
    """Signed in, each of them: their sessions' keys, in their order."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store, expires = SessionStore(), timezone.now() + timedelta(days=14)
    sessions = [
        Session(
            session_key=f"{rng.getrandbits(128):032x}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(member.pk),
                    BACKEND_SESSION_KEY: "django.contrib.auth.backends.AllowAllUsersModelBackend",
                    HASH_SESSION_KEY: member.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for member in members
    ]
    Session.objects.bulk_create(sessions, batch_size=500)
    return [session.session_key for session in sessions]


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
