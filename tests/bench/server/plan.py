"""How dissuasions go in the bench: the ways there are, how often each, and what each must leave in the database. Pure."""

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.bench.server.source import COMMUNITY

Answers = tuple[tuple[str, str], ...]
PERSUADED: Answers = (("dial", "persuaded"), ("call_close", "confirmed"))
HANDED_OVER: Answers = (*((("dial", "no_answer"),) * 3), ("dial_visit", "hand_over"))
VISITED: Answers = (
    ("travel", "arrived"),
    ("door", "met_target"),
    ("look", "looked"),
    ("talk", "believes"),
    ("money", "nothing_sent"),
    ("proof", "skipped"),
    ("result", "persuaded"),
    ("summary", "confirmed"),
)


@dataclass(frozen=True)
class Course:
    """One way; `tracks` are walked in this order. A high one sends two, and the visit's outcome stands the caller down."""

    name: str
    of_a_hundred: int
    level: str
    tracks: tuple[tuple[str, Answers], ...]
    assignments: int

    @property
    def reports(self) -> int:
        """Each track is accepted, then answered."""
        return sum(1 + len(answers) for _, answers in self.tracks)


# Of the medium and low ones we take two of three to be persuaded on the phone.
COURSES = (
    Course("by phone", 46, "medium", (("call", PERSUADED),), 1),
    Course("at the door", 23, "medium", (("call", HANDED_OVER), ("visit", VISITED)), 2),
    Course("both at once", 31, "high", (("visit", VISITED),), 2),
)


def course_of(number: int, seed: int) -> Course:
    """The same for the same number."""
    weights = [course.of_a_hundred for course in COURSES]
    return Random(f"{seed}/course {number}").choices(COURSES, weights)[0]


def signal_of(number: int, course: Course, station: str) -> dict[str, Any]:
    """A signal about somebody who was never warned before."""
    return {
        "reference": f"quarter-{number}",
        "fraud_type": "brushing",
        "level": course.level,
        "text": "演练",
        "target": {
            "name": "演练对象",
            "phone": f"136{number:08}",
            "address": "演练路1号",
            "division": station + COMMUNITY,
        },
        "amount_fen": 100_000,
    }
