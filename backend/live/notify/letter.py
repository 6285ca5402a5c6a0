"""A letter: all that sending needs to know, without the database; and what came of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Letter:
    """What goes over one channel at once: one notification, or several that were gathered.

    `address` is the whole secret; `objection` says why there is none.
    `attempt` tells the marks of this sending from those of one before or after.
    """

    notifications: tuple[int, ...]
    channel: int
    kind: str
    address: str
    objection: str
    attempt: int
    title: str
    text: str
    link: str
    path: str
    tag: str
    level: str
    is_loud: bool
    claimed_at: datetime
    timeout: int
    member: int | None = None

    def __repr__(self) -> str:
        """Without the address: a letter may end up in a traceback."""
        return f"<Letter {self.kind} {self.notifications}>"


@dataclass(frozen=True)
class Result:
    """What came of it. `code` is short and says nothing personal: `200`, `410`, `timeout`, `refused`, `93000`.

    `again`: worth another try, not before `after` seconds if the other side said so. `gone`: the channel is no more.
    """

    is_sent: bool
    code: str
    again: bool = False
    gone: bool = False
    after: int | None = None
