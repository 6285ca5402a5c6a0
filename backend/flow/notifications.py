"""The shapes of the notifications file, and what must hold in it: what is told outside the app, when, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from backend.flow.rulefiles import Fault
from backend.flow.words import Data, Words

if TYPE_CHECKING:
    from backend.flow.load import Rules

WayKind = Literal["webpush", "wecom", "dingtalk", "feishu", "sms", "mail", "other"]
Told = Literal["level", "tail", "unit", "type"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Wait = Annotated[int, Field(ge=0, le=24 * 3600)]
Occasion = Literal["assigned", "escalated", "help", "gathered", "test"]


class Quiet(Data):
    """From when to when nothing goes out but what may; across midnight when it ends before it starts."""

    starts: ClockTime
    ends: ClockTime


class Loudness(Data):
    """How what concerns a level goes out."""

    goes: Literal["at_once", "gathered"]
    hold: Wait
    next: Wait
    in_quiet: bool
    groups: bool


class Retry(Data):
    """How long one sending may take, and how often and after what time it is tried again."""

    timeout: Annotated[int, Field(ge=1, le=60)]
    first: Annotated[int, Field(ge=1, le=3600)]
    longest: Annotated[int, Field(ge=1, le=24 * 3600)]
    attempts: Annotated[int, Field(ge=1, le=20)]


class Notifications(Data):
    """The notifications file."""

    quiet: Quiet
    digest_minutes: Annotated[int, Field(ge=1, le=24 * 60)]
    order: tuple[WayKind, ...]
    levels: dict[str, Loudness]
    loud: tuple[str, ...]
    drill_ways: tuple[WayKind, ...]
    says: tuple[Told, ...]
    retry: Retry
    push_hosts: tuple[Annotated[str, Field(pattern=r"^\.?[a-z0-9-]+(\.[a-z0-9-]+)+$")], ...]
    texts: dict[Occasion, Words]
    drill_mark: Words

    def is_push_host(self, host: str) -> bool:
        """Whether the host is one of the browsers' push services."""
        return any(host == known or (known.startswith(".") and host.endswith(known)) for known in self.push_hosts)


def notification_faults(rules: Rules) -> Iterator[Fault]:
    """Everything that does not hold together."""
    file, said = f"notifications/{rules.city}.yaml", rules.notifications
    for level in sorted(set(rules.levels) ^ set(said.levels)):
        what = "is no level" if level in said.levels else f"{level} is missing"
        yield Fault(file, ("levels", level) if level in said.levels else ("levels",), what)
    yield from (Fault(file, ("order",), f"{kind} is missing") for kind in sorted(_absent(said.order)))
    if len(set(said.order)) != len(said.order):
        yield Fault(file, ("order",), "names a way twice")
    yield from _text_faults(file, said)


def _absent(order: tuple[str, ...]) -> set[str]:
    return set(get_args(WayKind)) - set(order)


def _text_faults(file: str, said: Notifications) -> Iterator[Fault]:
    """A text says what it may say and nothing else."""
    for occasion in get_args(Occasion):
        if occasion not in said.texts:
            yield Fault(file, ("texts",), f"{occasion} is missing")
            continue
        may = {"gathered": {"count"}, "test": set()}.get(occasion, set(said.says))
        for language in ("zh", "en"):
            used = set(re.findall(r"\{([^{}]*)\}", getattr(said.texts[occasion], language)))
            for name in sorted(used - may):
                yield Fault(file, ("texts", occasion, language), f"{{{name}}} may not be said here")
