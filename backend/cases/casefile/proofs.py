"""The last pages: pictures two a row, signatures in boxes, the boxes to sign by hand, and the list of hashes."""

from typing import NamedTuple

from backend.cases.casefile.amounts import moment
from backend.cases.casefile.forms import table
from backend.cases.casefile.pictures import Pictured, Unprintable, printed_picture
from backend.cases.casefile.sheet import BODY, GREY, INK, LEFT, SMALL, WIDTH, Sheet, height_of
from backend.cases.casefile.words import Voice

GAP = 6.0
CAPTION = 3 * height_of(SMALL) + 3
SHORT_HASH = 12


class Frame(NamedTuple):
    """Where a picture goes, in millimetres."""

    x: float
    top: float
    width: float
    height: float


def photos(sheet: Sheet, voice: Voice, found: list[Pictured]) -> None:
    """Photos, two a row."""
    _grid(sheet, voice, [each for each in found if each.use == "photo"], columns=2, height=62)


def signatures(sheet: Sheet, voice: Voice, found: list[Pictured]) -> None:
    """Signatures drawn on the phone, three a row; then the boxes to sign on paper."""
    _grid(sheet, voice, [each for each in found if each.use == "signature"], columns=3, height=26)
    _by_hand(sheet, voice)


def hashes(sheet: Sheet, voice: Voice, found: list[Pictured]) -> None:
    """Every piece of evidence by its whole hash, so that the paper can be held against the files."""
    if found:
        sheet.set_y(sheet.y + 2)
        head = [voice.t("evidence"), voice.t("hashes")]
        table(sheet, (0.18, 0.82), head, [[_name(voice, each), each.sha256] for each in found])


def _grid(sheet: Sheet, voice: Voice, found: list[Pictured], *, columns: int, height: float) -> None:
    width = (WIDTH - GAP * (columns - 1)) / columns
    if not found:
        sheet.written(voice.t("none"), colour=GREY)
    for start in range(0, len(found), columns):
        sheet.room(height + CAPTION)
        top = sheet.y
        for column, pictured in enumerate(found[start : start + columns]):
            _place(sheet, voice, pictured, Frame(LEFT + column * (width + GAP), top, width, height))
        sheet.set_y(top + height + CAPTION)


def _place(sheet: Sheet, voice: Voice, pictured: Pictured, frame: Frame) -> None:
    x, top, width, height = frame
    sheet.box(*frame)
    try:
        sheet.picture(printed_picture(pictured), x + 1, top + 1, width - 2, height - 2)
    except Unprintable as fault:
        lines = sheet.wrapped(voice.t(fault.why), width - 6)
        for number, line in enumerate(lines):
            y = top + height / 2 + (number - len(lines) / 2) * height_of(BODY)
            sheet.words_at(line, x, y, width, colour=GREY, align="C")
    for number, line in enumerate(_caption(sheet, voice, pictured, width)):
        y = top + height + 0.8 + number * height_of(SMALL)
        sheet.words_at(line, x, y, width, size=SMALL, colour=GREY if number else INK)


def _caption(sheet: Sheet, voice: Voice, pictured: Pictured, width: float) -> list[str]:
    caption = [
        _name(voice, pictured),
        voice.t("taken", time=moment(pictured.at), name=pictured.by) if pictured.at else "",
        voice.t("hash", hash=pictured.sha256[:SHORT_HASH]),
    ]
    return [line for text in caption if text for line in sheet.wrapped(text, width, SMALL)]


def _by_hand(sheet: Sheet, voice: Voice) -> None:
    width, height = (WIDTH - 2 * GAP) / 3, 26.0
    sheet.room(height + 4)
    sheet.set_y(sheet.y + 2)
    for column, key in enumerate(("signed_by_hand", "reviewed_by_hand", "date_by_hand")):
        x = LEFT + column * (width + GAP)
        sheet.box(x, sheet.y, width, height)
        sheet.words_at(voice.t(key), x + 2, sheet.y + 1.5, width, size=SMALL, colour=GREY)
    sheet.set_y(sheet.y + height)


def _name(voice: Voice, pictured: Pictured) -> str:
    return voice.t(f"use_{pictured.use}", n=pictured.n)
