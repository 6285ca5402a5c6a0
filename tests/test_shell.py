"""The page every address of the app opens: small, never stale, and with what a first login needs."""

from pathlib import Path

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from backend.people.session import PROOF

PAGE = "<!doctype html><title>敲门</title><template><form>用户名</form></template>" + "<p>页面</p>" * 100
OPENED = PAGE.replace("<template>", "").replace("</template>", "")


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> None:
    """A built app."""
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    settings.PWA_DIST = tmp_path


@pytest.mark.usefixtures("built")
def test_the_page_brings_the_token_for_a_first_login() -> None:
    answer = Client().get("/tasks")
    assert answer.content.decode() == OPENED
    assert answer.cookies["csrftoken"].value
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("cookie", ["sessionid", PROOF])
def test_a_phone_that_may_be_locked_is_shown_no_sign_in_while_the_app_starts(cookie: str) -> None:
    phone = Client()
    phone.cookies[cookie] = "whatever"
    assert phone.get("/tasks").content.decode() == PAGE


@pytest.mark.usefixtures("built")
def test_the_page_travels_compressed() -> None:
    answer = Client().get("/", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.content).decode() == OPENED
    assert len(answer.content) < len(PAGE.encode()) / 4


def test_an_app_that_is_not_built_says_so(tmp_path: Path, settings: Settings) -> None:
    settings.PWA_DIST = tmp_path
    assert Client().get("/").status_code == 503
