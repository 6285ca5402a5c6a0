"""A bench's answer: one JSON object a line, with percentiles in milliseconds."""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Line = dict[str, object]
NONE_MS: dict[str, float | None] = {"p50_ms": None, "p95_ms": None, "p99_ms": None}


def percentiles(seconds: Sequence[float]) -> dict[str, float | None]:
    """The usual three, in milliseconds; nothing of nothing."""
    if not seconds:
        return dict(NONE_MS)
    ordered = sorted(seconds)
    return {f"p{share}_ms": round(1000 * ordered[_rank(len(ordered), share)], 2) for share in (50, 95, 99)}


def ratio(ours: object, other: object) -> float | None:
    """How many times the other, where there are both."""
    if not isinstance(ours, int | float) or not isinstance(other, int | float) or not other:
        return None
    return round(ours / other, 2)


def say(line: Line) -> None:
    """On standard output, at once."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def note(words: str) -> None:
    """On standard error: what it is at."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


@contextmanager
def without_pauses() -> Iterator[None]:
    """The phones of the bench collect no garbage while they measure: that would be counted as the server's."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _rank(count: int, share: int) -> int:
    return min(count - 1, -(-count * share // 100) - 1)
