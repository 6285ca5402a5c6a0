"""Printing a case: what leaves the service on paper is on record, with who and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.cases.actions import seen_and_locked
from backend.cases.casefile.words import Language
from backend.cases.models import Case, Printing
from backend.cases.queries import case_view, scope_of
from backend.live import actions as live
from backend.live.events import CaseFilePrinted
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused
from backend.storage import one_transaction


@dataclass(frozen=True)
class Printed:
    """A case file, named by the case's number alone."""

    name: str
    content: bytes


def print_case(member: Member, case_id: UUID, language: Language, now: datetime) -> Printed:
    """The case file, recorded before it is handed out; putting it together holds no lock."""
    # Drawing and its fonts are half of what there is to import: whoever prints first waits for it, not every start.
    from backend.cases.casefile.build import case_file

    _check_may_print(member, case_id)
    view = case_view(member, case_id)
    content = case_file(view, member, language, now)
    with one_transaction():
        case = seen_and_locked(member, case_id)
        access.check(access.may_print_case(member, scope_of(member, case)))
        Printing.objects.create(case=case, by=member, at=now, language=language)
        live.record(CaseFilePrinted(language=language), by=member, now=now, case=case)
    return Printed(name=f"{view.number}.pdf", content=content)


def _check_may_print(member: Member, case_id: UUID) -> None:
    """Asked before the work as well as in the transaction that records it."""
    case = Case.objects.select_related("district", "station").filter(pk=case_id).first()
    if case is None:
        raise Refused("not_found")
    access.check(access.may_print_case(member, scope_of(member, case)))
