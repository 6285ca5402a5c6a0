"""A new version of the app comes out while somebody is in the middle of a step: it asks, and loses nothing that was typed."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsers import PHONE, Desk, forgive_line
from tests.e2e.conftest import send_signal
from tests.e2e.server import ROOT, free_port, served
from tests.e2e.test_on_the_way import start_visit, warn
from tests.e2e.test_stories import answer

WHO = "见到的人叫什么（可不填）"
NEWER = '<meta name="build" content="newer">'


class Shop:
    """A server whose app can be replaced, as a deploy does it: stopped, changed, started at the same address."""

    def __init__(self, folder: Path, demo: Path) -> None:
        self.data = shutil.copytree(demo, folder / "data")
        self.app = shutil.copytree(ROOT / "pwa" / "dist", folder / "app")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running = served(self.data, self.port, app=self.app)
        self.running.__enter__()

    def stop(self) -> None:
        """The server ends."""
        self.running.__exit__(None, None, None)

    def deploy_newer(self) -> None:
        """Another index.html, and a service worker that knows of it."""
        self.stop()
        index, worker = self.app / "index.html", self.app / "sw.js"
        index.write_text(index.read_text().replace("</head>", f"{NEWER}</head>"))
        revision = hashlib.md5(index.read_bytes(), usedforsecurity=False).hexdigest()
        listed = re.compile(r'"revision":"\w+","url":"index.html"')
        before = worker.read_text()
        after = listed.sub(f'"revision":"{revision}","url":"index.html"', before)
        assert before != after
        worker.write_text(after)
        for stale in (f"{path}{ending}" for path in (index, worker) for ending in (".br", ".gz")):
            Path(stale).unlink(missing_ok=True)
        self.running = served(self.data, self.port, app=self.app)
        self.running.__enter__()


@pytest.fixture
def shop(tmp_path: Path, demo: Path) -> Iterator[Shop]:
    """The product with an app of its own."""
    made = Shop(tmp_path, demo)
    yield made
    made.stop()


@pytest.fixture
def phone(shop: Shop, browser: Browser) -> Iterator[Desk]:
    """The officer's phone, signed in; what it complains about fails the test, but for the deploy itself."""
    desk = Desk(browser, shop.address, PHONE)
    desk.log_in("officer-danzishi")
    desk.keep_app()
    yield desk
    forgive_line(desk)
    desk.context.close()
    assert desk.complaints == []


def come_to_door(phone: Desk, met: str) -> None:
    """Half-way through the step at the door: a name is typed, nothing is answered."""
    answer(phone, "travel", "arrived")
    phone.page.get_by_label(WHO).fill(met)
    phone.page.evaluate("window.isSamePage = true")


def is_as_left(phone: Desk, met: str) -> None:
    """Still the same page, at the same step, with what was typed."""
    assert phone.page.evaluate("window.isSamePage === true")
    expect(phone.page.get_by_label(WHO)).to_have_value(met)


def is_on_newer(phone: Desk, met: str) -> None:
    """Reloaded on the newer version, at the same step with what was typed, and without being asked for the PIN."""
    expect(phone.page.locator("meta[name=build]")).to_have_count(1)
    assert phone.page.evaluate("window.isSamePage === undefined")
    expect(phone.page.locator("[data-step=door]")).to_be_visible()
    expect(phone.page.get_by_label(WHO)).to_have_value(met)
    assert "/lock" not in phone.page.url


def look_for_newer(phone: Desk) -> None:
    """What the app does by itself every half hour."""
    phone.page.evaluate("navigator.serviceWorker.ready.then(found => found.update()).then(() => null)")


def test_a_newer_version_asks_and_comes_back_to_the_same_step_with_what_was_typed(shop: Shop, phone: Desk) -> None:
    warn(partial(send_signal, shop.address), "update-one", "邹先生", "500108006")
    start_visit(phone, "邹先生")
    come_to_door(phone, "儿子 邹某")
    shop.deploy_newer()
    look_for_newer(phone)
    phone.sees("有新版本")
    is_as_left(phone, "儿子 邹某")
    phone.tap("更新", exact=True)
    is_on_newer(phone, "儿子 邹某")
    answer(phone, "door", "met_relative")
    expect(phone.page.locator("[data-step=look]")).to_be_visible()


def test_an_update_taken_in_one_tab_never_reloads_another_that_is_half_filled(shop: Shop, phone: Desk) -> None:
    send = partial(send_signal, shop.address)
    warn(send, "update-two", "余先生", "500108006")
    start_visit(phone, "余先生")
    expect(phone.page.locator("[data-step=travel]")).to_be_visible()
    second = phone.another_tab(phone.page.url)
    come_to_door(second, "老伴 吴某")
    phone.page.goto("/tasks")
    warn(send, "update-three", "邹先生", "500108006")
    start_visit(phone, "邹先生")
    come_to_door(phone, "儿子 邹某")
    shop.deploy_newer()
    look_for_newer(phone)
    for tab in (phone, second):
        tab.sees("有新版本")
    phone.tap("更新", exact=True)
    is_on_newer(phone, "儿子 邹某")
    second.sees("有新版本")
    is_as_left(second, "老伴 吴某")
    second.tap("更新", exact=True)
    is_on_newer(second, "老伴 吴某")
