"""A cell → the value of a field. What a spreadsheet has damaged is told, with what to do; nothing is guessed. Pure."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from backend.flow.columns import Kind
from backend.intake.files.amounts import fen_of, seconds_of
from backend.intake.files.cells import Cell, Unreadable
from backend.intake.files.moments import moment_of
from backend.intake.numbers import NotANumber, id_number_of, phone_of

# How spreadsheets write a long number: 1.38E+10. A code with an E in it has no plus behind it.
_POWER = re.compile(r"[-+]?\d(?:\.\d+)?[eE]\+\d+")
_WITH_ZERO_DECIMALS = re.compile(r"(\d{1,15})\.0+")
_NO_LEADING_ZERO = re.compile(r"(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_AS_IT_IS = re.compile(r"1[3-9]\d{9}|[48]00\d{7}|(?:86|0086)1[3-9]\d{9}|[1-9]\d{2,7}")
_YES, _NO = (
    {"是", "有", "对", "真", "y", "yes", "true", "1", "√", "✓", "✔"},
    {"否", "无", "没有", "不是", "n", "no", "false", "0", "×", "x"},
)


def value_of(
    kind: Kind, cell: Cell, *, header: str = "", padded: int = 0, is_1904: bool = False, names: dict[str, str]
) -> Any:
    """The value; `Unreadable` says why there is none. `padded`: the digits that codes of this column have; `names`: behaviours."""
    if cell.kind == "error":
        raise Unreadable(
            "这一格是算错或没算过的公式，请改成值再导出",
            "This cell is a formula without a result: export it as a value",
        )
    if kind == "moment":
        return moment_of(cell, is_1904=is_1904).isoformat()
    if kind == "amount":
        return fen_of(cell, header)
    if kind == "duration":
        return seconds_of(cell, header)
    if kind == "code":
        return _code(cell, padded)
    if kind == "behaviours":
        return _behaviours(cell.text, names)
    return _SIMPLE[kind](cell)


def _any_phone(cell: Cell) -> str:
    """A scammer's number, kept as it came: it may be short, foreign, or none that exists."""
    text = _digits(cell)
    if _NO_LEADING_ZERO.fullmatch(text) and not _AS_IT_IS.fullmatch(text):
        raise Unreadable(
            "像是座机，开头的0丢了。请把这一列设为文本后重新导出",
            "It looks like a landline that lost its leading 0: set the column to text and export again",
        )
    return text


def _phone(cell: Cell) -> str:
    text = _any_phone(cell)
    try:
        return phone_of(text)
    except NotANumber as wrong:
        if re.search(r"\d{7,}.*[/、,;，；\s].*\d{7,}", text):
            raise Unreadable(
                "一格里有几个号码，请只留一个，其余写进情况说明",
                "Several numbers in one cell: keep one and write the others into the text",
            ) from None
        raise Unreadable(f"{wrong.words}，请核对", f"{wrong.words_en}; please check it") from None


def _id_number(cell: Cell) -> str:
    text = _digits(cell)
    try:
        number = id_number_of(text)
    except NotANumber as wrong:
        raise Unreadable(
            f"{wrong.words}。请把这一列设为文本后重新导出，或核对后改正",
            f"{wrong.words_en}. Set the column to text and export again, or correct it",
        ) from None
    if cell.kind == "loose" and number.endswith("000"):
        raise Unreadable(
            "末尾三位是000，多半是表格软件丢掉的。请把这一列设为文本，存成 .xlsx 再导入",
            "It ends in 000, as numbers do that a spreadsheet cut: set the column to text, save as .xlsx and import that",
        )
    return number


def _code(cell: Cell, padded: int) -> str:
    text = _digits(cell)
    if cell.kind in ("moment", "span"):
        raise Unreadable(
            "编号被表格软件变成了日期，请把这一列设为文本后重新导出",
            "The code was turned into a date: set the column to text and export again",
        )
    if padded and text.isdigit() and len(text) < padded:
        raise Unreadable(
            f"这一列的编号有{padded}位，这一个开头的0像是丢了。请把这一列设为文本后重新导出",
            f"Codes of this column have {padded} digits; this one seems to have lost its zeros: set the column to text",
        )
    return text


def _digits(cell: Cell) -> str:
    """The text of a number or code, unless a spreadsheet has eaten a part of it."""
    text = cell.text
    if _POWER.fullmatch(unicodedata.normalize("NFKC", text)):
        raise Unreadable(
            "号码变成了科学计数（如1.38E+10），后几位已丢。请把这一列设为文本后重新导出",
            "The number came in powers of ten (like 1.38E+10), its last digits are lost: set the column to text, export again",
        )
    if cell.kind == "number" and len(text.partition(".")[0]) > 15:
        raise Unreadable(
            "号码超过15位，又是数字格式，末尾几位已丢。请把这一列设为文本后重新导出",
            "A number of more than 15 digits has lost its last ones: set the column to text and export again",
        )
    whole = _WITH_ZERO_DECIMALS.fullmatch(text)
    return whole[1] if whole and cell.kind in ("loose", "number") else text


def _count(cell: Cell) -> int:
    text = unicodedata.normalize("NFKC", cell.text).replace(",", "").strip()
    found = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*(?:次|个|通|岁|周岁)?", text)
    if found is None or cell.kind in ("moment", "span"):
        raise Unreadable("这里要一个整数，请核对", "A whole number is needed here; please check it")
    return int(found[1])


def _yes_no(cell: Cell) -> bool:
    text = unicodedata.normalize("NFKC", cell.text).strip().casefold()
    if text not in _YES | _NO:
        raise Unreadable("请写“是”或“否”", "Write 是 or 否 (yes or no)")
    return text in _YES


def _degrees(cell: Cell) -> float:
    text = unicodedata.normalize("NFKC", cell.text).strip().rstrip("°")
    if not re.fullmatch(r"-?\d{1,3}(?:\.\d+)?", text):
        raise Unreadable("经纬度要写成小数，如 106.5516", "Write degrees as a decimal, such as 106.5516")
    return float(Decimal(text))


def _behaviours(text: str, names: dict[str, str]) -> list[str]:
    said = [part for part in re.split(r"[、,，;；/|\n]+", text) if part.strip()]
    codes = [names.get(_name(part), "") for part in said]
    if not all(codes):
        known = "、".join(name for name in names if not name.isascii())
        raise Unreadable(
            f"有不认识的风险行为，可以写：{known}", "A behaviour is not known; see the list in docs/import.md"
        )
    return list(dict.fromkeys(codes))


def _name(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


_SIMPLE: dict[str, Callable[[Cell], Any]] = {
    "text": lambda cell: cell.text,
    "phone": _phone,
    "any_phone": _any_phone,
    "id_number": _id_number,
    "count": _count,
    "yes_no": _yes_no,
    "degrees": _degrees,
}
