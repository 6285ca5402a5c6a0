"""The words a case is found by, and which of them somebody's text begins: phone from its end, name, initials, number. Pure.

Each word opens with a letter for its kind, so that a phone number never answers for a case number. The board finds what it
holds by the same rules (`pwa/src/board/find/search.ts`).
"""

import re

from backend.initials import initials

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
    words |= {f"i{letters}" for letters in initials(plain)}
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


def _plain(text: str) -> str:
    return re.sub(r"[\s·.'’]", "", text).lower()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
