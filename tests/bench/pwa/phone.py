"""A slow phone on a slow network: Chromium slowed down by its own means, counting each byte of the page."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.browsers import PASSWORD, Desk

CPU = 4
PATIENCE = 60
# Five letters a second.
KEY_MS = 200
MARKS = Path(__file__).with_name("marks.js").read_text()
# The worker's own downloads begin when nothing else is wanted and are not the page's; left out, so that a robot, who
# types without thinking, does not run into them.
NO_WORKER = "if (navigator.serviceWorker) navigator.serviceWorker.register = () => new Promise(() => {});"
# The emulation slows no sockets: they stay silent here, and the news comes the slow way.
NO_SOCKET = "window.WebSocket = class { readyState = 0; send() {} close() {} };"


@dataclass(frozen=True)
class Net:
    """What a network gives: kbit/s down and up, ms there and back."""

    name: str
    down: int
    up: int
    latency: int

    @property
    def words(self) -> str:
        """For the reader of the figures."""
        return f"{self.down} kbit/s down, {self.up} up, {self.latency} ms round trip"


SLOW_3G = Net("slow 3G", 400, 400, 400)
FAST_3G = Net("fast 3G", 1600, 768, 150)
NETS = (FAST_3G, SLOW_3G)


@dataclass
class Traffic:
    """What came over the wire for the page."""

    requests: dict[str, int] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    # When each was asked for, in seconds of the clock on the wall.
    asked: dict[str, float] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """With headers, compressed as sent."""
        return sum(self.requests.values())

    def before(self, moment: float) -> "Traffic":
        """What was asked for before this moment, however late the rest of it came."""
        keys = [key for key, at in self.asked.items() if at < moment]
        return Traffic(
            requests={key: self.requests.get(key, 0) for key in keys},
            paths={key: self.paths[key] for key in keys},
            asked={key: self.asked[key] for key in keys},
        )


def slow_down(page: Page, net: Net | None) -> CDPSession:
    """Slow this page's processor, and its network where one is given."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    if net:
        per_second = 1000 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": net.latency,
                "downloadThroughput": net.down * per_second,
                "uploadThroughput": net.up * per_second,
            },
        )
    return session


def count(session: CDPSession) -> Traffic:
    """Count from now on."""
    traffic = Traffic()

    def sent(event: dict[str, Any]) -> None:
        url = str(event["request"]["url"])
        if url.startswith("http"):
            traffic.paths[event["requestId"]] = url
            traffic.asked[event["requestId"]] = float(event["wallTime"])

    def ended(event: dict[str, Any]) -> None:
        if event["requestId"] in traffic.paths:
            traffic.requests[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", ended)
    return traffic


def marks_of(page: Page) -> dict[str, float]:
    """When things could be tapped."""
    return first_of(page, "task")


def moment_of(page: Page, mark: float) -> float:
    """A mark as seconds of the clock on the wall."""
    return (float(page.evaluate("performance.timeOrigin")) + mark) / 1000


def first_of(page: Page, *names: str) -> dict[str, float]:
    """The marks as soon as one of these is there. Asked again and again: the content policy lets no page wait for a text."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        marks = dict(page.evaluate("window.__marks ?? {}"))
        if any(name in marks for name in names):
            return marks
        page.wait_for_timeout(50)
    raise TimeoutError(f"none of {names} came")


def sign_in_by_hand(desk: Desk, username: str) -> None:
    """Type as quickly as somebody used to it does with a thumb: the app may be on its way until the last letter, no longer."""
    desk.page.goto("/", wait_until="commit")
    desk.page.get_by_label("用户名").click()
    desk.page.keyboard.type(username, delay=KEY_MS)
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type(PASSWORD, delay=KEY_MS)
    desk.page.get_by_role("button", name="登录", exact=True).click()
    expect(desk.page).to_have_url(re.compile("/lock"))
    desk.choose_pin()


def machine_seconds(marks: dict[str, float]) -> float:
    """From the navigation to the first task, without the time a person types."""
    spent = marks["task"]
    if "filled" in marks and "login" in marks:
        spent -= marks["filled"] - marks["login"]
    if "lock" in marks and marks.get("typed", 0) > marks["lock"]:
        spent -= marks["typed"] - marks["lock"]
    return spent / 1000
