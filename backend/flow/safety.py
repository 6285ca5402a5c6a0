"""The shapes of the safety file: who is told, and when, once a member calls for help or is not heard of."""

from typing import Annotated, Literal

from pydantic import Field

from backend.flow.words import Data, Seconds

Told = Literal["self", "chief", "neighbours", "district", "city"]
AlarmKind = Literal["alive", "help"]
Minutes = Annotated[int, Field(ge=5, le=240)]


class Tell(Data):
    """A step: so many seconds after it began, these are told."""

    after: Annotated[int, Field(ge=0, le=24 * 3600)]
    tells: Annotated[tuple[Told, ...], Field(min_length=1)]


class Safety(Data):
    """The safety file: the steps of each kind of alarm, how long one that was taken rests, who the neighbours are."""

    alive: Annotated[tuple[Tell, ...], Field(min_length=1)]
    help: Annotated[tuple[Tell, ...], Field(min_length=1)]
    taken_for: Seconds
    neighbours: Annotated[int, Field(ge=1, le=20)]
    neighbour_roles: Annotated[tuple[Literal["officer", "chief", "volunteer", "desk"], ...], Field(min_length=1)]
    more_minutes: Minutes
    choices: Annotated[tuple[Minutes, ...], Field(min_length=1, max_length=6)]

    def steps(self, kind: str) -> tuple[Tell, ...]:
        """The steps of this kind of alarm."""
        return self.help if kind == "help" else self.alive
