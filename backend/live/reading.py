"""What sockets ask of the database, many at once: each answer is for the member as he is at that moment, or says that he has to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from backend.live.admission import Admission, Known, objection, present
from backend.live.missed import Reader
from backend.live.queries import news_for
from backend.live.views import Arrival, receipts
from backend.live.wire import LiveNews
from backend.people.devices import seen_again
from backend.people.models import Member
from backend.people.queries import streams
from backend.prepared import Prepared


@dataclass(frozen=True)
class Left:
    """The member is not who he was when he came in; the socket closes with this code."""

    code: int


@dataclass(frozen=True)
class Listener:
    """Who listens on a socket, and how far he has come."""

    admission: Admission
    cursors: dict[int, int]


def greet(admissions: Sequence[Admission]) -> list[list[int] | Left]:
    """The streams each member follows; their devices are in use."""
    now = timezone.now()
    members = _as_they_are(admissions, now)
    there = [(member, one) for member, one in zip(members, admissions, strict=True) if isinstance(member, Member)]
    seen_again([(member, device) for member, one in there for device in one.devices], now)
    return [streams(member) if isinstance(member, Member) else member for member in members]


def read(listeners: Sequence[Listener]) -> list[LiveNews | Left]:
    """The news after the cursors of each of them."""
    now = timezone.now()
    members = _as_they_are([one.admission for one in listeners], now)
    there = [(member, one) for member, one in zip(members, listeners, strict=True) if isinstance(member, Member)]
    told = iter(news_for([Reader(member, one.cursors) for member, one in there], now))
    return [LiveNews.model_construct(**vars(next(told))) if isinstance(one, Member) else one for one in members]


def confirm(listeners: Sequence[Listener]) -> list[list[int] | Left]:
    """The receipts of each for what lies at or before his cursors."""
    now = timezone.now()
    members = _as_they_are([one.admission for one in listeners], now)
    there = [(member, one) for member, one in zip(members, listeners, strict=True) if isinstance(member, Member)]
    marked = iter(receipts()([Arrival(member, one.cursors, one.admission.in_hand) for member, one in there], now))
    return [next(marked) if isinstance(member, Member) else member for member in members]


def _as_they_are(admissions: Sequence[Admission], now: datetime) -> list[Member | Left]:
    members = {member.pk: member for member in _members({one.member for one in admissions})}
    found = present(admissions, {pk: Known.of(member) for pk, member in members.items()}, now)
    codes = [objection(one, found) for one in admissions]
    return [Left(code) if code else members[one.member] for one, code in zip(admissions, codes, strict=True)]


_members = Prepared(lambda members: Member.objects.select_related("unit").filter(pk__in=members))
