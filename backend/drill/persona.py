"""What a simulated member does next: given where a case stands, an answer the flow allows. Pure, and the same for the same key."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Literal

from backend.drill.pictures import Picture
from backend.drill.saying import inputs_at
from backend.drill.texts import Texts
from backend.flow.wire import Flow

Call = Literal["persuaded", "rings", "hangs_up", "disbelieves", "nobody", "dead", "gone_number"]
Door = Literal["target", "relative", "came_in", "nobody", "away", "stranger", "wrong_address"]
Talk = Literal["believes", "stubborn", "never"]
# What becomes of each try to call; the last one goes on.
CALLS: dict[Call, tuple[str, ...]] = {
    "persuaded": ("persuaded",),
    "rings": ("no_answer", "busy", "persuaded"),
    "hangs_up": ("hung_up", "hung_up", "no_answer", "hand_over"),
    "disbelieves": ("disbelieves", "hung_up", "no_answer", "hand_over"),
    "nobody": ("no_answer", "no_answer", "busy", "no_answer", "hand_over"),
    "dead": ("dead_number", "persuaded"),
    "gone_number": ("dead_number", "hand_over"),
}
DOORS: dict[Door, tuple[str, ...]] = {
    "target": ("met_target",),
    "relative": ("met_relative",),
    "came_in": ("met_target",),
    "nobody": ("nobody_home", "met_target"),
    "away": ("nobody_home",),
    "stranger": ("not_the_person",),
    "wrong_address": ("met_target",),
}
TALKS: dict[Talk, tuple[str, ...]] = {
    "believes": ("believes",),
    "stubborn": ("still_disbelieves", "still_disbelieves", "believes"),
    "never": ("still_disbelieves",),
}
# Seconds a step takes, by its screen.
TAKES: dict[str, tuple[int, int]] = {
    "call": (40, 240),
    "find_number": (120, 600),
    "call_close": (30, 90),
    "travel": (420, 1900),
    "met": (30, 180),
    "look": (60, 300),
    "talk": (240, 1200),
    "backup": (600, 1500),
    "money": (30, 120),
    "payee": (60, 240),
    "proof": (40, 150),
    "result": (10, 40),
    "revisit": (20, 60),
    "transfer": (40, 120),
    "summary": (20, 80),
}


@dataclass(frozen=True)
class Script:
    """How a case will go.

    `stop` is the step, or `receipt`, `accept`, `sign`, at which nobody does anything more; `at_once`: whoever is sent leaves
    all else for it.
    """

    call: Call = "persuaded"
    door: Door = "target"
    talk: Talk = "believes"
    paid: bool = False
    pictures: int = 1
    no_signal: bool = False
    calls_help: bool = False
    changes_hands: bool = False
    sent_back: bool = False
    at_once: bool = False
    stop: str = ""


@dataclass(frozen=True)
class Situation:
    """Where one assignment stands. `given` counts its track's answers by step, `calls` the tries, `said` its member's reports."""

    key: str
    track: Literal["call", "visit"]
    step: str
    level: str
    fraud_type: str
    now: datetime
    is_accepted: bool
    accept_within: int
    amount_fen: int = 0
    given: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    said: int = 0
    neighbours: Sequence[str] = ()
    revisit_at: datetime | None = None


@dataclass(frozen=True)
class Turn:
    """The next thing somebody does, and after how many seconds."""

    after: int
    kind: Literal["accept", "answer"]
    step: str = ""
    answer: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()


def script_of(key: str) -> Script:
    """How a case with this key goes by itself: most people can be persuaded, many only at the door."""
    rng = Random(f"{key}/script")
    return Script(
        call=rng.choices(list(CALLS), (34, 20, 14, 12, 12, 5, 3))[0],
        door=rng.choices(list(DOORS), (52, 14, 7, 14, 4, 4, 5))[0],
        talk=rng.choices(list(TALKS), (78, 16, 6))[0],
        paid=rng.random() < 0.16,
        pictures=rng.choice((0, 1, 1, 2)),
        no_signal=rng.random() < 0.3,
        calls_help=rng.random() < 0.02,
        changes_hands=rng.random() < 0.04,
        sent_back=rng.random() < 0.06,
    )


def next_turn(at: Situation, script: Script, flow: Flow, words: Texts) -> Turn | None:
    """What is done next on this assignment; nothing when the track has ended or the script stops here."""
    step = flow.steps[at.step]
    if step.end or script.stop in (at.step, "receipt"):
        return None
    rng = Random(f"{at.key}/{at.track}/{at.said}")
    if not at.is_accepted:
        patience = at.accept_within * (1.4 if rng.random() < 0.08 else 0.7)
        return None if script.stop == "accept" else Turn(int(rng.uniform(12, min(patience, 1500))), "accept")
    screen = str(step.screen)
    wanted = _wanted(screen, at, script)
    answer = wanted if wanted in step.answers else rng.choice(list(step.answers))
    inputs, pictures = inputs_at((screen, answer), at, script, words, rng)
    return Turn(_seconds(screen, at, rng), "answer", at.step, answer, inputs, pictures)


def _seconds(screen: str, at: Situation, rng: Random) -> int:
    if screen == "travel" and at.revisit_at and at.revisit_at > at.now:
        return int((at.revisit_at - at.now).total_seconds()) + rng.randrange(60, 600)
    low, high = TAKES[screen]
    return rng.randrange(low, high)


def _wanted(screen: str, at: Situation, script: Script) -> str:
    """The answer the script asks for; the flow may not have it here."""
    nth = at.given[at.step]
    simple = {
        "find_number": "not_found_number" if script.call == "gone_number" else "found",
        "travel": _arrival(script, nth),
        "transfer": "transferred" if at.neighbours else "kept",
        "look": "looked",
        "backup": "believes" if script.talk == "stubborn" else "still_disbelieves",
        "money": "already_sent" if script.paid else "nothing_sent",
        "payee": "noted",
        "proof": "added" if script.pictures else "skipped",
        "result": {"stranger": "mismatch", "away": "not_found"}.get(script.door, "persuaded"),
        "revisit": "planned",
    }
    tries = {"call": CALLS[script.call], "met": DOORS[script.door], "talk": TALKS[script.talk]}
    if answers := tries.get(screen):
        so_far = at.calls if screen == "call" else nth
        return answers[min(so_far, len(answers) - 1)]
    return simple.get(screen, "confirmed")


def _arrival(script: Script, nth: int) -> str:
    if nth == 0 and script.door in ("came_in", "wrong_address"):
        return script.door
    return "arrived"
