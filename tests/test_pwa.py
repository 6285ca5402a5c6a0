"""The app as it is served: only what has a hash in its name is kept by a browser without asking again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.flow.vectors import FIXTURES


@pytest.fixture
def browser(tmp_path: Path, settings: Any, db: None) -> Client:
    """A built app of a few files, one of them kept from the release before."""
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/index-B.js", "assets/index-A.js"):
        (tmp_path / name).write_text(name)
    settings.PWA_DIST = settings.WHITENOISE_ROOT = tmp_path
    return Client()


@pytest.mark.parametrize("path", ["/", "/index.html", "/tasks", "/case/x", "/sw.js", "/manifest.webmanifest"])
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


@pytest.mark.parametrize("path", ["/", "/index.html", "/sw.js", "/api/docs/", "/assets/index-0.js"])
def test_a_page_a_worker_and_an_error_say_what_they_may_load(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Permissions-Policy" in answer.headers


@pytest.mark.parametrize("path", ["/api/me/", "/assets/index-B.js"])
def test_what_a_page_only_reads_carries_no_policy(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert not {"Content-Security-Policy", "Permissions-Policy"} & answer.headers.keys()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_come_from_here_alone_until_a_tile_server_is_named(browser: Client) -> None:
    assert "img-src 'self' blob: data:;" in browser.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "https://tiles.example.cn:8443/a/{z}/{x}/{y}.png",
            "img-src 'self' https://tiles.example.cn:8443 blob: data:;",
        ),
        ("/tiles/{z}/{x}/{y}.png", "img-src 'self' blob: data:;"),
    ],
)
def test_pictures_also_come_from_the_tile_server_and_nothing_else_does(
    browser: Client, tmp_path: Path, settings: Any, url: str, said: str
) -> None:
    settings.FIXTURES_DIR = fixtures_with_tiles(tmp_path, url)
    policy = browser.get("/").headers["Content-Security-Policy"]
    assert said in policy
    assert policy.count("tiles.example.cn") == said.count("tiles.example.cn")
    assert "tiles.example.cn" not in browser.get("/api/docs/").headers["Content-Security-Policy"]


def fixtures_with_tiles(folder: Path, url: str) -> Path:
    """The project's own rules, with a tile server."""
    copied = Path(shutil.copytree(FIXTURES, folder / "fixtures", ignore=shutil.ignore_patterns("divisions")))
    file = copied / "screens" / "chongqing.yaml"
    tiles = f'tiles: {{url: "{url}", attribution: 演练地图, datum: gcj02, zoom: {{least: 6, most: 18}}}}'
    text = file.read_text(encoding="utf-8")
    assert "tiles: null" in text
    file.write_text(text.replace("tiles: null", tiles), encoding="utf-8")
    return copied
