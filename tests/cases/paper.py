"""Reads a printed case file back: its text, its fonts, its pictures."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw
from pypdf import PdfReader
from pypdfium2 import PdfDocument  # type: ignore[attr-defined]

from backend.cases.evidence import store_evidence
from backend.people.models import Member
from tests.cases.scene import Scene


@dataclass(frozen=True)
class Paper:
    """A case file that was handed out."""

    pages: list[str]
    fonts: list[Any]
    pictures: int
    facts: Any

    @property
    def text(self) -> str:
        """All of it without blanks, for lines break where they may."""
        return "".join(self.pages)


def read(content: bytes) -> Paper:
    """What is in the PDF."""
    reader = PdfReader(BytesIO(content))
    fonts: dict[str, Any] = {}
    pictures: set[str] = set()
    for page in reader.pages:
        used = cast("dict[str, Any]", page["/Resources"])
        fonts |= {name: font.get_object()["/DescendantFonts"][0].get_object() for name, font in used["/Font"].items()}
        pictures |= used.get("/XObject", {}).keys()
    return Paper(pages=_said(content), fonts=list(fonts.values()), pictures=len(pictures), facts=reader.xmp_metadata)


def _said(content: bytes) -> list[str]:
    # By PDFium, as in Chromium: pypdf does not read the two-byte codes of a font with an encoding of its own.
    document = PdfDocument(content)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def printed(client: Client, scene: Scene, **query: str) -> Paper:
    """The case file as this member prints it."""
    response = client.get(f"/api/cases/{scene.case.pk}/file.pdf", query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), response.content
    return read(response.content)


def drawn(number: int, kind: str = "JPEG", size: tuple[int, int] = (320, 240)) -> bytes:
    """A picture unlike the others."""
    picture = Image.new("RGBA" if kind == "PNG" else "RGB", size, "navy")
    ImageDraw.Draw(picture).rectangle((4, 4, 20 + 4 * number, 90), fill="white")
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def reference(content: bytes, use: str = "photo") -> dict[str, Any]:
    """How a report names a picture."""
    media_type = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "use": use,
        "media_type": media_type,
        "size": len(content),
    }


def bring(scene: Scene, by: Member, content: bytes, use: str = "photo") -> dict[str, Any]:
    """The picture arrives; answers how a report names it."""
    named = reference(content, use)
    store_evidence(by, str(scene.case.pk), str(named["sha256"]), content, timezone.now())
    return named
