"""The pictures of a case as they go on paper: each read, checked against its hash and made small, one at a time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from backend.cases.evidence import path_of
from backend.cases.facts import counted_at
from backend.cases.wire import CaseView

# Enough for half a page's width in print; 40 pictures stay below 10 MB of paper.
LONGEST_SIDE, QUALITY = 1100, 80
MOST_PIXELS = 50_000_000
# JPEG can be read at an eighth of its size; the others only whole.
_READ_SMALL = "JPEG"


@dataclass(frozen=True)
class Pictured:
    """A picture a report names, or one that is here though nobody names it. `n` counts within its use, from 1."""

    sha256: str
    use: Literal["photo", "signature"]
    n: int
    by: str
    at: datetime | None
    is_here: bool


class Unprintable(Exception):
    """A picture that cannot go on paper; `why` is a key of the words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def pictures_of(view: CaseView) -> list[Pictured]:
    """Each picture once, in the order of the reports that name them."""
    here, found, counted = set(view.evidence), dict[str, Pictured](), {"photo": 0, "signature": 0}
    for report in view.reports:
        at = counted_at(report.made_at, report.clock_offset_ms, report.received_at)
        for named in report.inputs.evidence or []:
            if named.sha256 not in found:
                counted[named.use] += 1
                found[named.sha256] = Pictured(
                    named.sha256, named.use, counted[named.use], report.member.name, at, named.sha256 in here
                )
    return [*found.values(), *_unnamed(view, found, counted["photo"])]


def printed_picture(pictured: Pictured) -> bytes:
    """The picture as a small JPEG, upright and on white; raises `Unprintable` with the reason."""
    if not pictured.is_here:
        raise Unprintable("not_here")
    try:
        content = path_of(pictured.sha256).read_bytes()
    except OSError as fault:
        raise Unprintable("missing") from fault
    if hashlib.sha256(content).hexdigest() != pictured.sha256:
        raise Unprintable("damaged")
    try:
        return _small(content)
    # What Pillow raises for bytes that only look like a picture; the two last ones are pictures too large to open.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Unprintable("huge" if "ecompression" in type(fault).__name__ else "unreadable") from fault


def _unnamed(view: CaseView, found: dict[str, Pictured], counted: int) -> Iterator[Pictured]:
    for number, sha256 in enumerate((each for each in view.evidence if each not in found), counted + 1):
        yield Pictured(sha256, "photo", number, "", None, is_here=True)


def _small(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
        if image.format == _READ_SMALL:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if image.width * image.height > MOST_PIXELS:
            raise Unprintable("huge")
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
