"""An address in free text → its division, as deep as that is sure; what is not sure becomes candidates for a person. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.flow.addresses import Addresses
from backend.intake.atlas import Atlas

_BOUNDARY = "|区县市镇乡道村社组号省路街巷"
_LEVELS = (6, 9, 12)


class Mention(NamedTuple):
    """A division's name in the text, and how much it is worth as evidence."""

    code: str
    start: int
    end: int
    is_full: bool
    strength: float


@dataclass(frozen=True)
class Candidate:
    """A division the address may mean."""

    code: str
    name: str
    score: float


@dataclass(frozen=True)
class Match:
    """The division as far as it is sure (maybe none), how sure, and what it may be beyond that."""

    code: str = ""
    name: str = ""
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()

    def is_unsure(self) -> bool:
        """Whether a person has to look: there is no street or town, or several villages to choose from."""
        return len(self.code) < 9 or bool(self.candidates)


class AddressReader:
    """Matches addresses; `home` is the district of the source, where it belongs to one."""

    def __init__(self, atlas: Atlas, said: Addresses, home: str = "") -> None:
        self.atlas, self.said, self.home = atlas, said, home
        self._city = re.compile("|".join(sorted(said.city, key=len, reverse=True)))
        self._elsewhere = re.compile("|".join(sorted(said.elsewhere, key=len, reverse=True)))

    def match(self, address: str) -> Match:
        """The division of this address."""
        text = self._plain(address)
        if self._is_elsewhere(text):
            return Match()
        mentions = self._fitting(list(self._strongest(self._mentions(text))))
        code, score = "", 1.0
        while rivals := self._below(code, mentions):
            total = sum(mass for _, mass in rivals)
            found = [(each, score * mass * mass / total) for each, mass in rivals]
            best, surest = max(found, key=lambda each: each[1])
            if surest < self.said.sure:
                return self._matched(code, score, self._shown(code, found))
            code, score = best, surest
        return self._matched(code, score)

    def _matched(self, code: str, score: float, candidates: tuple[Candidate, ...] = ()) -> Match:
        return Match(code, self.atlas.path(code), score if code else 0.0, candidates)

    def _plain(self, address: str) -> str:
        folded = unicodedata.normalize("NFKC", address).strip()
        text = re.sub(r"[\W_]+", "|", folded)
        return self._city.sub("|", text).strip("|")

    def _is_elsewhere(self, text: str) -> bool:
        for found in self._elsewhere.finditer(text):
            behind = text[found.end() :]
            is_region = behind.startswith(("省", "市", "自治", "壮族", "回族", "维吾尔"))
            is_road = behind.startswith(("路", "街", "大道", "巷", "桥", "村", "商", "大"))
            if is_region or (found.start() == 0 and not is_road):
                return True
        return False

    def _mentions(self, text: str) -> list[Mention]:
        found = list(self.atlas.spoken_of(text))
        whole = {(start, end) for spelling, start, end in found if spelling.is_full}
        # 南坪镇 is one town, and not the street 南坪街道 by an older name, where there are both.
        full = {(start, end, spelling.code[:6]) for spelling, start, end in found if spelling.is_full}
        ends = {end for _, _, end in found}
        return [
            Mention(
                spelling.code, start, end, spelling.is_full, self._strength(text, start, end, spelling.is_full, ends)
            )
            for spelling, start, end in found
            if (spelling.is_full or (start, end, spelling.code[:6]) not in full)
            and not any((a < start < b < end or start < a < end < b) and not spelling.is_full for a, b in whole)
            and not any(a <= start and end <= b and b - a > end - start for a, b in whole)
        ]

    def _strength(self, text: str, start: int, end: int, is_full: bool, ends: set[int]) -> float:
        said = self.said.strengths
        behind = text[end:]
        # 石坪路 names a road even where a community is called after it.
        is_spot = behind.startswith(self.said.spots) or text[start:end].endswith(("路", "街", "大道", "巷"))
        strength = said.full if is_full else said.spot if is_spot else said.short
        if start and text[start - 1] not in _BOUNDARY and start not in ends:
            strength *= said.inside
        if behind.lstrip("|").startswith(self.said.vague):
            strength *= said.vague
        return strength

    def _strongest(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """One for each division; of one level those behind a full one count for less."""
        best: dict[str, Mention] = {}
        for each in mentions:
            if each.code not in best or each.strength > best[each.code].strength:
                best[each.code] = each
        for each in best.values():
            is_later = any(
                other.is_full and len(other.code) == len(each.code) and other.end <= each.start and other.strength > 0.5
                for other in best.values()
            )
            yield each._replace(strength=each.strength * self.said.strengths.later) if is_later else each

    def _fitting(self, mentions: list[Mention]) -> list[Mention]:
        """Of towns of one name that which has the village, of villages that of the town: 20 of them are called 双龙."""
        whole = [each for each in mentions if each.is_full and each.strength > 0.5]
        towns = {each.code for each in whole if len(each.code) == 9}
        towns = towns & {each.code[:9] for each in whole if len(each.code) == 12} or towns
        return [
            each._replace(strength=each.strength * self.said.strengths.aside)
            if towns and len(each.code) > 6 and each.code[:9] not in towns
            else each
            for each in mentions
        ]

    def _below(self, code: str, mentions: Sequence[Mention]) -> list[tuple[str, float]]:
        """The next level's divisions below `code` that the text speaks of, each with what speaks for it."""
        length = next((level for level in _LEVELS if level > len(code)), 0)
        if not length:
            return []
        above = next((each for each in mentions if each.code == code), None)
        named: dict[str, float] = {}
        deeper: dict[str, dict[int, float]] = {}
        for each in mentions:
            is_behind = above is None or each.start >= above.end or (len(each.code) == 12 and each.is_full)
            if len(each.code) < length or not each.code.startswith(code) or not is_behind:
                continue
            mass = each.strength * self._way(each, above, skipped=len(each.code) > length, is_bare=not code)
            own = each.code[:length]
            if len(each.code) == length:
                named[own] = mass
            else:
                levels = deeper.setdefault(own, {})
                levels[len(each.code)] = max(levels.get(len(each.code), 0.0), mass)
        if not code and self.home in deeper and max(named.values(), default=0.0) < self.said.sure:
            named[self.home] = self.said.strengths.home
        return _weighed(named, deeper, self.said.strengths.aside)

    def _way(self, each: Mention, above: Mention | None, *, skipped: bool, is_bare: bool) -> float:
        """What the way from the level above to this mention is worth."""
        said = self.said.strengths
        if skipped:
            if is_bare and len(each.code) == 12:
                return said.bare if each.is_full else said.spot
            return said.skipped if each.is_full else said.spot if len(each.code) == 12 else said.bare
        if each.is_full or len(each.code) == 6:
            return 1.0
        is_next = above is not None and 0 <= each.start - above.end <= 1
        return 1.0 if is_next else said.apart

    def _shown(self, code: str, found: Sequence[tuple[str, float]]) -> tuple[Candidate, ...]:
        least = self.said.shown_in_township if len(code) >= 9 else self.said.shown
        likely = sorted((each for each in found if each[1] >= least), key=lambda each: (-each[1], each[0]))
        return tuple(
            Candidate(each, self.atlas.path(each), round(score, 2)) for each, score in likely[: self.said.most_shown]
        )


def _weighed(named: dict[str, float], deeper: dict[str, dict[int, float]], aside: float) -> list[tuple[str, float]]:
    """What speaks for each division: its own name, and the names below it; where one is named, only below that one."""
    is_named = max(named.values(), default=0.0) > 0.5
    masses: list[tuple[str, float]] = []
    for each in {**named, **deeper}:
        against = 1 - named.get(each, 0.0)
        for mass in deeper.get(each, {}).values():
            against *= 1 - mass * (aside if is_named and each not in named else 1.0)
        masses.append((each, 1 - against))
    return [(each, mass) for each, mass in masses if mass > 0.01]
