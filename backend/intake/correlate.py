"""Which open case a signal belongs to. Pure: what is stored comes in, the choice and its reason go out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.intake.wire import TargetIn

Key = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """An open case that shares a key with the signal, and when somebody last heard of that key."""

    case: UUID
    number: str
    opened_at: datetime
    seen_at: datetime


def keys_of(target: TargetIn) -> list[Key]:
    """What the person is known by, in the one order in which rows are locked."""
    named = {"phone": target.phone, "id_number": target.id_number}
    return sorted((kind, value) for kind, value in named.items() if value)


def to_join(known: Iterable[Known], now: datetime, join_within_days: int) -> list[Known]:
    """The cases the signal may join, each once; the oldest, which comes first, is the one it joins."""
    since = now - timedelta(days=join_within_days)
    fresh = {one.case: one for one in known if one.seen_at >= since}
    return sorted(fresh.values(), key=lambda one: (one.opened_at, one.number))


def also_in(others: Iterable[Known], level: str) -> list[dict[str, str]]:
    """Reasons that remember the other open cases of the same person, for a chief to close as repeated."""
    return [
        {
            "rule": f"same_person_{one.number}",
            "level": level,
            "words": f"电话和身份证号分属两条预警，{one.number} 也是这个人",
            "words_en": f"Phone and ID number were in two cases: {one.number} is the same person",
        }
        for one in others
    ]
