"""The fonts of the case file, and what of a text they can print."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from noto_cjk_sans_otc import FONT_PATH

# The collection holds one font in five national forms; the third is the one for Simplified Chinese.
COLLECTION, FACE = Path(str(FONT_PATH)), 2
# They only say how the character before them is drawn; the font has one form of each.
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


def fonts() -> list[tuple[str, Path, int]]:
    """Name, file and face of each font, the first one first; the others are asked for what it lacks."""
    more = [(f"more{number}", Path(path), 0) for number, path in enumerate(settings.PRINT_FONTS, 1)]
    return [("noto", COLLECTION, FACE), *more]


def printable(text: str) -> str:
    """The text as it can be printed: a character that no font has stands as its code point, never as an empty box."""
    known = _advances(tuple(fonts()))
    return "".join(_printed(character, known) for character in text)


def ems(text: str) -> float:
    """How wide a printable text is, in units of its size."""
    advances = _advances(tuple(fonts()))
    return sum(advances[ord(character)] for character in text)


def _printed(character: str, known: Mapping[int, float]) -> str:
    code = ord(character)
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if code in _SELECTORS or unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return character if code in known else f"〔U+{code:04X}〕"


@lru_cache(maxsize=4)
def _advances(named: tuple[tuple[str, Path, int], ...]) -> Mapping[int, float]:
    """Every character some font has, with its width in the first that has it; read once, for 40,000 of them take a moment."""
    found: dict[int, float] = {}
    for _, path, face in named:
        with TTFont(path, fontNumber=face, lazy=True) as font:
            em, widths = font["head"].unitsPerEm, font["hmtx"].metrics  # type: ignore[attr-defined]
            for code, glyph in (font.getBestCmap() or {}).items():
                found.setdefault(code, widths[glyph][0] / em)
    return found
