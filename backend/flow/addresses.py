"""The shapes of the addresses file: how free text is matched to divisions, and how sure is sure."""

from typing import Annotated

from pydantic import Field

from backend.flow.words import Data, Phrase

Share = Annotated[float, Field(ge=0, le=1)]


class Strengths(Data):
    """How much a mention is worth as evidence.

    `full` with its ending (南坪街道), `short` without (南坪), `spot` short and followed by something that makes it a road
    or a place of its own (南坪西路, 南坪医院), `skipped` for a level between that the text leaves out, `bare` for a
    name without any level above it, `home` for a level that only the source's own district stands for.
    """

    full: Share
    short: Share
    spot: Share
    skipped: Share
    bare: Share
    home: Share


class Addresses(Data):
    """The addresses file. From `sure` on a division is taken; below it those from `shown` on are put before a person."""

    sure: Share
    shown: Share
    most_shown: Annotated[int, Field(ge=1, le=20)]
    strengths: Strengths
    city: tuple[Phrase, ...]
    elsewhere: tuple[Phrase, ...]
    spots: tuple[Phrase, ...]
    vague: tuple[Phrase, ...] = ()
