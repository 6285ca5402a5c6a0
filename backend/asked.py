"""What is known of the request or socket that is being answered, for the lines in the log: its id, and the member as a number."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

# A mapping that is changed and not replaced: what a thread or a task notes is also seen by whoever waits for it.
_ASKED: ContextVar[dict[str, Any] | None] = ContextVar("asked", default=None)


def begin(request_id: str) -> None:
    """From here on everything belongs to this request."""
    _ASKED.set({"request_id": request_id})


def note_member(member: int) -> None:
    """Who asks."""
    known = _ASKED.get()
    if known is not None:
        known["member"] = member


def add_to(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What is known, on a line of the log."""
    line.update(_ASKED.get() or {})
    return line
