"""The log: one JSON object a line (plain on a terminal), without personal data whoever writes it.

Nobody's words are trusted: of an error only its kind and its places are kept, for its text may quote a row; a foreign logger's
text arguments are left out; and whatever still looks like a number, a name or an address of somebody is struck out.
"""

import copy
import logging
import re
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog
from structlog.typing import EventDict

from backend.asked import add_to
from backend.figures import ERRORS

STRUCK = "…"
# E-mail addresses, whatever follows a question mark, numbers of seven digits and more, and all that is not plain English.
_PERSONAL = re.compile(r"\S+@\S+|\?\S+|\d[\d\s-]{5,}\d[\dXx]?|[^\x00-\x7f]+")
_ROOT = Path(__file__).parents[2]
_PLACES = 12
# Made by ourselves; everything else in a line is struck through.
_OWN = {
    "at",
    "level",
    "logger",
    "request_id",
    "member",
    "method",
    "route",
    "status",
    "seconds",
    "error",
    "places",
    "pid",
}


class Lines(structlog.stdlib.ProcessorFormatter):
    """Formats every record, whoever wrote it."""

    def __init__(self, *, as_json: bool) -> None:
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
        first = [add_to, structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
        write = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
        last = [self.remove_processors_meta, name_the_error, strike, write]
        super().__init__(foreign_pre_chain=[*first, structlog.stdlib.ExtraAdder(), stamp], processors=last)

    def format(self, record: logging.LogRecord) -> str:
        """A copy: other handlers may want what is left out here."""
        mine = copy.copy(record)
        mine.args = _safe_arguments(record)
        mine.exc_text = None
        return super().format(mine)


class CountErrors(logging.Handler):
    """Counts what broke, by logger, for /metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        ERRORS.labels(logger=record.name).inc()


def name_the_error(_: Any, __: str, line: EventDict) -> EventDict:
    """Its kind and where it came from; not its words."""
    told = line.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else told if isinstance(told, BaseException) else None
    if error is not None:
        causes = error.__cause__ or error.__context__
        line["error"] = type(error).__name__ + (f" from {type(causes).__name__}" if causes else "")
        line["places"] = _places(error.__traceback__)
    line.pop("stack_info", None)
    return line


def strike(_: Any, __: str, line: EventDict) -> EventDict:
    """Leave out what may be somebody's."""
    return {key: value if key in _OWN else _struck(value) for key, value in line.items()}


def _struck(value: Any) -> Any:
    if value is None or isinstance(value, bool | float | UUID) or (isinstance(value, int) and abs(value) < 10**6):
        return value if not isinstance(value, UUID) else str(value)
    return _PERSONAL.sub(STRUCK, str(value)) if isinstance(value, str) else STRUCK


def _safe_arguments(record: logging.LogRecord) -> Any:
    if isinstance(record.args, dict):
        return {key: _safe(value, record.name) for key, value in record.args.items()}
    return tuple(_safe(value, record.name) for value in record.args or ())


def _safe(value: object, logger: str) -> object:
    if isinstance(value, int | float | UUID):
        return value
    return value if isinstance(value, str) and logger.startswith("backend.") else STRUCK


def _places(trace: TracebackType | None) -> list[str]:
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(*path.parts[-3:])
        places.append(f"{shown.as_posix()}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-_PLACES:]
