"""Finding cases by what somebody remembers: the words are written where a case's target changes, and read scoped by member."""

from django.db import connection
from django.db.models import Q, QuerySet

from backend.cases.models import Case, SearchWord
from backend.cases.queries import case_views, visible_cases
from backend.cases.searchwords import asked_for, words_of
from backend.cases.wire import FoundCases
from backend.people import access
from backend.people.models import Member

MOST_FOUND = 50


def note_words(case: Case) -> None:
    """Write the words this case is now found by, in the transaction of whatever changed them."""
    wanted = words_of(case.number, case.target_name, case.target_phone)
    there = set(case.search_words.values_list("word", flat=True))
    if gone := there - wanted:
        case.search_words.filter(word__in=gone).delete()
    SearchWord.objects.bulk_create(SearchWord(case=case, word=word) for word in sorted(wanted - there))


def find_cases(member: Member, text: str) -> FoundCases:
    """The newest of the member's cases that this text finds. Who does not see names and numbers finds nothing by them."""
    access.check(access.may_see_full_target(member))
    found = case_views(member, matching(member, text)[: MOST_FOUND + 1])
    return FoundCases(cases=found[:MOST_FOUND], more=len(found) > MOST_FOUND)


def matching(member: Member, text: str) -> QuerySet[Case]:
    """All of the member's cases that this text finds, the newest first."""
    asked = asked_for(text)
    if not asked:
        return Case.objects.none()
    begun = Q()
    for beginning in asked:
        begun |= _begins(beginning)
    words = SearchWord.objects.filter(begun)
    return visible_cases(member).filter(pk__in=words.values("case_id")).order_by("-opened_at", "-pk")


def _begins(beginning: str) -> Q:
    """Words that begin so, by the index: PostgreSQL reads it for LIKE, SQLite for a range, which PostgreSQL's collations break."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=beginning)
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return Q(word__gte=beginning, word__lt=after)
