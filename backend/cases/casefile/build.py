"""Puts the case file together from what the member may see of the case."""

from datetime import datetime

from backend.cases.casefile import proofs, sections
from backend.cases.casefile.amounts import moment
from backend.cases.casefile.font import printable
from backend.cases.casefile.forms import heading
from backend.cases.casefile.pictures import pictures_of
from backend.cases.casefile.sheet import GREY, TITLE, Frame, Sheet, height_of
from backend.cases.casefile.words import Language, Voice
from backend.cases.wire import CaseView
from backend.people.models import Member

SECTIONS = (
    ("case", sections.basics),
    ("signals", sections.signals),
    ("why", sections.reasons),
    ("assignments", sections.assignments),
    ("story", sections.story),
    ("money", sections.money),
    ("outcome", sections.outcome),
    ("decisions", sections.decisions),
)


def case_file(view: CaseView, member: Member, language: Language, now: datetime) -> bytes:
    """The whole file as PDF, as this member may see the case."""
    voice = Voice(language)
    sheet = Sheet(_frame(voice, view, member, now))
    _title(sheet, voice, view)
    for number, (name, draw) in enumerate(SECTIONS, 1):
        heading(sheet, voice.numbered(number, voice.t(name)))
        draw(sheet, voice, view)
    _proofs(sheet, voice, view)
    sheet.feet()
    return bytes(sheet.output())


def _frame(voice: Voice, view: CaseView, member: Member, now: datetime) -> Frame:
    role = voice.t(f"role_{member.role}")
    printed = voice.t("printed", name=member.name, role=role, unit=member.unit.name, time=moment(now))
    return Frame(
        title=voice.t("title"),
        number=voice.t("number_line", number=view.number),
        printed=printable(printed),
        page=voice.t("page", page="{page}", pages="{pages}"),
        drill=voice.t("drill") if view.drill else "",
        language="zh-CN" if voice.language == "zh" else "en",
        at=now,
    )


def _title(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    sheet.written(voice.whose(view.district, view.station), size=11, colour=GREY, align="C")
    sheet.set_y(sheet.y + 1)
    size = TITLE if voice.language == "zh" else TITLE - 3
    sheet.written(voice.t("title"), size=size, bold=True, align="C")
    if view.drill:
        sheet.set_y(sheet.y + 1)
        sheet.written(voice.t("drill_line"), size=9, colour=(180, 35, 24), align="C")
    sheet.set_y(sheet.y + height_of(4))


def _proofs(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    found = pictures_of(view)
    heading(sheet, voice.numbered(len(SECTIONS) + 1, voice.t("evidence")))
    proofs.photos(sheet, voice, found)
    proofs.hashes(sheet, voice, found)
    heading(sheet, voice.numbered(len(SECTIONS) + 2, voice.t("signatures")))
    proofs.signatures(sheet, voice, found)
