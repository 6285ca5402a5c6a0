"""The pinyin initials people type for a name. Pure."""

import os
from functools import lru_cache
from itertools import islice, product

# Characters are looked up one by one, so the library need not read its 47,000 phrases: a fifth of the time a process takes to start.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin import Style, pinyin  # It looks at the environment when it is imported

# 单 is read Shan, Dan and Chan: a name of several such characters would have hundreds of readings.
MOST_READINGS = 24


@lru_cache(maxsize=20_000)
def initials(name: str) -> tuple[str, ...]:
    """The initials of a name in every reading: 彭先生 → pxs; 单先生 → dxs, sxs, cxs."""
    readings = [found for character in name.lower() if (found := _letters(character))]
    if not readings:
        return ()
    return tuple(dict.fromkeys("".join(each) for each in islice(product(*readings), MOST_READINGS)))


def _letters(character: str) -> list[str]:
    if character.isascii():
        return [character] if character.isalnum() else []
    # Character by character: in a phrase it knows the library would give that reading alone.
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return [letter for letter in (found[0] if found else []) if letter]
