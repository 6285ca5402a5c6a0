"""Who is let in to a socket, and who has to leave one: the member as he is now against the member who came in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from backend.people.models import Device, Member
from backend.people.queries import lost_among
from backend.people.session import session_device

NOT_LOGGED_IN, DISABLED, MOVED, LOST = 4401, 4403, 4409, 4410


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Present:
    """The members and sessions asked for, as they are now, and every device reported lost."""

    members: dict[int, Member]
    sessions: set[str]
    lost: set[UUID]


def admit(scope: dict[str, Any]) -> Admission | int:
    """The admission of whoever opens a socket, or the code to close it with."""
    member, session = scope["user"], scope["session"]
    device = session_device(session)
    if device and lost_among([device]):
        return LOST
    if isinstance(member, Member) and member.is_active:
        return Admission(member.pk, session.session_key, member.unit_id, member.role, member.password, device)
    # Django does not tell a disabled member from a stranger; his phone has other words for each.
    known = Member.objects.filter(pk=session.get(SESSION_KEY) or 0, is_active=False)
    return DISABLED if known.exists() else NOT_LOGGED_IN


def present(admissions: list[Admission], now: datetime) -> Present:
    """How these members, their sessions and their devices are now, in three reads for all of them."""
    members = Member.objects.select_related("unit").in_bulk({one.member for one in admissions})
    sessions = Session.objects.filter(pk__in={one.session for one in admissions}, expire_date__gt=now)
    lost = Device.objects.filter(lost_at__isnull=False)
    return Present(members, set(sessions.values_list("pk", flat=True)), set(lost.values_list("pk", flat=True)))


def objection(admission: Admission, now: Present) -> int | None:
    """The code to close the socket with, or None while all is as it was. A move also changes what the phone may hold."""
    if admission.devices & now.lost:
        return LOST
    member = now.members.get(admission.member)
    if member is None or not member.is_active:
        return DISABLED
    if admission.session not in now.sessions or member.password != admission.password:
        return NOT_LOGGED_IN
    if (member.unit_id, member.role) != (admission.unit, admission.role):
        return MOVED
    return None
