"""Which invented signals come in, when, and how each case will go: drawn from a seed, the same every time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from stdnum.cn import ric

from backend.drill.persona import Script, script_of
from backend.drill.texts import Kind, Texts
from backend.times import BEIJING

DAY = timedelta(hours=24)
# Of ten signals so many name the place by its code; who has no place must be routed by hand.
HAS_PLACE, HAS_ID, COMES_AGAIN, IS_REMOTE = 0.96, 0.55, 0.14, 0.5


@dataclass(frozen=True)
class Area:
    """A station's area: its communities and villages by code and name, those no officer reaches, and how much it can take."""

    station: str
    name: str
    divisions: tuple[tuple[str, str], ...]
    remote: tuple[tuple[str, str], ...]
    strength: int


@dataclass(frozen=True)
class Planned:
    """A signal to come; of the case it opens, or joins, the script."""

    at: datetime
    signal: dict[str, Any]
    script: Script


@dataclass(frozen=True)
class Staged:
    """A case that shows one state at the end of the day: how long before the end it comes in, and its script."""

    name: str
    minutes: int
    script: Script
    behaviours: tuple[str, ...] = ()
    # `none`: the signal says nothing of where; `remote`, `idle`: a village of volunteers, an area with nobody on duty.
    place: str = ""
    again: bool = False


HIGH = ("app_downloaded",)
STAGED = (
    Staged("without a station", 22, Script(), HIGH, "none"),
    Staged("nobody on duty", 31, Script(), HIGH, "idle"),
    Staged("not delivered", 6, Script(stop="receipt"), HIGH),
    Staged("not accepted", 7, Script(stop="accept"), HIGH),
    Staged("late", 190, Script(stop="accept"), HIGH),
    Staged("calling", 40, Script(call="nobody", stop="dial again")),
    Staged("on the way", 35, Script(call="hangs_up", stop="travel"), HIGH),
    Staged("at the door", 110, Script(call="hangs_up", stop="look"), HIGH),
    Staged("to be signed", 150, Script(stop="sign"), HIGH),
    Staged("sent back", 300, Script(sent_back=True, stop="again"), HIGH),
    Staged("transferred", 420, Script(call="hangs_up", door="wrong_address"), HIGH),
    Staged("joined, raised", 260, Script(call="disbelieves"), again=True),
    Staged("stray report", 330, Script(call="hangs_up", changes_hands=True), HIGH),
    Staged("help", 140, Script(call="hangs_up", calls_help=True, stop="help"), HIGH),
    Staged("revisit planned", 160, Script(call="disbelieves", door="nobody", stop="travel again"), HIGH),
    Staged("volunteer without signal", 400, Script(call="hangs_up", no_signal=True), HIGH, "remote"),
)


def planned_day(words: Texts, areas: Sequence[Area], *, seed: int, cases: int, until: datetime) -> list[Planned]:
    """A day's signals up to `until`, in order: so many cases, the staged ones among them, and later signals about some."""
    prefix = f"day-{until.astimezone(BEIJING):%Y%m%d}-{seed}"
    rng = Random(prefix)
    plan = []
    for index in range(cases):
        key = f"{prefix}-{index + 1:04d}"
        staged = STAGED[index] if index < len(STAGED) else None
        at = until - timedelta(minutes=staged.minutes) if staged else _moment(words, until, rng)
        plan += _with_again(words, areas, Planned(at, {"reference": key}, script_of(key)), staged, until)
    return sorted(plan, key=lambda one: (one.at, one.signal["reference"]))


def signal_of(words: Texts, areas: Sequence[Area], key: str, staged: Staged | None = None) -> dict[str, Any]:
    """One invented signal as a source sends it; `key` is its reference and decides all of it."""
    rng = Random(key)
    name, kind = rng.choices(list(words.kinds.items()), [k.weight for k in words.kinds.values()])[0]
    yuan = _yuan(kind, rng) if not staged else rng.randrange(1000, 4000)
    signal = {
        "reference": key,
        "fraud_type": name,
        "text": rng.choice(kind.texts).format(yuan=f"{yuan:,}"),
        "site_or_app": rng.choice(kind.sites),
        "suspect": {"phone": f"00{rng.randrange(10**9):09d}"},
        "amount_fen": yuan * 100,
        "behaviours": list(staged.behaviours) if staged else _behaviours(kind, rng),
        "target": _target(words, areas, kind, staged, rng),
        "drill": True,
    }
    if kind.calls and not staged:
        signal |= {"call_seconds": _skewed(*kind.calls, rng), "call_count": rng.randrange(1, 5)}
    return signal


def _with_again(
    words: Texts, areas: Sequence[Area], first: Planned, staged: Staged | None, until: datetime
) -> list[Planned]:
    key = str(first.signal["reference"])
    rng = Random(f"{key}/again")
    signal = signal_of(words, areas, key, staged)
    script = replace(staged.script, at_once=True) if staged else first.script
    plan = [replace(first, signal=signal, script=script)]
    later = first.at + timedelta(minutes=rng.randrange(3, 70))
    comes_again = staged.again if staged else rng.random() < COMES_AGAIN
    if comes_again and later < until:
        grave = ["transfer_under_way"] if staged or rng.random() < 0.4 else []
        named = {"name": signal["target"]["name"], "phone": signal["target"]["phone"]}
        more = {"reference": f"{key}-b", "text": rng.choice(words.again), "behaviours": grave, "target": named}
        plan.append(Planned(later, more | {"drill": True}, script))
    return plan


def _moment(words: Texts, until: datetime, rng: Random) -> datetime:
    """A moment of the day before `until`, by the hours' curve."""
    hour = rng.choices(range(24), words.hours)[0]
    at = until.astimezone(BEIJING).replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
    return at if at < until else at - DAY


def _yuan(kind: Kind, rng: Random) -> int:
    """Small sums are common, large ones rare."""
    low, high = kind.yuan
    yuan = _skewed(low, high, rng)
    return yuan // 100 * 100 if yuan > 2000 else yuan


def _skewed(low: int, high: int, rng: Random) -> int:
    return int(low * (high / low) ** (rng.random() ** 2.2))


def _behaviours(kind: Kind, rng: Random) -> list[str]:
    """An app on every seventh phone; what calls for somebody at once is rare."""
    one = rng.choice(kind.behaviours) if kind.behaviours else ""
    return [one] if one and rng.random() < (0.2 if one == "app_downloaded" else 0.05) else []


def _target(words: Texts, areas: Sequence[Area], kind: Kind, staged: Staged | None, rng: Random) -> dict[str, Any]:
    age = rng.randrange(*kind.ages)
    target: dict[str, Any] = {
        "name": rng.choice(words.surnames) + rng.choice(words.given),
        "phone": f"19900{rng.randrange(2 * 10**5, 10**6):06d}",
        "age": age,
    }
    place = _place(areas, staged, rng)
    if place is None:
        return target
    division, name = place
    target |= {"division": division, "address": _address(words, name, rng)}
    if rng.random() < HAS_ID:
        target["id_number"] = _id_number(division, age, rng)
    return target


def _place(areas: Sequence[Area], staged: Staged | None, rng: Random) -> tuple[str, str] | None:
    is_lost = len(areas) > 1 and rng.random() >= HAS_PLACE  # A drill of one station stays there
    wanted = staged.place if staged else ("none" if is_lost else "")
    busy = [area for area in areas if area.strength] or list(areas)
    if wanted == "none":
        return None
    if wanted == "idle":
        return rng.choice([one for area in areas if not area.strength for one in area.divisions])
    if wanted == "remote":
        return rng.choice([one for area in busy for one in area.remote])
    area = rng.choices(busy, [one.strength or 1 for one in busy])[0]
    is_remote = bool(area.remote) and not staged and rng.random() < IS_REMOTE
    return rng.choice(area.remote if is_remote else area.divisions)


def _address(words: Texts, name: str, rng: Random) -> str:
    place = name.removesuffix("居民委员会").removesuffix("村民委员会")
    if place.endswith("村"):
        return f"{place}{rng.randrange(1, 9)}组{rng.randrange(1, 90)}号"
    return f"{place}{rng.randrange(1, 200)}号{rng.choice(words.blocks)}{rng.randrange(1, 32)}-{rng.randrange(1, 9)}"


def _id_number(division: str, age: int, rng: Random) -> str:
    """With a check digit that is right, and an order number nobody is given."""
    born = f"{2025 - age}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    number = f"{division[:6]}{born}99{rng.randrange(10)}"
    return number + str(ric.calc_check_digit(number + "0"))
