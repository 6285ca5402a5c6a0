"""Finding cases by what somebody remembers: the words are written where a case's target or district changes, read scoped by member."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from backend.cases.models import Case, SearchWord
from backend.cases.queries import visible_cases
from backend.cases.searchwords import asked_for, words_of
from backend.cases.wire import FoundCase, FoundCases
from backend.people import access
from backend.people.models import Member, Role, Tier
from backend.prepared import Prepared
from backend.writing import insert

MOST_FOUND = 50


def note_words(cases: Sequence[Case], *, are_new: bool = False) -> None:
    """Write the words these cases are now found by, and where, in the transaction of whatever changed them; new ones have none yet."""
    wanted = {
        (case.pk, word, case.district_id)
        for case in cases
        for word in words_of(case.number, case.target_name, case.target_phone)
    }
    found = [] if are_new else _words([case.pk for case in cases])
    rows = {(row.case_id, row.word, row.district_id): row.pk for row in found}
    if gone := rows.keys() - wanted:
        SearchWord.objects.filter(pk__in=[rows[word] for word in gone]).delete()
    insert(SearchWord, ["case", "word", "district"], sorted(wanted - rows.keys()))


_words = Prepared(lambda cases: SearchWord.objects.filter(case_id__in=cases))


def find_cases(member: Member, text: str) -> FoundCases:
    """The newest of the member's cases that this text finds. Who does not see names and numbers finds nothing by them."""
    access.check(access.may_see_full_target(member))
    found = [_found(row) for row in matching(member, text).values(*_COLUMNS)[: MOST_FOUND + 1]]
    return FoundCases(cases=found[:MOST_FOUND], more=len(found) > MOST_FOUND)


def matching(member: Member, text: str) -> QuerySet[Case]:
    """All of the member's cases that this text finds, the newest first."""
    near = _near(member)
    found = [near.filter(_begins(beginning)).values("case_id") for beginning in asked_for(text)]
    if not found:
        return Case.objects.none()
    # Each beginning is read from the index by itself: of two at once PostgreSQL would read the rows as well.
    return visible_cases(member).filter(pk__in=found[0].union(*found[1:], all=True)).order_by("-opened_at", "-pk")


_COLUMNS = ("id", "number", "drill", "level", "state", "closed_at", "target_name", "address", "division__name")


def _found(row: dict[str, Any]) -> FoundCase:
    return FoundCase(**row, name=row["target_name"], division_name=row["division__name"] or "")


def _near(member: Member) -> QuerySet[SearchWord]:
    """Words of his district, or of none that is known: a common name is that of thousands, and whose each is has to be looked up."""
    district = _district_of(member)
    if district is None:
        return SearchWord.objects.all()
    near = Q(district=district) | Q(district=None)
    if member.role == Role.COMMANDER:
        # What he has to review may be another district's by now.
        near |= Q(case__in=list(Case.objects.filter(reviewing=district).values_list("pk", flat=True)))
    return SearchWord.objects.filter(near)


def _district_of(member: Member) -> int | None:
    """The one in which all his cases lie; none where they may lie in several, as a city's, or those of who goes out."""
    if member.role in (Role.CHIEF, Role.DESK):
        return member.unit.parent_id
    is_of_one = member.role == Role.OPERATOR or (member.role == Role.COMMANDER and member.unit.tier == Tier.DISTRICT)
    return member.unit_id if is_of_one else None


def _begins(beginning: str) -> Q:
    """Words that begin so, by the index: PostgreSQL reads it for LIKE, SQLite for a range, which PostgreSQL's collations break."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=beginning)
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return Q(word__gte=beginning, word__lt=after)
