"""Who is let in to a socket, and who has to leave one: the member as he is now against the member who came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from backend.people.models import Device, Member
from backend.people.queries import lost_among
from backend.people.session import session_device
from backend.prepared import Prepared

NOT_LOGGED_IN, DISABLED, MOVED, LOST = 4401, 4403, 4409, 4410


@dataclass(frozen=True, slots=True)
class Admission:
    """A member in a session, with what decides what he may hear.

    `device` is the one the session was begun on, `called` what it says it is.
    """

    member: int
    session: str
    unit: int
    role: str
    password: str
    device: UUID | None = None
    called: UUID | None = None

    @property
    def in_hand(self) -> UUID | None:
        """The device he reads on, as far as it is known."""
        return self.called or self.device

    @property
    def devices(self) -> set[UUID]:
        """Both, as far as they are known."""
        return {each for each in (self.device, self.called) if each}


class Known(NamedTuple):
    """What decides whether a member stays: a move also changes what his phone may hold."""

    is_active: bool
    password: str
    unit: int
    role: str

    @classmethod
    def of(cls, member: Member) -> "Known":
        """What of this member decides."""
        return cls(member.is_active, member.password, member.unit_id, member.role)


@dataclass(frozen=True)
class Present:
    """The members and sessions asked for, as they are now, and every device reported lost."""

    members: Mapping[int, Known]
    sessions: set[str]
    lost: set[UUID]


def admit(keys: Sequence[str]) -> list[Admission | int]:
    """The admission of each who opens a socket in one of these sessions, or the code to close it with; three reads for all."""
    sessions = {
        row.pk: row.get_decoded() for row in Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    }
    said = [(key, sessions.get(key, {})) for key in keys]
    members = Member.objects.in_bulk({int(session[SESSION_KEY]) for _, session in said if SESSION_KEY in session})
    devices = {device for _, session in said if (device := session_device(session))}
    lost = {device.pk for device in lost_among(devices)}
    return [_admitted(key, session, members.get(int(session.get(SESSION_KEY, 0))), lost) for key, session in said]


def _admitted(key: str, session: Mapping[str, Any], member: Member | None, lost: set[UUID]) -> Admission | int:
    """As Django tells who is signed in: by a backend that is still in use, and the password he signed in with."""
    device = session_device(session)
    if device in lost:
        return LOST
    if member is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return NOT_LOGGED_IN
    if not member.is_active:
        return DISABLED
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), member.get_session_auth_hash()):
        return NOT_LOGGED_IN
    return Admission(member.pk, key, member.unit_id, member.role, member.password, device)


def known(members: set[int]) -> dict[int, Known]:
    """What decides about these members, without reading all else of them: the watch asks for all who listen."""
    rows = Member.objects.filter(pk__in=members).values_list("pk", "is_active", "password", "unit_id", "role")
    return {pk: Known(active, password, unit, role) for pk, active, password, unit, role in rows}


def present(admissions: Sequence[Admission], members: Mapping[int, Known], now: datetime) -> Present:
    """How their sessions and devices are now, in two reads for all of them. `members`: how they themselves are."""
    return Present(members, set(_alive({one.session for one in admissions}, now)), set(_lost()))


_alive = Prepared(
    lambda keys, now: Session.objects.filter(pk__in=keys, expire_date__gt=now).values_list("pk", flat=True)
)
_lost = Prepared(lambda: Device.objects.filter(lost_at__isnull=False).values_list("pk", flat=True))


def objection(admission: Admission, now: Present) -> int | None:
    """The code to close the socket with, or None while all is as it was."""
    if admission.devices & now.lost:
        return LOST
    member = now.members.get(admission.member)
    if member is None or not member.is_active:
        return DISABLED
    if admission.session not in now.sessions or member.password != admission.password:
        return NOT_LOGGED_IN
    if (member.unit, member.role) != (admission.unit, admission.role):
        return MOVED
    return None
