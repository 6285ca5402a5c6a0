"""The paper: A4 pages with head, foot and watermark, and the few things that are drawn on them."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

from backend.cases.casefile.font import ems, fonts, printable
from backend.cases.casefile.lines import lines_of

# Millimetres. The left margin is wider: the file is bound there.
LEFT, RIGHT, TOP, BOTTOM = 26.0, 192.0, 24.0, 274.0
WIDTH = RIGHT - LEFT
POINT = 25.4 / 72
TITLE, HEADING, BODY, SMALL = 20.0, 12.0, 9.5, 8.0
Colour = tuple[int, int, int]
INK, GREY, BLUE, LINE, SHADE, FAINT = (
    (16, 24, 40), (84, 94, 112), (27, 58, 107), (196, 202, 212), (244, 246, 249), (236, 238, 242),
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What stands around every page."""

    title: str
    number: str
    printed: str
    page: str
    drill: str
    language: str
    at: datetime


class Sheet(FPDF):
    """Pages of an archive's kind of PDF (PDF/A-2u): whatever is needed to show them in thirty years is inside."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(enforce_compliance="PDF/A-2U")
        self.frame = frame
        self.set_lang(frame.language)
        self.set_title(f"{frame.title} {frame.number.split()[-1]}")
        self.set_creation_date(frame.at)
        self.set_auto_page_break(False)
        self.set_margins(LEFT, TOP, 210 - RIGHT)
        self.c_margin = 0.0
        for name, path, face in fonts():
            self.add_font(name, fname=str(path), collection_font_number=face)
            # To measure every glyph anew for a box nobody needs takes half of all the time.
            cast("TTFFont", self.fonts[name]).ttfont.recalcBBoxes = False
        self.set_fallback_fonts([name for name, _, _ in fonts()[1:]])
        self.set_font("noto", size=BODY)
        self.add_page()

    def header(self) -> None:
        """The watermark below everything, and from the second page on whose file this is."""
        if self.frame.drill:
            with self.rotation(50, 109, 148):
                self.words_at(self.frame.drill, 9, 136, 200, size=64, colour=FAINT, align="C")
        if self.page_no() > 1:
            self.words_at(self.frame.title, LEFT, 13, WIDTH, size=SMALL, colour=GREY)
            self.words_at(self.frame.drill, LEFT, 13, WIDTH, size=SMALL, colour=GREY, align="C")
            self.words_at(self.frame.number, LEFT, 13, WIDTH, size=SMALL, colour=GREY, align="R")
            self.rule(18)
        self.set_y(TOP if self.page_no() > 1 else 18)

    def feet(self) -> None:
        """At the foot of every page its number of how many, so last of all; the case, who printed it, and when."""
        for number in range(1, len(self.pages) + 1):
            self.page = number
            # Each page says on its own which font it goes on with.
            self.current_font_is_set_on_page = False
            self._foot(self.frame.page.format(page=number, pages=len(self.pages)))

    def room(self, height: float) -> None:
        """Begin a new page when less than this is left of this one."""
        if self.y + height > BOTTOM:
            self.add_page()

    def rule(self, y: float, *, colour: Colour = LINE, thick: float = 0.2) -> None:
        """A line across the page."""
        self.set_draw_color(*colour)
        self.set_line_width(thick)
        self.line(LEFT, y, RIGHT, y)

    def wrapped(self, text: str, width: float, size: float = BODY) -> list[str]:
        """The text in lines of this width, as it can be printed."""
        return lines_of(printable(text), width / (size * POINT), ems)

    def words_at(
        self, text: str, x: float, y: float, width: float, *, size: float = BODY, colour: Colour = INK,
        bold: bool = False, align: str = "L",
    ) -> None:  # fmt: skip
        """One line of words, wherever that is; the place to write on at stays as it was."""
        stays = self.y
        self.set_font_size(size)
        self.set_text_color(*colour)
        self.set_xy(x, y)
        # There is one weight of the font: bold is drawn with a rim.
        with self.local_context(text_mode="FILL_STROKE" if bold else "FILL", line_width=size / 60, draw_color=colour):
            self.cell(width, height_of(size), text, align=align)
        self.set_y(stays)

    def written(
        self, text: str, *, x: float = LEFT, width: float = WIDTH, size: float = BODY, colour: Colour = INK,
        bold: bool = False, align: str = "L",
    ) -> None:  # fmt: skip
        """A text from here on down, over as many lines and pages as it takes."""
        for line in self.wrapped(text, width, size):
            self.room(height_of(size))
            self.words_at(line, x, self.y, width, size=size, colour=colour, bold=bold, align=align)
            self.set_y(self.y + height_of(size))

    def picture(self, content: bytes, x: float, y: float, width: float, height: float) -> None:
        """A picture as large as fits, in the middle of its place."""
        self.image(BytesIO(content), x, y, width, height, keep_aspect_ratio=True)

    def box(self, x: float, y: float, width: float, height: float, *, fill: Colour | None = None) -> None:
        """A frame."""
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.set_fill_color(*(fill or (255, 255, 255)))
        self.rect(x, y, width, height, style="DF" if fill else "D")

    def _foot(self, page: str) -> None:
        self.rule(279)
        self.words_at(f"{self.frame.number}    {self.frame.drill}", LEFT, 281, WIDTH, size=SMALL, colour=GREY)
        self.words_at(page, LEFT, 281, WIDTH, size=SMALL, colour=GREY, align="R")
        self.words_at(self.frame.printed, LEFT, 285.5, WIDTH, size=SMALL, colour=GREY)


def height_of(size: float) -> float:
    """The height of a line of this size in points, in millimetres."""
    return round(size * POINT * 1.5, 2)
