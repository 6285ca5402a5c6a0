"""The docs speak of what is there: files, links, make targets, management commands and events they name exist."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from backend.live import events

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
PATH = re.compile(r"`((?:backend|pwa|fixtures|tests|docs)/[\w./*-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in re.findall(r"\]\((?!http)([^)#]+)\)", text)]
    pictures = [page.parent / source for source in re.findall(r'<img src="([^"]+)"', text)]
    named = [ROOT / path for path in PATH.findall(text)]
    missing = [str(path) for path in links + pictures + named if not path.exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`(?:PORT=\d+ )?make ([a-z0-9-]+)", text)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_event_the_journey_names_is_one() -> None:
    text = (ROOT / "docs" / "journey-of-a-report.md").read_text(encoding="utf-8")
    kinds = {each.model_fields["kind"].default for each in events.Happening.__subclasses__()}
    named = set(re.findall(r"`([a-z]+_(?:wanted|given|called|ended|stored|opened))`", text))
    assert named
    assert named <= kinds
