"""The two interpreters, server and phone, on thousands of random walks: both must come to the same place."""

import json
import random
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from backend.flow.interpret import Answer, walk
from backend.flow.wire import Flow
from tests.flow.vectors import flows, walked

PWA = Path(__file__).parents[2] / "pwa"
SEED, HOW_MANY = 20210331, 2000
ODD_NAMES = ["", "knock", "constructor", "__proto__", "toString", "diál", "拨号", "dial "]
Answers = list[tuple[str, str]]
Case = tuple[str, str, Answers]


def test_server_and_phone_come_to_the_same_place_on_random_walks(tmp_path: Path) -> None:
    there = walked_on_the_phone([case for case, _ in walks()], tmp_path)
    assert [(case, here) for case, here in walks()] == [
        (case, gone) for (case, _), gone in zip(walks(), there, strict=True)
    ]


def test_the_random_walks_go_everywhere() -> None:
    every_step = {step for flow in flows().values() for step in flow.steps}
    assert {gone["current"] for _, gone in walks()} == every_step
    assert sum(1 for _, gone in walks() if gone["strays"]) > HOW_MANY / 10
    cut = [len(gone["path"]) + len(gone["strays"]) < len(answers) for (_, _, answers), gone in walks()]
    assert sum(cut) > HOW_MANY / 10


@cache
def walks() -> list[tuple[Case, dict[str, Any]]]:
    """Every random case with where it leads here."""
    dice = random.Random(SEED)
    cases = [at_random(dice) for _ in range(HOW_MANY)]
    return [(case, walked(flows()[case[0]], case[1], case[2])) for case in cases]


def at_random(dice: random.Random) -> Case:
    """A flow, a track, and answers that mostly fit: some correct an earlier step, some have no place at all."""
    name = dice.choice(sorted(flows()))
    flow, track = flows()[name], dice.choice(["call", "visit"])
    answers: Answers = []
    path: Answers = []
    current = flow.start[track]
    for _ in range(dice.randrange(20)):
        answer = next_at_random(dice, flow, current, path)
        answers.append(answer)
        # What was cut away or stray changes nothing more: the path alone tells where the walk stands.
        gone = walk(flow, track, [Answer(step, given) for step, given in [*path, answer]])
        current, path = gone.current, [(given.step, given.answer) for given in gone.path]
    return name, track, answers


def next_at_random(dice: random.Random, flow: Flow, current: str, path: Answers) -> tuple[str, str]:
    """One more answer: where the walk stands, at a step it has passed, or anywhere with anything."""
    luck = dice.random()
    if luck < 0.8:
        return current, dice.choice(flow.steps[current].answers or ("confirmed",))
    if luck < 0.9 and path:
        code = dice.choice(path)[0]
        return code, dice.choice(flow.steps[code].answers)
    every_answer = sorted({answer for step in flow.steps.values() for answer in step.answers})
    return dice.choice([*flow.steps, *ODD_NAMES]), dice.choice([*every_answer, *ODD_NAMES])


def walked_on_the_phone(cases: list[Case], folder: Path) -> list[dict[str, Any]]:
    """The same walks by `pwa/src/flow/interpret.ts`, with the flows as `GET /api/rules/` publishes them."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.prefix) / "bin"))
    assert node, "There is no Node.js: type `make types`, which installs one."
    assert (PWA / "node_modules" / "typescript").is_dir(), "The app's packages are missing: type `make types`."
    questions, answers = folder / "questions.json", folder / "answers.json"
    published = {name: flow.model_dump(mode="json") for name, flow in flows().items()}
    questions.write_text(json.dumps({"flows": published, "cases": cases}), encoding="utf-8")
    script = Path(__file__).with_name("walk_in_typescript.mjs")
    done = subprocess.run([node, script, questions, answers], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    walks: list[dict[str, Any]] = json.loads(answers.read_text(encoding="utf-8"))
    return walks
