"""The divisions by every name people call them; built once for a whole import. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ETHNIC = "(?:土家族|苗族|仡佬族|蒙古族|回族|彝族)+"
_ENDINGS = {"district": ("区", "县", "市"), "township": ("街道", "镇", "乡", "街道办事处", "街道办")}


@dataclass(frozen=True)
class Spelling:
    """A name of a division: `is_full` with its ending, so that it can hardly be something else."""

    code: str
    is_full: bool


@dataclass
class Atlas:
    """Which divisions a name may mean."""

    by_name: dict[str, list[Spelling]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    beginnings: set[str] = field(default_factory=set)

    def spoken_of(self, text: str) -> Iterator[tuple[Spelling, int, int]]:
        """Every name that stands in the text, with where it begins and ends."""
        for start in range(len(text) - 1):
            end = start + 2
            while text[start:end] in self.beginnings and end <= len(text):
                for spelling in self.by_name.get(text[start:end], ()):
                    yield spelling, start, end
                end += 1

    def path(self, code: str) -> str:
        """Its name with those above it, without the city's."""
        return "".join(self.names.get(code[:length], "") for length in (6, 9, 12) if len(code) >= length)


def build_atlas(divisions: Iterable[tuple[str, str, str]], aliases: Mapping[str, Sequence[str]]) -> Atlas:
    """From code, name and kind of every division below the city, and other names of some."""
    atlas = Atlas()
    for code, name, kind in divisions:
        if kind == "city":
            continue
        atlas.names[code] = _plain(name)
        spelled = dict.fromkeys(_short(name, kind), False) | dict.fromkeys(_full(name, kind), True)
        spelled |= dict.fromkeys(aliases.get(code, ()), True)
        for text, is_full in spelled.items():
            if len(text) > 1:
                atlas.by_name.setdefault(text, []).append(Spelling(code, is_full))
                atlas.beginnings.update(text[:end] for end in range(2, len(text) + 1))
    return atlas


def _plain(name: str) -> str:
    """A village or community without its committee."""
    name = name.removesuffix("社区工作站").removesuffix("居民委员会")
    if name.endswith("村民委员会"):
        base = name.removesuffix("村民委员会")
        return base if base.endswith(("村", "社区")) else f"{base}村"
    return name


def _full(name: str, kind: str) -> Iterator[str]:
    yield name
    plain = _plain(name)
    yield plain
    if kind in _ENDINGS:
        # 酉阳土家族苗族自治县 is 酉阳县, 石桥苗族土家族乡 is 石桥乡.
        yield re.sub(f"{ETHNIC}(?:自治)?(县|乡)$", r"\1", name)
        if name.endswith("街道"):
            yield f"{name}办事处"
    elif plain.endswith("社区"):
        base = plain.removesuffix("社区")
        yield from (f"{base}居委会", f"{plain}居委会", f"{plain}居民委员会")
    else:
        yield from (f"{plain}委会", f"{plain}村委会")


def _short(name: str, kind: str) -> Iterator[str]:
    if kind not in _ENDINGS:
        yield re.sub("(?:村|社区)$", "", _plain(name))
        return
    base = re.sub(f"{ETHNIC}(?:自治)?(?:县|乡)$|(?:区|县|街道|镇|乡)$", "", name)
    if len(base) > 1:
        yield base
        # A town that has become a street is still called a town, and a county that has become a district a county.
        yield from (f"{base}{ending}" for ending in _ENDINGS[kind])
