"""Sums of money as people write them → whole fen, exactly; and times on the line → seconds. Pure."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from backend.intake.files.cells import Cell, Unreadable

_FEN = {
    "分": 1,
    "元": 100,
    "块": 100,
    "圆": 100,
    "yuan": 100,
    "rmb": 100,
    "cny": 100,
    "千": 10**5,
    "千元": 10**5,
    "万": 10**6,
    "万元": 10**6,
    "百万": 10**8,
    "百万元": 10**8,
    "千万": 10**9,
    "千万元": 10**9,
    "亿": 10**10,
    "亿元": 10**10,
}
_AMOUNT = re.compile(
    r"(?:人民币|rmb|cny|¥)?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    rf"(?P<unit>{'|'.join(sorted(_FEN, key=len, reverse=True))})?[整正]?"
)
_MINUS = re.compile(r"[-‐-―−].*|\(.*\)")
_POWER = re.compile(r"\d(?:\.\d+)?e[+-]?\d+", re.IGNORECASE)
_SECONDS = {"秒": 1, "秒钟": 1, "s": 1, "sec": 1, "seconds": 1, "分": 60, "分钟": 60, "min": 60, "minutes": 60}
_SECONDS |= {"小时": 3600, "时": 3600, "h": 3600, "hours": 3600}
_SPAN = re.compile(
    r"(?:(?P<hours>\d+)\s*(?:小时|时|h))?\s*(?:(?P<minutes>\d+)\s*(?:分钟?|min|m))?\s*(?:(?P<seconds>\d+)\s*(?:秒钟?|sec|s))?"
)
_COLONS = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")


def fen_of(cell: Cell, header: str = "") -> int:
    """Whole fen. A unit in the cell counts before one in the header; without any it is yuan."""
    text = _plain(cell.text)
    if _MINUS.fullmatch(text):
        raise Unreadable("金额不能是负数，请核对", "An amount cannot be negative; please check it")
    if _POWER.fullmatch(text):
        raise Unreadable(
            "金额变成了科学计数，位数可能丢了，请把这一列设为数值或文本后重新导出",
            "The amount came in powers of ten and may have lost digits: set the column to number or text and export again",
        )
    found = _AMOUNT.fullmatch(text)
    if found is None or cell.kind in ("moment", "span"):
        raise Unreadable(
            "金额看不懂，请只写数字，如 1030000.00 或 103万", "Not an amount: write the number only, such as 1030000.00"
        )
    unit = found["unit"] or _unit_of_money(header) or "元"
    fen = Decimal(found["number"].replace(",", "")) * _FEN[unit]
    if fen != fen.to_integral_value():
        raise Unreadable("金额比分还小，请精确到分", "The amount is finer than a fen; round it to two decimals")
    if fen > 10**13:
        raise Unreadable("金额大得不像是真的，请核对单位", "The amount is too large; please check its unit")
    return int(fen)


def seconds_of(cell: Cell, header: str = "") -> int:
    """Seconds on the line. A bare number needs its unit in the header: half a minute is not half an hour."""
    text = _plain(cell.text)
    if cell.kind == "span" and not _is_unclear(int(text)):
        return int(text)
    if colons := _COLONS.fullmatch(text):
        seconds = sum(int(part) * unit for part, unit in zip(colons.groups(), (3600, 60, 1), strict=True))
        if not _is_unclear(seconds):
            return seconds
    if (found := _SPAN.fullmatch(text)) and any(found.groups()):
        return sum(int(found[name] or 0) * unit for name, unit in (("hours", 3600), ("minutes", 60), ("seconds", 1)))
    unit = _unit_of_time(header)
    if unit and cell.kind != "span" and re.fullmatch(r"\d+(?:\.\d+)?", text):
        return int(Decimal(text) * _SECONDS[unit])
    raise Unreadable(
        "分不清是秒还是分钟，请写成 750秒，或在表头注明（秒）",
        "Seconds or minutes? Write 750秒, or name the unit in the header, such as (秒)",
    )


@lru_cache(maxsize=64)
def _unit_of_money(header: str) -> str:
    return unit_of(header, _FEN)


@lru_cache(maxsize=64)
def _unit_of_time(header: str) -> str:
    return unit_of(header, _SECONDS)


def unit_of(header: str, units: dict[str, int]) -> str:
    """The unit a header names: in brackets, or as its last word."""
    text = _plain(header)
    for inside in reversed(re.findall(r"[(\[【]([^()\[\]【】]*)[)\]】]", text)):
        name = re.sub(r"^单位[:：]?", "", inside).strip()
        if name in units:
            return name
    names = sorted((name for name in units if len(name) > 1 or name in "秒元"), key=len, reverse=True)
    plain = re.sub(r"[\s:：数]+$", "", re.sub(r"[(\[【].*$", "", text))
    words = re.split(r"[\s_]+", plain)
    return next((n for n in names if (words[-1] == n or n in words) if n.isascii()), "") or next(
        (n for n in names if not n.isascii() and plain.endswith(n)), ""
    )


def _is_unclear(seconds: int) -> bool:
    """Typed as 12:30 a spreadsheet makes twelve and a half hours of twelve and a half minutes."""
    return seconds >= 3600 and seconds % 60 == 0


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
