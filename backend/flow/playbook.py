"""The shape of a playbook: how one kind of fraud looks and sounds, and the words that work against it."""

from typing import Annotated

from pydantic import Field

from backend.flow.words import Code, Data, Item, Words

# Any of these words may hold `{officer}` and `{unit}`: the name and the unit of whoever says or shows them.
Several = Annotated[tuple[Words, ...], Field(min_length=1, max_length=12)]
Items = Annotated[tuple[Item, ...], Field(min_length=1, max_length=16)]


class CallScript(Data):
    """What to say on the phone: first of all, to doubts, to somebody who is being coached, to family, by SMS after a hang-up."""

    first: Several
    disbelieves: Several
    coached: Several
    family: Several
    message: Words


class Playbook(Data):
    """劝阻剧本 for one fraud type; `plain` is for volunteers, `cards` are sentences shown to the target in the largest type."""

    type: Code
    signs: Several
    scammer_says: Several
    call: CallScript
    phone_checks: Items
    door_checks: Items
    say: Several
    plain: Several
    already_paid: Several
    cards: Several
    leave: Several
