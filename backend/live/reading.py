"""What a socket asks of the database: each answer is for the member as he is at that moment, or says that he has to leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from backend.live.admission import Admission, objection, present
from backend.live.missed import Reader
from backend.live.queries import news_for
from backend.live.views import mark_delivered
from backend.live.wire import LiveNews
from backend.people.devices import seen_again
from backend.people.models import Member
from backend.people.queries import streams

T = TypeVar("T")


@dataclass(frozen=True)
class Left:
    """The member is not who he was when he came in; the socket closes with this code."""

    code: int


def greet(admission: Admission) -> list[int] | Left:
    """The streams the member follows; his devices are in use."""

    def welcome(member: Member, now: datetime) -> list[int]:
        for device in admission.devices:
            seen_again(member, device, now)
        return streams(member)

    return _as_he_is(admission, welcome)


def read(asked: Sequence[tuple[Admission, dict[int, int]]]) -> list[LiveNews | Left]:
    """The news after the cursors of each of them."""
    now = timezone.now()
    found = present([admission for admission, _ in asked], now)
    left = [objection(admission, found) for admission, _ in asked]
    readers = [
        Reader(found.members[admission.member], cursors)
        for (admission, cursors), code in zip(asked, left, strict=True)
        if not code
    ]
    told = iter(news_for(readers, now) if readers else [])
    return [Left(code) if code else LiveNews.model_construct(**vars(next(told))) for code in left]


def confirm(admission: Admission, cursors: dict[int, int]) -> list[int] | Left:
    """The receipt for what lies at or before these cursors."""
    return _as_he_is(
        admission, lambda member, now: mark_delivered(member, cursors, now, admission.called or admission.device)
    )


def _as_he_is(admission: Admission, work: Callable[[Member, datetime], T]) -> T | Left:
    now = timezone.now()
    found = present([admission], now)
    if code := objection(admission, found):
        return Left(code)
    return work(found.members[admission.member], now)
