"""Money, moments and lengths of time as a file keeps them: every digit, Beijing time, to the second."""

from datetime import datetime, timedelta

from backend.cases.casefile.words import Voice
from backend.times import BEIJING


def yuan(fen: int) -> str:
    """¥1,030,000.00."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def moment(at: datetime) -> str:
    """2026-03-05 14:02:31."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def span(voice: Voice, length: timedelta) -> str:
    """12秒, 3分05秒, 2小时00分09秒; nothing counts as less than nothing."""
    seconds = max(0, round(length.total_seconds()))
    parts = {"d": seconds // 86400, "h": seconds % 86400 // 3600, "m": seconds % 3600 // 60, "s": seconds % 60}
    unit = next((unit for unit in "dhm" if parts[unit]), "s")
    return voice.t({"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}[unit], **parts)
