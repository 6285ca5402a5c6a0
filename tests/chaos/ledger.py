"""The witness: what phones made, signals were answered and receipts were acknowledged, kept outside of all that can break."""

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Made:
    """A report as it was made; `is_stray` where the flow surely has no place for it."""

    id: str
    case: str
    device: str
    member: int
    seq: int
    pictures: list[str]
    is_stray: bool


@dataclass
class Ledger:
    """All of it, in the order it happened. Receipts: member, Unix time at which the answer was there, cursors.

    `quiet_at`: Unix time at which the round of questions began that brought nobody anything new.
    """

    reports: list[Made] = field(default_factory=list)
    signals: dict[str, list[str]] = field(default_factory=dict)
    receipts: list[tuple[int, float, dict[str, int]]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    quiet_at: float = math.inf

    def write(self, path: Path) -> None:
        """Keep it beside the data it speaks of."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False))


def read_ledger(path: Path) -> Ledger:
    """A ledger as it was written."""
    kept: dict[str, Any] = json.loads(path.read_text())
    return Ledger(
        reports=[Made(**made) for made in kept["reports"]],
        signals=kept["signals"],
        receipts=[(member, at, cursors) for member, at, cursors in kept["receipts"]],
        refusals=kept["refusals"],
        quiet_at=kept["quiet_at"],
    )
