"""The fold on server and phone, on a thousand random cases: late, unsent, stray and wrongly timed reports among them."""

import json
import os
import random
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.flow.load import rules
from tests.cases.stories import Story, at_random, flow

PWA = Path(__file__).parents[2] / "pwa"
SEED, HOW_MANY = int(os.environ.get("SEED", "20260305")), 1000


def test_server_and_phone_fold_random_cases_alike(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    seeds = [chance.randrange(10**9) for _ in range(HOW_MANY)]
    stories = [at_random(seed) for seed in seeds]
    here = [_comparable(story.standing().model_dump(mode="json")) for story in stories]
    there = [_comparable(standing) for standing in _folded_on_the_phone(stories, tmp_path)]
    differing = [seed for seed, one, other in zip(seeds, here, there, strict=True) if one != other]
    assert differing == [], f"SEED={SEED}"


def test_the_random_cases_hold_what_goes_wrong_in_the_field() -> None:
    stories = [at_random(seed) for seed in range(100)]
    reports = [report for story in stories for report in story.reports]
    assert sum(1 for report in reports if report.received_at is None) > len(reports) / 10
    late = [r for r in reports if r.received_at and (r.received_at - r.made_at).total_seconds() > 45 * 60]
    assert len(late) > len(reports) / 10
    assert sum(len(story.standing().strays) for story in stories) > len(stories)
    assert sum(1 for report in reports if report.clock_offset_ms) > len(reports) / 10


def _folded_on_the_phone(stories: list[Story], folder: Path) -> list[dict[str, Any]]:
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.prefix) / "bin"))
    assert node, "There is no Node.js: type `make types`, which installs one."
    questions, answers = folder / "questions.json", folder / "answers.json"
    levels = {code: level.model_dump(mode="json") for code, level in rules().levels.items()}
    asked = {
        "flow": flow().model_dump(mode="json"),
        "rules": {"levels": levels, "immediate_met": rules().immediate_met},
        "cases": [story.facts().model_dump(mode="json", exclude_none=True) for story in stories],
    }
    questions.write_text(json.dumps(asked), encoding="utf-8")
    script = Path(__file__).with_name("fold_in_typescript.mjs")
    subprocess.run([node, str(script), str(questions), str(answers)], check=True, timeout=120)
    told: list[dict[str, Any]] = json.loads(answers.read_text(encoding="utf-8"))
    return told


def _comparable(value: Any) -> Any:
    """Moments by what they mean, however written; what is empty and what is left out are the same."""
    if isinstance(value, dict):
        return {key: _comparable(each) for key, each in value.items() if each not in (None, "")}
    if isinstance(value, list):
        return [_comparable(each) for each in value]
    if isinstance(value, str) and value[:4].isdigit() and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value
