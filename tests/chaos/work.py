"""What the person with the phone does next: accepts, walks through the flow, takes pictures, notes, and sometimes is wrong or late."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from backend.flow.interpret import walk
from backend.flow.load import Rules
from tests.chaos.disk import Disk, Picture, Task

# How often an answer is given, against 1.0 for all others.
SELDOM = {
    "busy": 0.4,
    "dead_number": 0.2,
    "no_answer": 0.4,
    "nobody_home": 0.4,
    "not_the_person": 0.1,
    "still_disbelieves": 0.5,
    "wrong_address": 0.12,
    "not_found_yet": 0.3,
}
MOST_PICTURE = 90_000


@dataclass
class Draft:
    """A report to be made."""

    case: str
    said: dict[str, Any]
    pictures: list[Picture] = field(default_factory=list)
    is_stray: bool = False


def decide(disk: Disk, rules: Rules, stations: list[str], rng: Random, *, is_bored: bool) -> Draft | None:
    """The next report of this phone, or None where there is nothing to do. Bored, or with no tasks by his role, he writes notes."""
    roll = rng.random()
    past, tasks = disk.past_tasks(), doable(disk, rules)
    if past and roll < 0.05:
        return _late(disk, rules, rng.choice(past), rng)
    if tasks and roll < 0.9:
        return _at_work(disk, rules, rng.choice(tasks), stations, rng)
    if disk.cases and (roll >= 0.9 or is_bored):
        return _aside(rng.choice(sorted(disk.cases)), rules, rng)
    return None


def doable(disk: Disk, rules: Rules) -> list[Task]:
    """What is neither over nor answered to its end."""
    return [
        task
        for task in disk.open_tasks()
        if walk(rules.flows[task.flow], task.track, disk.answers.get(task.id, [])).end is None
    ]


def _at_work(disk: Disk, rules: Rules, task: Task, stations: list[str], rng: Random) -> Draft:
    roll = rng.random()
    answers = disk.answers.get(task.id, [])
    if not answers and not task.is_accepted and roll < 0.06:
        return _draft(task, {"kind": "decline", "reason": rng.choice(["busy", "far"])})
    if not answers and not task.is_accepted and roll < 0.8:
        return _draft(task, {"kind": "accept"})
    if roll > 0.97:
        return _misfit(rules, task, rng)
    gone = walk(rules.flows[task.flow], task.track, answers)
    return _answer(rules, task, gone.current, stations, rng)


def _answer(rules: Rules, task: Task, name: str, stations: list[str], rng: Random) -> Draft:
    step = rules.flows[task.flow].steps[name]
    chosen = rng.choices(step.answers, [SELDOM.get(answer, 1.0) for answer in step.answers])[0]
    inputs = _inputs(step.screen or "", rules, stations, rng)
    draft = _draft(task, {"kind": "answer", "step": name, "answer": chosen, "inputs": inputs})
    if step.screen in ("look", "proof") or rng.random() < 0.05:
        draft.pictures = [_picture(task.case, rng) for _ in range(rng.choice([1, 1, 2]))]
        inputs["evidence"] = [
            {"sha256": one.sha256, "use": "photo", "media_type": "image/jpeg", "size": len(one.content)}
            for one in draft.pictures
        ]
    return draft


def _misfit(rules: Rules, task: Task, rng: Random) -> Draft:
    """An answer of the other track: no walk of this one ever comes to that step."""
    flow = rules.flows[task.flow]
    step = flow.start["visit" if task.track == "call" else "call"]
    draft = _draft(task, {"kind": "answer", "step": step, "answer": rng.choice(flow.steps[step].answers)})
    draft.is_stray = True
    return draft


def _late(disk: Disk, rules: Rules, task: Task, rng: Random) -> Draft:
    """The case went on without him; he has not heard of it, or writes down what he did before."""
    current = walk(rules.flows[task.flow], task.track, disk.answers.get(task.id, [])).current
    step = rules.flows[task.flow].steps[current]
    if not step.answers or rng.random() < 0.3:
        return _draft(task, {"kind": "accept"})
    return _draft(task, {"kind": "answer", "step": current, "answer": rng.choice(step.answers)})


def _aside(case: str, rules: Rules, rng: Random) -> Draft:
    kind = rng.choices(["note", "help", "safe", "retype"], [12, 1, 1, 1])[0]
    said: dict[str, Any] = {"kind": kind}
    if kind == "note":
        said["note"] = f"演练记录 {rng.randrange(10**6)}"
    if kind == "retype":
        said["fraud_type"] = rng.choice(sorted(rules.fraud_types))
    return Draft(case, said)


def _draft(task: Task, said: dict[str, Any]) -> Draft:
    return Draft(task.case, said | {"track": task.track, "assignment": task.id})


def _picture(case: str, rng: Random) -> Picture:
    content = b"\xff\xd8\xff" + rng.randbytes(rng.randrange(2_000, MOST_PICTURE))
    return Picture(case, hashlib.sha256(content).hexdigest(), content)


def _inputs(screen: str, rules: Rules, stations: list[str], rng: Random) -> dict[str, Any]:
    fen = rng.randrange(10**6) * 100
    place = {"latitude": 29.5 + rng.random(), "longitude": 106.5 + rng.random(), "accuracy": 12.0}
    later = (datetime.now(UTC) + timedelta(hours=rng.randrange(1, 20))).isoformat()
    known: dict[str, dict[str, Any]] = {
        "met": {"place": place, "who": "self"},
        "transfer": {"station": rng.choice(stations)},
        "revisit": {"revisit_at": later},
        "money": {"about_to_go_fen": fen, "saved_fen": fen},
        "payee": {"payments": [{"payee_account": f"6222{fen:012}", "amount_fen": fen}], "lost_fen": fen},
        "result": {"level": rng.choice(sorted(rules.levels)), "fraud_type": rng.choice(sorted(rules.fraud_types))},
    }
    return dict(known.get(screen, {}))
