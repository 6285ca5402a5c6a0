"""The app as it is served: only what has a hash in its name is kept by a browser without asking again."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def browser(tmp_path: Path, settings: Any, db: None) -> Client:
    """A built app of a few files, one of them kept from the release before."""
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/index-B.js", "assets/index-A.js"):
        (tmp_path / name).write_text(name)
    settings.PWA_DIST = settings.WHITENOISE_ROOT = tmp_path
    return Client()


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/tasks", "/case/x", "/sw.js", "/manifest.webmanifest", "/healthz"]
)
def test_what_has_no_hash_in_its_name_is_asked_for_again_each_time(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["/assets/index-B.js", "/assets/index-A.js"])
def test_an_asset_is_kept_for_good_one_of_the_release_before_too(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_asset_that_is_gone_is_not_answered_with_the_app_nor_remembered(browser: Client) -> None:
    answer = browser.get("/assets/index-0.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-cache")


def test_what_the_api_says_is_not_kept_at_all(browser: Client) -> None:
    assert browser.get("/api/me/").headers["Cache-Control"] == "no-store"
