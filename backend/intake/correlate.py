"""Which open case a signal belongs to. Pure: what is stored comes in, the choice and its reason go out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.intake.wire import TargetIn

# Kind, value, and whether it belongs to a drill: what is practised never meets what is real.
Key = tuple[str, str, bool]


@dataclass(frozen=True)
class Known:
    """An open case that shares a key with the signal, and when somebody last heard of that key.

    `name` and `id_number` are those of its person; `apart_from`: cases of which somebody said that they are another person's.
    """

    case: UUID
    number: str
    opened_at: datetime
    seen_at: datetime
    name: str = ""
    id_number: str = ""
    apart_from: frozenset[UUID] = frozenset()


def keys_of(target: TargetIn, *, drill: bool) -> list[Key]:
    """What the person is known by, in the one order in which rows are locked."""
    named = {"phone": target.phone, "id_number": target.id_number}
    return sorted((kind, value, drill) for kind, value in named.items() if value)


def to_join(known: Iterable[Known], now: datetime, join_within_days: int) -> list[Known]:
    """The cases the signal may join, each once; the oldest, which comes first, is the one it joins."""
    since = now - timedelta(days=join_within_days)
    fresh = {one.case: one for one in known if one.seen_at >= since}
    return sorted(fresh.values(), key=lambda one: (one.opened_at, one.number))


def told_apart(fitting: Sequence[Known], target: TargetIn) -> list[Known]:
    """Of cases that a person split, the one whose person the signal names: by ID number, then by name.

    Where it names neither, the oldest of them all, as ever. Cases of another person are no others of the same one.
    """
    if not fitting:
        return []
    rivals = {each.case for each in fitting if each.apart_from & {other.case for other in fitting}}
    split = [each for each in fitting if each.case in rivals]
    by_number = [each for each in split if target.id_number and each.id_number == target.id_number]
    by_name = [each for each in split if target.name and each.name == target.name]
    first = (by_number or by_name or fitting)[0]
    return [first, *(each for each in fitting if each != first and each.case not in first.apart_from)]


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
