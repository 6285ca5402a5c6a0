"""What an official form is made of: headings, pairs of name and value, tables that go on over pages."""

from collections.abc import Sequence

from backend.cases.casefile.sheet import BLUE, BODY, GREY, HEADING, INK, LEFT, SHADE, SMALL, WIDTH, Sheet, height_of

PAD = 1.6
NAME_WIDTH = 22.0


def heading(sheet: Sheet, words: str) -> None:
    """A section's heading, never the last line of a page; also in the PDF's outline."""
    sheet.set_y(sheet.y + 4)
    sheet.room(24)
    sheet.start_section(words)
    sheet.set_fill_color(*BLUE)
    sheet.rect(LEFT, sheet.y + 0.9, 1.2, 4.6, style="F")
    sheet.words_at(words, LEFT + 2.6, sheet.y, WIDTH, size=HEADING, colour=BLUE, bold=True)
    sheet.set_y(sheet.y + 8)


def pairs(sheet: Sheet, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Rows of one or two pairs, the name shaded."""
    for row in rows:
        value_width = WIDTH / len(row) - NAME_WIDTH
        values = [sheet.wrapped(value, value_width - 2 * PAD) for _, value in row]
        height = max(len(lines) for lines in values) * height_of(BODY) + 2 * PAD
        sheet.room(height)
        top = sheet.y
        for column, ((name, _), lines) in enumerate(zip(row, values, strict=True)):
            x = LEFT + column * WIDTH / len(row)
            sheet.box(x, top, NAME_WIDTH, height, fill=SHADE)
            sheet.box(x + NAME_WIDTH, top, value_width, height)
            sheet.words_at(name, x + PAD, top + PAD, NAME_WIDTH, colour=GREY)
            for number, line in enumerate(lines):
                y = top + PAD + number * height_of(BODY)
                sheet.words_at(line, x + NAME_WIDTH + PAD, y, value_width)
        sheet.set_y(top + height)


def table(sheet: Sheet, shares: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; its head stands on top of every page it goes on to. `shares` of the width sum to 1."""
    widths = [share * WIDTH for share in shares]
    _row(sheet, widths, head, is_head=True)
    for row in rows:
        page = sheet.page
        sheet.room(_height(sheet, widths, row))
        if sheet.page != page:
            _row(sheet, widths, head, is_head=True)
        _row(sheet, widths, row)


def _row(sheet: Sheet, widths: Sequence[float], cells: Sequence[str], *, is_head: bool = False) -> None:
    height, top, x = _height(sheet, widths, cells), sheet.y, LEFT
    for width, text in zip(widths, cells, strict=True):
        sheet.box(x, top, width, height, fill=SHADE if is_head else None)
        for number, line in enumerate(sheet.wrapped(text, width - 2 * PAD, SMALL)):
            y = top + PAD + number * height_of(SMALL)
            sheet.words_at(line, x + PAD, y, width, size=SMALL, colour=GREY if is_head else INK)
        x += width
    sheet.set_y(top + height)


def _height(sheet: Sheet, widths: Sequence[float], cells: Sequence[str]) -> float:
    most = max(len(sheet.wrapped(text, width - 2 * PAD, SMALL)) for width, text in zip(widths, cells, strict=True))
    return most * height_of(SMALL) + 2 * PAD
