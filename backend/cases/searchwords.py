"""The words a case is found by, and which of them somebody's text begins: phone from its end, name, initials, number. Pure.

Each word opens with a letter for its kind, so that a phone number never answers for a case number. The board finds what it
holds by the same rules (`pwa/src/board/find/search.ts`).
"""

import re
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

# 单 is read Shan, Dan and Chan: a name of several such characters would have hundreds of readings.
MOST_READINGS = 24
MOST_SUFFIXES = 10
LONGEST = 48
TAIL_DIGITS = 5  # Of a case number's running number
SHORTEST_PHONE_TAIL = 3


def words_of(number: str, name: str, phone: str) -> set[str]:
    """Every word this case is found by."""
    plain = _plain(name)
    digits = _digits(phone)
    *_, day, tail = ["", *number.split("-")]
    words = {f"f{_digits(number)}", f"d{day}{tail}", f"c{tail}"}
    words |= {f"n{plain[start:]}" for start in range(min(len(plain), MOST_SUFFIXES))}
    words |= {f"i{letters}" for letters in initials(name)}
    if digits:
        words.add(f"p{digits[::-1]}")
    return {word[:LONGEST] for word in words}


def asked_for(text: str) -> list[str]:
    """The beginnings of words that this text asks for. Digits are a phone's end or a case number, all else is a name."""
    plain = _plain(text)
    if not re.fullmatch(r"[\d-]+", plain):
        kinds = "in" if re.fullmatch(r"[a-z]+", plain) else "n"
        return [kind + plain for kind in kinds if len(plain) >= 2]
    digits = _digits(plain)
    asked = []
    if len(digits) >= SHORTEST_PHONE_TAIL:
        asked.append("p" + digits[::-1])
    if 0 < len(digits) <= TAIL_DIGITS:
        asked.append("c" + digits.zfill(TAIL_DIGITS))
    # Fewer digits than a whole day of one year, or of one district, would be half the table.
    if len(digits) >= 8:
        asked.append("d" + digits)
    if len(digits) >= 14:
        asked.append("f" + digits)
    return [word[:LONGEST] for word in asked]


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """The pinyin initials of a name in every reading: 彭先生 → pxs; 单先生 → dxs, sxs, cxs."""
    readings = [found for character in _plain(name) if (found := _letters(character))]
    if not readings:
        return ()
    return tuple(dict.fromkeys("".join(each) for each in islice(product(*readings), MOST_READINGS)))


def _letters(character: str) -> list[str]:
    if character.isascii():
        return [character] if character.isalnum() else []
    # Character by character: in a phrase it knows the library would give that reading alone.
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return [letter for letter in (found[0] if found else []) if letter]


def _plain(text: str) -> str:
    return re.sub(r"[\s·.'’]", "", text).lower()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
