"""Phones and boards as browser contexts; whatever a page complains about fails the test."""

import copy
import os
import re
import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}
DESK = {"width": 1440, "height": 900}
NANPING = {"latitude": 29.5266, "longitude": 106.5702}
PASSWORD = "qiaomen-2021"
PIN = "135790"

LAUNCH: dict[str, Any] = {
    "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
# Before login the app asks who it is and is told 401; with the network switched off a request fails; a phone link has
# nobody to open it here.
EXPECTED = re.compile(
    r"401 \(Unauthorized\)|ERR_INTERNET_DISCONNECTED|scheme does not have a registered handler|Failed to launch 'tel:"
)
CUT = re.compile(r"net::ERR_(EMPTY_RESPONSE|CONNECTION_\w+|SOCKET_NOT_CONNECTED)|WebSocket connection to")
# There is no dialler here: Chromium would ask for one, and hold back every tap until it is answered.
NO_DIALER = "addEventListener('click', (e) => e.target.closest?.('a[href^=\"tel:\"]') && e.preventDefault(), true)"

# A phone on which nothing of the app is kept: what a screen needs comes over the network, and can be held up there.
NO_WORKER = "delete Navigator.prototype.serviceWorker"


def window(address: str, size: dict[str, int], theme: str = "light", zone: str = "Asia/Shanghai") -> dict[str, Any]:
    """How a browser opens it: a phone with touch and a place, in Chinese."""
    return {
        "base_url": address,
        "viewport": size,
        "has_touch": size["width"] < DESK["width"],
        "locale": "zh-CN",
        "timezone_id": zone,
        "geolocation": NANPING,
        "permissions": ["geolocation"],
        "color_scheme": theme,
        "service_workers": "allow",
    }


def clock_off(seconds: float) -> str:
    """A script for a phone whose clock is off by so much."""
    return f"""{{
        const Real = Date;
        globalThis.Date = class extends Real {{
            constructor(...parts) {{ parts.length ? super(...parts) : super(Real.now() + {int(seconds * 1000)}); }}
            static now() {{ return Real.now() + {int(seconds * 1000)}; }}
        }};
    }}"""


# The app's files are on their way once the first screen stands.
KEPT = """new Promise((settle) => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) settle(true);
    serviceWorker.addEventListener("controllerchange", () => settle(true));
    setTimeout(settle, 60_000, false);
})"""


class Desk:
    """One window of one member: a phone or a board."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int], before: str = "", **how: str) -> None:
        """`before` is a script that each page runs before its own first line; `how` as of `window`."""
        self._take(browser.new_context(**window(address, size, **how)), address, before)

    @classmethod
    def of(cls, context: BrowserContext, address: str, before: str = "") -> "Desk":
        """A window in a browser that is there already."""
        desk = cls.__new__(cls)
        desk._take(context, address, before)
        return desk

    def _take(self, context: BrowserContext, address: str, before: str) -> None:
        self.complaints: list[str] = []
        self.address = address
        self.context = context
        context.add_init_script(NO_DIALER + ";" + before)
        self.page: Page = context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not EXPECTED.search(said.text):
            self.complaints.append(said.text)

    def another_tab(self, path: str = "/") -> "Desk":
        """A second tab of the same browser; what it complains about fails the test as well."""
        other = copy.copy(self)
        other.page = self.context.new_page()
        other.page.on("console", self._listen)
        other.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        other.page.goto(path)
        return other

    def log_in(self, username: str) -> Page:
        """Sign in as somebody of the demo and wait until the app is up."""
        self.page.goto("/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/login"))
        if "/lock" in self.page.url:
            self.choose_pin()
        return self.page

    def keep_app(self) -> None:
        """Wait until the whole app lies on this phone and its worker holds the key: from here on it needs no network."""
        assert self.page.evaluate(KEPT), "the app was not kept on this phone"

    def choose_pin(self, pin: str = PIN) -> None:
        """The first PIN on this phone."""
        self.page.get_by_label("新 PIN").fill(pin)
        self.page.get_by_label("再输一遍").fill(pin)
        expect(self.page).not_to_have_url(re.compile("/lock"))

    def unlock(self, pin: str = PIN) -> None:
        """Type the PIN."""
        self.page.get_by_label("PIN", exact=True).fill(pin)
        expect(self.page).not_to_have_url(re.compile("/lock"))

    def unlock_if_asked(self) -> None:
        """A page loaded anew borrows the key where the browser lets it; else the PIN is typed."""
        expect(self.page.locator("main")).to_be_visible()
        if "/lock" in self.page.url:
            self.unlock()

    def tap(self, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Tap a button by what it says."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until this is on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()


def hold_up(desk: Desk, file: str | re.Pattern[str]) -> list[Route]:
    """Requests for such files, as they come; each waits until it is told to go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route(file, hold)
    return held


def forgive_line(desk: Desk) -> None:
    """The test itself cut the line or stopped the server: what the browser says of that is expected."""
    desk.complaints[:] = [said for said in desk.complaints if not CUT.search(said)]
