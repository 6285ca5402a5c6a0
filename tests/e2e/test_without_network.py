"""No network for hours and days: what was made on the phone survives it all and arrives once, in order."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests.e2e.browsers import DESK, Desk, clock_off
from tests.e2e.pictures import picture
from tests.e2e.pocket import Pocket
from tests.e2e.server import free_port, served
from tests.e2e.test_stories import answer

TWO_DAYS_AGO = clock_off(-2 * 86_400)


@pytest.fixture
def town(demo: Path, tmp_path: Path) -> Iterator["Town"]:
    """A server that can be ended and started again at another time, on the same address and data."""
    with ExitStack() as stack:
        yield Town(Path(shutil.copytree(demo, tmp_path / "data")), stack)


class Town:
    """The server's side of the story."""

    def __init__(self, data: Path, stack: ExitStack) -> None:
        self.data, self.stack, self.port = data, stack, free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def open(self, days_ago: int = 0) -> None:
        """It runs, and for it it is so many days ago."""
        self.stack.enter_context(served(self.data, self.port, days_ago))

    def close(self) -> None:
        """It stops."""
        self.stack.close()

    def warn(self) -> None:
        """A case in the village no officer reaches in time."""
        target = {"name": "冉婆婆", "phone": "19900003456", "address": "双石村3组", "division": "500114121204"}
        body = {
            "reference": "two-days",
            "fraud_type": "刷单返利",
            "behaviours": ["app_downloaded"],
            "amount_fen": 2_000_000,
            "target": target,
        }
        headers = {"Authorization": "Api-Key drill-city-platform"}
        answered = httpx.post(f"{self.address}/api/signals/", json=body, headers=headers)
        assert answered.json()["results"][0]["status"] == "accepted"


def sign(phone: Desk) -> None:
    """A signature drawn on the glass."""
    phone.page.get_by_test_id("sign").click()
    draw(phone)
    phone.page.get_by_test_id("signed").click()


def draw(phone: Desk) -> None:
    """A finger on the pad that is open."""
    pad = phone.page.locator("canvas").first
    box = pad.bounding_box()
    assert box
    finger = phone.context.new_cdp_session(phone.page)
    for kind, x, y in (("touchStart", 60, 80), ("touchMove", 150, 120), ("touchMove", 220, 90), ("touchEnd", 0, 0)):
        points = [] if kind == "touchEnd" else [{"x": box["x"] + x, "y": box["y"] + y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_whole_visit_without_signal_survives_a_dead_battery_and_arrives_two_days_later(
    browser: Browser, browser_type: BrowserType, town: Town, tmp_path: Path
) -> None:
    pocket = Pocket(browser_type, tmp_path / "profile", town.address)
    town.open(days_ago=2)
    take_the_task(pocket, town)
    # On the cliff road nothing answers any more. The app is closed, and opened again where it still knows everything.
    town.close()
    pocket.close()
    visit_without_network(pocket)
    pocket.die()
    # Two days later, a weak network: the phone restarts, and everything leaves it by itself.
    town.open()
    phone = send_it_all(pocket)
    board = see_it_all(browser, town)
    complaints = [each for each in phone.complaints + board.complaints if "ERR_CONNECTION_REFUSED" not in each]
    board.context.close()
    pocket.close()
    assert complaints == []


def take_the_task(pocket: Pocket, town: Town) -> None:
    """In the village office, with a network: the task arrives and is accepted."""
    phone = pocket.switch_on(TWO_DAYS_AGO)
    phone.log_in("volunteer")
    town.warn()
    phone.sees("冉**")
    phone.keep_app()
    phone.page.get_by_text("冉**").first.click()
    phone.page.get_by_test_id("accept").click()
    expect(phone.page.get_by_test_id("sync-state")).to_have_text("已全部上报")


def visit_without_network(pocket: Pocket) -> None:
    """The whole visit, with a photo and a signature, from a cold start."""
    phone = pocket.switch_on(TWO_DAYS_AGO)
    phone.context.set_offline(True)
    phone.page.goto(pocket.address)
    phone.unlock()
    phone.page.get_by_text("冉**").first.click()
    phone.page.get_by_test_id("next").click()
    answer(phone, "travel", "arrived")
    answer(phone, "door", "met_target")
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    phone.page.get_by_label("险些转出").fill("2万")
    phone.page.get_by_test_id("save-all").click()
    answer(phone, "money", "nothing_sent")
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
    phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    sign(phone)
    answer(phone, "proof", "added")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")
    expect(phone.page.get_by_test_id("end")).to_contain_text("已完成")
    expect(phone.page.get_by_test_id("sync-state")).to_contain_text("条待上报")


def send_it_all(pocket: Pocket) -> Desk:
    """Started again, unlocked, and left alone on 50 and 20 kB/s with 400 ms."""
    phone = pocket.switch_on()
    line = phone.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    weak = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    line.send("Network.emulateNetworkConditions", weak)
    phone.page.goto(pocket.address)
    expect(phone.page.get_by_text(re.compile("条还没上报"))).to_be_visible()
    phone.unlock()
    phone.sees("已全部上报")
    return phone


def see_it_all(browser: Browser, town: Town) -> Desk:
    """The chief sees each step once, in order, when it happened and when it arrived, and both pictures."""
    board = Desk(browser, town.address, DESK)
    board.log_in("chief-zhongtang")
    board.tap(re.compile("待审核"))
    board.page.get_by_test_id("row").filter(has_text="冉婆婆").first.click()
    board.sees("20,000")
    timeline = board.page.get_by_test_id("timeline")
    expect(timeline.get_by_text(re.compile("我到了"))).to_have_count(1)
    arrived = timeline.get_by_role("listitem").filter(has_text="我到了")
    expect(arrived).to_contain_text(re.compile("今天 .* 才传到"))
    expect(board.page.get_by_test_id("picture")).to_have_count(2)
    moments = timeline.get_by_role("listitem").all_inner_texts()
    order = [next(i for i, text in enumerate(moments) if word in text) for word in ("签收", "我到了", "已劝阻")]
    assert order in (sorted(order), sorted(order, reverse=True)), moments
    return board
