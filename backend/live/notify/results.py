"""What became of telling somebody of a case, said to the room of cases, which puts it on the case's timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Told:
    """Who was told over which way, what came of it, and after how many seconds."""

    case_id: UUID
    assignment: int | None
    member: int | None
    way: str
    state: str
    code: str
    seconds: int


class TellsResult(Protocol):
    """Records it in the case's streams."""

    def __call__(self, told: Told, now: datetime) -> None:
        """In a transaction of its own."""


def tell_result(told: Told, now: datetime) -> None:
    """Named in the settings, as the imports go one way."""
    cast("TellsResult", import_string(settings.TELL_RESULT))(told, now)
