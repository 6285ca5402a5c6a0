"""Takes pictures of every screen in both themes and three sizes, to be looked at: `make pictures`."""

import re
import tempfile
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsers import DESK, LAUNCH, PHONE, SMALL_PHONE, Desk
from tests.e2e.server import ROOT, served

OUT = ROOT / "data" / "screens"
SIZES = {"phone": PHONE, "small": SMALL_PHONE, "desk": DESK}
SIGNALS: list[dict[str, Any]] = [
    {
        "reference": "picture-1",
        "fraud_type": "投资理财",
        "behaviours": ["transfer_under_way", "app_downloaded"],
        "amount_fen": 103_000_000,
        "call_seconds": 2520,
        "text": "下载虚假期货APP，正在准备转账核验身份",
        "target": {
            "name": "彭先生",
            "phone": "19900001234",
            "age": 61,
            "address": "南坪正街1号2单元5-1",
            "division": "500108003",
            "latitude": 29.5266,
            "longitude": 106.5702,
        },
    },
    {
        "reference": "picture-2",
        "fraud_type": "刷单返利",
        "behaviours": ["app_downloaded"],
        "amount_fen": 880_000,
        "text": "群里做任务返佣金，已垫付三单",
        "target": {
            "name": "何女士",
            "phone": "19900002345",
            "age": 34,
            "address": "南坪西路23号",
            "division": "500108003",
        },
    },
    {
        "reference": "picture-3",
        "fraud_type": "冒充公检法",
        "call_seconds": 600,
        "text": "境外来电自称检察院",
        "target": {
            "name": "段婆婆",
            "phone": "19900003456",
            "age": 72,
            "address": "南坪东路8号",
            "division": "500108003",
        },
    },
    {
        "reference": "picture-4",
        "fraud_type": "其他",
        "text": "没有地址的线索",
        "target": {"name": "林先生", "phone": "19900004567"},
    },
]
VISIT = [
    ("travel", "arrived"),
    ("door", "met_target"),
    ("look", "looked"),
    ("talk", "believes"),
    ("money", "nothing_sent"),
    ("proof", "skipped"),
    ("result", "persuaded"),
    ("summary", ""),
]
LOGINS = {"officer": "/tasks", "chief": "/board", "operator": "/board", "volunteer": "/tasks", "admin": "/admin"}


def main() -> None:
    """Take them all."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address, sync_playwright() as playwright:
        headers = {"Authorization": "Api-Key drill-city-platform"}
        httpx.post(f"{address}/api/signals/", json={"signals": SIGNALS}, headers=headers).raise_for_status()
        browser = playwright.chromium.launch(**LAUNCH)
        for theme in ("light", "dark"):
            for size, viewport in SIZES.items():
                _login_screen(browser, address, theme, size, viewport)
                for username in LOGINS:
                    desk = Desk(browser, address, viewport, theme)
                    _screens_of(desk, username, f"{size}-{theme}")
        for theme, size in (("light", "phone"), ("dark", "small"), ("light", "desk")):
            _visit(browser, address, theme, size)
            _guided(Desk(browser, address, SIZES[size], theme), f"{size}-{theme}")
        browser.close()


def _login_screen(browser: Browser, address: str, theme: str, size: str, viewport: dict[str, int]) -> None:
    desk = Desk(browser, address, viewport, theme)
    desk.page.goto("/")
    desk.page.get_by_label("用户名").wait_for()
    _take(desk, f"login-{size}-{theme}")
    desk.context.close()


def _screens_of(desk: Desk, username: str, look: str) -> None:
    page = desk.log_in(username)
    page.wait_for_load_state("networkidle")
    _take(desk, f"{username}-home-{look}")
    if username in ("officer", "chief", "operator"):
        page.get_by_text(re.compile("彭先生")).first.click()
        page.wait_for_load_state("networkidle")
        _take(desk, f"{username}-case-{look}")
    page.goto("/me")
    page.wait_for_load_state("networkidle")
    _take(desk, f"{username}-me-{look}")
    desk.context.close()


def _guided(desk: Desk, look: str) -> None:
    page = desk.log_in("operator")
    page.keyboard.press("n")
    page.get_by_test_id("dial").wait_for()
    _take(desk, f"call-{look}")
    desk.context.close()


def _visit(browser: Browser, address: str, theme: str, size: str) -> None:
    desk = Desk(browser, address, SIZES[size], theme)
    page = desk.log_in("officer")
    page.get_by_text("彭先生").first.click()
    if page.get_by_test_id("accept").count():
        page.get_by_test_id("accept").click()
    page.get_by_test_id("next").click()
    for step, answer in VISIT:
        page.locator(f"[data-step={step}]").wait_for()
        page.wait_for_load_state("networkidle")
        _take(desk, f"visit-{step}-{size}-{theme}")
        if step == "door":
            for card in ("show-card", "identity"):
                page.get_by_test_id(card).click()
                page.wait_for_load_state("networkidle")
                _take(desk, f"{card}-{size}-{theme}")
                page.keyboard.press("Escape")
        if answer:
            page.get_by_test_id(f"answer-{answer}").click()
    desk.context.close()


def _take(desk: Desk, name: str) -> None:
    desk.page.screenshot(path=OUT / f"{name}.png")


if __name__ == "__main__":
    main()
