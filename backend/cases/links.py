"""How the ties of a case to others look from it: what it was joined into or took in, what was split off or it was split from."""

from backend.cases.link import Link
from backend.cases.models import Case
from backend.cases.wire import LinkView, Person


def links_of(case: Case) -> list[LinkView]:
    """All ties in the order they were made; relations must be prefetched."""
    ties = [*((link, link.other, True) for link in case.links.all())]
    ties += [(link, link.case, False) for link in case.linked_from.all()]
    return [_view(link, other, is_out=is_out) for link, other, is_out in sorted(ties, key=lambda tie: tie[0].pk)]


def _view(link: Link, other: Case, *, is_out: bool) -> LinkView:
    kinds = {
        ("joined", True): "joined_into",
        ("joined", False): "took_in",
        ("split", True): "split_to",
        ("split", False): "split_from",
    }
    return LinkView.model_validate(
        {
            "kind": kinds[link.kind, is_out],
            "case": other.pk,
            "number": other.number,
            "signals": link.signals,
            "by": Person(id=link.by_id, name=link.by.name, role=link.by.role, phone=link.by.phone),
            "at": link.at,
        }
    )
