"""The shapes of the addresses file: how free text is matched to divisions, and how sure is sure."""

from typing import Annotated

from pydantic import Field

from backend.flow.words import Data, Phrase

Share = Annotated[float, Field(ge=0, le=1)]


class Strengths(Data):
    """How much a mention is worth as evidence.

    `full` with its ending (南坪街道), `short` without (南坪), `spot` short and followed by something that makes it a road
    or a place of its own (南坪西路, 南坪医院), `skipped` for a level between that the text leaves out, `bare` for a
    name without any level above it, `home` for a level that only the source's own district stands for,
    `later` behind a sure one of its level, `apart` short and away from the level above, `inside` a longer word,
    `vague` beside 附近 and the like, `aside` for
    one of several places of a name that does not fit what else is named.
    """

    full: Share
    short: Share
    spot: Share
    skipped: Share
    bare: Share
    home: Share
    later: Share
    apart: Share
    inside: Share
    vague: Share
    aside: Share


class Addresses(Data):
    """The addresses file. From `sure` on a division is taken; below it those from `shown` on are put before a person."""

    sure: Share
    shown: Share
    shown_in_township: Share
    most_shown: Annotated[int, Field(ge=1, le=20)]
    strengths: Strengths
    aliases: dict[Annotated[str, Field(pattern=r"^[0-9]{6,12}$")], tuple[Phrase, ...]] = {}
    city: tuple[Phrase, ...]
    elsewhere: tuple[Phrase, ...]
    spots: tuple[Phrase, ...]
    vague: tuple[Phrase, ...] = ()
