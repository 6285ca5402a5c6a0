"""Every read of the playbook editor: which playbooks there are, their editions, their drafts, and what is wrong with those."""

from django.db.models import QuerySet
from pydantic import ValidationError

from backend.editor.models import PlaybookDraft
from backend.editor.wire import (
    DraftBook,
    DraftMark,
    DraftView,
    EditionLine,
    EditionView,
    EditorView,
    FlawView,
    PlaybookLine,
    PlaybookList,
)
from backend.flow.craft import flaws_of
from backend.flow.editions import book_of, books_now, numbers
from backend.flow.load import rules
from backend.flow.models import PlaybookEdition
from backend.flow.playbook import Playbook
from backend.people import access
from backend.people.models import Member
from backend.problems import Refused, field_errors


def playbook_list(member: Member) -> PlaybookList:
    """Every playbook, with its newest edition and its draft."""
    access.check(access.may_see_editions(member))
    lines = {line.number: line for line in _lines(PlaybookEdition.objects.all())}
    numbers_now = numbers()
    drafts = {row.type: row for row in PlaybookDraft.objects.select_related("by")}
    return PlaybookList(
        playbooks=[
            PlaybookLine(type=kind, edition=lines.get(published[0]), draft=_mark(drafts.get(kind)))
            for kind in rules().fraud_types
            if (published := numbers_now.get(kind))
        ],
        may_edit=bool(access.may_edit_playbooks(member)),
    )


def editor_view(member: Member, kind: str) -> EditorView:
    """One playbook as it is now, its draft, and its editions, newest first."""
    access.check(access.may_see_editions(member))
    published = numbers_of(kind)
    codes = [item.code for book in _others(kind) for item in (*book.phone_checks, *book.door_checks)]
    return EditorView(
        type=kind,
        number=published[0],
        content=book_of(kind, published[0]),
        draft=draft_view(draft) if (draft := draft_of(kind)) else None,
        history=_lines(PlaybookEdition.objects.filter(number__in=published)),
        shared=sorted(set(codes)),
        may_edit=bool(access.may_edit_playbooks(member)),
    )


def edition_view(member: Member, kind: str, number: int) -> EditionView:
    """An edition, and the one before it; of the file there is none before."""
    access.check(access.may_see_editions(member))
    published = numbers_of(kind)
    if number not in published:
        raise Refused("not_found")
    before = next((each for each in published if each < number), None)
    return EditionView(
        number=number,
        content=book_of(kind, number),
        before=None if before is None else book_of(kind, before),
    )


def shown_book(member: Member, kind: str) -> Playbook | DraftBook:
    """What the preview shows: the draft, or today's words where there is none."""
    access.check(access.may_see_editions(member))
    now = book_of(kind, numbers_of(kind)[0])
    draft = draft_of(kind)
    return DraftBook.model_validate(draft.content) if draft else now


def numbers_of(kind: str) -> tuple[int, ...]:
    """A playbook's editions, newest first and ending with the file's; the refusal `not_found` where there is none."""
    if kind not in rules().playbooks:
        raise Refused("not_found")
    return numbers()[kind]


def draft_of(kind: str) -> PlaybookDraft | None:
    """The draft of a type, if there is one."""
    return PlaybookDraft.objects.select_related("by").filter(type=kind).first()


def draft_view(row: PlaybookDraft) -> DraftView:
    """A draft with what is wrong in it."""
    return DraftView(
        by=row.by.name,
        at=row.at,
        revision=row.revision,
        content=DraftBook.model_validate(row.content),
        flaws=[FlawView.model_validate(flaw) for flaw in read_draft(row.type, row.content)[1]],
    )


def read_draft(kind: str, content: object) -> tuple[Playbook | None, list[dict[str, str]]]:
    """What would be published, and all that speaks against it: first what is missing, then the craft."""
    try:
        book = Playbook.model_validate(content)
    except ValidationError as error:
        return None, field_errors(error)
    flaws = flaws_of(book, _others(kind))
    return book, [{"field": flaw.field, "message": flaw.zh, "message_en": flaw.en} for flaw in flaws]


def _others(kind: str) -> list[Playbook]:
    return [book for name, book in books_now().items() if name != kind]


def _mark(row: PlaybookDraft | None) -> DraftMark | None:
    return DraftMark(by=row.by.name, at=row.at) if row else None


def _lines(rows: QuerySet[PlaybookEdition]) -> list[EditionLine]:
    found = rows.order_by("-number").values("number", "by__name", "at", "note")
    return [EditionLine(number=row["number"], by=row["by__name"], at=row["at"], note=row["note"]) for row in found]
