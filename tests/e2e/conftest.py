"""A city of its own for every test, and windows that fail their test when a page complains."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsers import LAUNCH, PHONE, Desk
from tests.e2e.server import served

Opening = Callable[..., Desk]
Signalling = Callable[..., str]
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these need a browser."""
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium."""
    return LAUNCH


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demo city in which nothing has happened yet."""
    folder = tmp_path_factory.mktemp("demo")
    with served(folder):
        pass
    return folder


@pytest.fixture
def server(demo: Path, tmp_path: Path) -> Iterator[str]:
    """The product's address, with that city: who is free does not depend on which test came before."""
    with served(Path(shutil.copytree(demo, tmp_path / "data"))) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Opening]:
    """Opens a window and signs in: `opened("officer")` a phone, `opened("chief", DESK)` a board."""
    desks: list[Desk] = []

    def open_for(username: str, size: dict[str, int] = PHONE, *, address: str = server, **how: str) -> Desk:
        desk = Desk(browser, address, size, **how)
        desks.append(desk)
        desk.log_in(username)
        desk.keep_app()
        return desk

    yield open_for
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for desk in desks:
        desk.context.close()
    assert complaints == []


@pytest.fixture
def signal(server: str) -> Signalling:
    """Sends a signal as a source does; returns the case's number."""
    return partial(send_signal, server)


def send_signal(address: str, key: str, body: dict[str, Any]) -> str:
    """Post this signal to the server at this address."""
    headers = {"Authorization": f"Api-Key {key}"}
    answer = httpx.post(f"{address}/api/signals/", json=body, headers=headers)
    result = answer.json()["results"][0]
    assert result["status"] in ("accepted", "joined"), result
    return str(result["case"])
