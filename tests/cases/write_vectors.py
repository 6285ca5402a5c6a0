"""Writes `fixtures/vectors/fold/`: the stories and 100 random cases with their standing. `python -m tests.cases.write_vectors`."""

import json
from pathlib import Path
from typing import Any

from tests.cases.stories import STORIES, Story, at_random

FOLDER = Path(__file__).parents[2] / "fixtures" / "vectors" / "fold"


def vectors() -> dict[str, list[dict[str, Any]]]:
    """File name → vectors: facts and what they fold to."""
    told = [_vector(name, story()) for name, story in STORIES.items()]
    return {"stories.json": told, "random.json": [_vector(f"random {seed}", at_random(seed)) for seed in range(100)]}


def as_text(rows: list[dict[str, Any]]) -> str:
    """One vector a line, so that a change shows as one line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _vector(name: str, story: Story) -> dict[str, Any]:
    return {
        "name": name,
        "flow": "dissuasion-1",
        "facts": story.facts().model_dump(mode="json", exclude_none=True),
        "expect": story.standing().model_dump(mode="json"),
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, rows in vectors().items():
        (FOLDER / file).write_text(as_text(rows), encoding="utf-8")
