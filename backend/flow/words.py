"""Words in both languages, the codes that stand for things, and lengths of time."""

import re
from typing import Annotated
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)]
Seconds = Annotated[int, Field(ge=1, le=30 * 24 * 3600)]
Days = Annotated[int, Field(ge=1, le=3650)]
Phrase = Annotated[str, Field(min_length=1, max_length=400)]


class Data(BaseModel):
    """Base of all rules: an unknown field is an error, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Data):
    """The same words in Simplified Chinese and English."""

    zh: Phrase
    en: Phrase


class Item(Words):
    """Words with a code, so that a report can tell which of them were ticked."""

    code: Code


def spelled_alike(text: str) -> str:
    """Full-width letters, capitals and blanks do not make a different name."""
    return "".join(normalize("NFKC", text).casefold().split())


def header_alike(text: str) -> str:
    """A column's header without what does not make it another: brackets and what is in them, marks, blanks, capitals."""
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|[\W_]", "", spelled_alike(text))
