"""Every write of the playbook editor: keep a draft, discard it, publish it, put an edition back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError

from backend.editor.models import PlaybookDraft
from backend.editor.queries import numbers_of, read_draft
from backend.editor.wire import DraftIn, PublishIn, RestoreIn, RevisionIn
from backend.flow.editions import book_of, newest_number
from backend.flow.models import PlaybookEdition
from backend.flow.playbook import Playbook
from backend.people import access
from backend.people.models import Member, Tier, Unit
from backend.problems import Refused
from backend.storage import one_transaction


def save_draft(kind: str, said: DraftIn, by: Member, now: datetime) -> PlaybookDraft:
    """Keep what was typed; refused when somebody else changed the draft meanwhile."""
    access.check(access.may_edit_playbooks(by))
    numbers_of(kind)
    kept = {"content": said.content.model_dump(mode="json") | {"type": kind}, "revision": uuid4(), "by": by, "at": now}
    try:
        with one_transaction():
            row = _locked(kind)
            if (row.revision if row else None) != said.revision:
                raise Refused("draft_changed")
            return PlaybookDraft.objects.update_or_create(type=kind, defaults=kept)[0]
    except IntegrityError:
        # Two first drafts in the same instant: one of them is there.
        raise Refused("draft_changed") from None


def discard_draft(kind: str, said: RevisionIn, by: Member) -> None:
    """Forget the draft; what is in force stays as it is."""
    access.check(access.may_edit_playbooks(by))
    numbers_of(kind)
    with one_transaction():
        _meant(kind, said).delete()


def publish(kind: str, said: PublishIn, by: Member, now: datetime) -> PlaybookEdition:
    """Make the draft the new edition: cases that open from now on go by it."""
    access.check(access.may_edit_playbooks(by))
    numbers_of(kind)
    with one_transaction():
        _hold_editions()
        draft = _meant(kind, said)
        edition = _publish(kind, draft.content, said.note, by, now)
        draft.delete()
        return edition


def restore(kind: str, said: RestoreIn, by: Member, now: datetime) -> PlaybookEdition:
    """Put an earlier edition back, as a new one."""
    access.check(access.may_edit_playbooks(by))
    if said.number not in numbers_of(kind):
        raise Refused("not_found")
    with one_transaction():
        _hold_editions()
        if said.current != numbers_of(kind)[0]:
            raise Refused("draft_changed")
        content = book_of(kind, said.number).model_dump(mode="json")
        return _publish(kind, content, said.note, by, now)


def _publish(kind: str, content: Any, note: str, by: Member, now: datetime) -> PlaybookEdition:
    book = _checked(kind, content)
    if book == book_of(kind, numbers_of(kind)[0]):
        raise Refused("nothing_changed")
    return PlaybookEdition.objects.create(
        number=newest_number() + 1, type=kind, content=book.model_dump(mode="json"), by=by, at=now, note=note
    )


def _hold_editions() -> None:
    """One at a time: a number never commits before a lower one, or a running case would find new words under its own."""
    Unit.objects.select_for_update().filter(tier=Tier.CITY).order_by("pk").first()


def _checked(kind: str, content: Any) -> Playbook:
    book, flaws = read_draft(kind, content)
    if book is None or flaws:
        raise Refused("bad_input", flaws)
    return book


def _locked(kind: str) -> PlaybookDraft | None:
    return PlaybookDraft.objects.select_for_update().filter(type=kind).first()


def _meant(kind: str, said: RevisionIn) -> PlaybookDraft:
    """The draft that the member saw, and no other."""
    row = _locked(kind)
    if row is None or row.revision != said.revision:
        raise Refused("draft_changed")
    return row
