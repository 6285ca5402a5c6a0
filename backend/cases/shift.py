"""A limit and the pauses (暂停计时) in it: while a case is paused its time stands still. Pure; mirrored in `pwa/src/fold/shift.ts`."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel


class PauseFact(BaseModel):
    """From when until when a case was paused; one that was ended by hand ends there."""

    since: datetime
    until: datetime


def shifted(since: datetime, due: datetime, pauses: Sequence[PauseFact]) -> datetime:
    """What was due then, later by as long as the case stood still after `since`. What had passed before a pause stays passed."""
    counted = since
    for pause in sorted(pauses, key=lambda pause: (pause.since, pause.until)):
        begin = max(pause.since, counted)
        if begin < due and begin < pause.until:
            due += pause.until - begin
            counted = pause.until
    return due
