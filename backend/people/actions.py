"""Every write about people: signing in and out, duty, new members; about their devices, `devices.py`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest
from django.utils.module_loading import import_string

from backend.people import access, devices
from backend.people.models import Member, Role, Unit
from backend.people.posts import misfits_of
from backend.people.session import DEVICE
from backend.people.wire import LoginIn, NewMember
from backend.problems import Refused
from backend.storage import one_transaction


@dataclass(frozen=True)
class Phone:
    """What somebody signs in on, whether it proves to be that, and a key for his data there, should he have none yet."""

    device: UUID
    label: str
    fresh_key: bytes
    is_proven: bool


def log_in(request: HttpRequest, said: LoginIn, phone: Phone | None, now: datetime) -> tuple[Member, str | None]:
    """Sign in; who it is, and the key of his data on this phone. A phone reported lost lets nobody in.

    Unknown names, wrong passwords and disabled accounts all cost one password hash, so time tells nothing.
    """
    member = authenticate(request, username=said.username, password=said.password)
    if getattr(request, "axes_locked_out", False):
        raise Refused("locked_out")
    if not isinstance(member, Member):
        raise Refused("wrong_login")
    if not member.is_active:
        raise Refused("disabled")
    key = None
    if phone:
        key = devices.enter(member, phone.device, phone.label, phone.fresh_key, now, is_proven=phone.is_proven)
    login(request, member)
    if phone:
        request.session[DEVICE] = str(phone.device)
    return member, key


def log_out(request: HttpRequest) -> None:
    """End the session on the server; what is unsent stays on the phone."""
    logout(request)


def set_duty(member: Member, on_duty: bool, now: datetime, *, by_roster: bool = False) -> Member:
    """Go on or off duty, by oneself or as the roster says; told once, when it is a change."""
    access.check(access.may_set_duty(member))
    left_at = None if on_duty else now
    with one_transaction():
        others = Member.objects.filter(pk=member.pk).exclude(on_duty=on_duty)
        changed = others.update(on_duty=on_duty, left_at=left_at)
        member.on_duty = on_duty
        if changed:
            member.left_at = left_at
            _tell_duty(member, now, by=None if by_roster else member)
    return member


def add_member(new: NewMember) -> Member:
    """Give somebody an account. The user name is the person's own for good; taken ones and misfits are refused by field."""
    misfits = misfits_of(Role(new.role), new.unit, new.village)
    if Member.objects.filter(username=new.username).exists():
        misfits.append(("username", "用户名已有人用", "this user name is taken"))
    if new.password.isdigit() or new.password == new.username:
        misfits.append(("password", "密码不能全是数字，也不能是用户名", "not only digits, and not the user name"))
    if misfits:
        raise Refused("bad_input", [{"field": f, "message": zh, "message_en": en} for f, zh, en in misfits])
    return Member.objects.create_user(
        new.username,
        new.password,
        name=new.name,
        role=new.role,
        unit=Unit.objects.get(code=new.unit),
        village_id=new.village,
        badge=new.badge,
        phone=new.phone,
    )


def _tell_duty(member: Member, now: datetime, by: Member | None) -> None:
    # People is the lowest room and imports no other: whom to tell is named in the settings, as REACTIONS is.
    import_string(settings.TELL_DUTY)(member, now, by)
