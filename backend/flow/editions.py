"""Which words a playbook has at an edition: the newest published up to then, else the file's."""

import logging
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from pydantic import ValidationError

from backend.flow.load import Rules, rules
from backend.flow.models import PlaybookEdition
from backend.flow.playbook import Playbook
from backend.flow.views import EarlierPlaybook, PlaybooksView
from backend.prepared import Prepared

log = logging.getLogger(__name__)
# A type's numbers, newest first, ending with the file's 0.
Numbers = dict[str, tuple[int, ...]]
FILE = 0


def newest_number() -> int:
    """The number of the newest edition of all; what a new case notes."""
    newest = _newest.first()
    return newest[0] if newest else FILE


def books_now() -> dict[str, Playbook]:
    """Every playbook as it is now."""
    return {kind: book_of(kind, published[0]) for kind, published in numbers().items()}


def book_now(read: Rules, fraud_type: str) -> Playbook:
    """The playbook for a type as it is now; a type without one of its own has the general one."""
    name = read.playbook_for(fraud_type)
    return book_of(name, numbers()[name][0])


def book_of(kind: str, number: int) -> Playbook:
    """A type's words at exactly this edition of it."""
    return rules().playbooks[kind] if number == FILE else _published()[1][number]


def numbers() -> Numbers:
    """Every type's editions. An edition of another type, or one that no longer has a playbook's shape, is passed over."""
    found = _published()[0]
    return {kind: (*found.get(kind, ()), FILE) for kind in rules().playbooks}


def playbooks_view(needed: Iterable[int]) -> PlaybooksView:
    """What the app gets: every playbook as it is now, and those earlier ones that cases of the editions `needed` go by."""
    read, published, wanted = rules(), numbers(), set(needed)
    return PlaybooksView(
        version=read.version,
        edition=newest_number(),
        playbooks=books_now(),
        playbook_for={code: read.playbook_for(code) for code in read.fraud_types},
        since={kind: each[0] for kind, each in published.items() if each[0] != FILE},
        earlier={kind: early for kind, each in published.items() if (early := _earlier(kind, each, wanted))},
    )


def at_edition(published: tuple[int, ...], number: int) -> int:
    """The newest of these at or before a number."""
    return next(each for each in published if each <= number)


def _earlier(kind: str, published: tuple[int, ...], wanted: set[int]) -> list[EarlierPlaybook]:
    picked = {at_edition(published, number) for number in wanted} - {published[0]}
    return [EarlierPlaybook(number=number, playbook=book_of(kind, number)) for number in sorted(picked, reverse=True)]


def _published() -> tuple[Numbers, dict[int, Playbook]]:
    """One short query; what it leads to never changes and is read once a process."""
    newest = _newest.first()
    return _read_up_to(*newest) if newest else ({}, {})


_newest = Prepared(lambda: PlaybookEdition.objects.order_by("-number").values_list("number", "id")[:1])


@lru_cache(maxsize=2)
def _read_up_to(newest: int, _its_id: UUID) -> tuple[Numbers, dict[int, Playbook]]:
    found: Numbers = {}
    books: dict[int, Playbook] = {}
    for row in PlaybookEdition.objects.filter(number__lte=newest).order_by("-number"):
        try:
            books[row.number] = Playbook.model_validate(row.content)
        except ValidationError:
            log.exception("edition %s of a playbook no longer has the shape of one and is passed over", row.number)
            continue
        found[row.type] = (*found.get(row.type, ()), row.number)
    return found, books
