"""The whole way on a phone whose browser has none of what came after Chrome 86 and Safari 14.1, and then some."""

import re

from playwright.sync_api import Browser, Request, expect

from tests.e2e.browsers import DESK, PHONE, Desk
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.older import LEFT, MISSING
from tests.e2e.test_on_the_way import start_visit, warn
from tests.e2e.test_stories import answer

PARTS = re.compile(r"/assets/(builtins|dialog)-[\w-]+\.js")


def test_a_visit_and_a_call_are_led_and_recorded_in_an_older_browser(opened: Opening, signal: Signalling) -> None:
    board, phone = opened("commander", DESK), opened("officer", before=MISSING)
    caller = opened("operator", DESK, before=MISSING)
    # What is there again was filled in by the app; nothing else came back.
    for older in (phone, caller):
        assert older.page.evaluate(LEFT) == ["at", "hasOwn", "showModal"]

    warn(signal, "older-call", "阮女士", "500108002")
    caller.sees("阮女士")
    caller.page.keyboard.press("n")
    caller.page.get_by_test_id("dial").click()
    answer(caller, "dial", "persuaded")
    caller.page.get_by_label("备注").fill("儿子在家，一起听完了")
    answer(caller, "call_close", "confirmed")
    board.page.get_by_test_id("row").filter(has_text="阮女士").first.click()
    board.sees(re.compile("儿子在家"))

    warn(signal, "older-visit", "路先生", "500108003")
    board.page.get_by_test_id("row").filter(has_text="路先生").first.click()
    start_visit(phone, "路先生")
    answer(phone, "travel", "arrived")
    phone.page.get_by_test_id("identity").click()
    sheet = phone.page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    phone.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    answer(phone, "door", "met_target")
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    answer(phone, "money", "nothing_sent")
    answer(phone, "proof", "skipped")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")
    phone.sees("已全部上报")
    board.sees(re.compile("我到了"))
    board.sees("已劝阻")


def test_a_new_browser_loads_none_of_what_an_older_one_lacks(browser: Browser, server: str) -> None:
    assert parts(Desk(browser, server, PHONE)) == set()
    assert parts(Desk(browser, server, PHONE, before=MISSING)) == {"builtins", "dialog"}


def parts(desk: Desk) -> set[str]:
    """What it asks for until somebody can sign in, of what an older browser lacks."""
    asked: set[str] = set()

    def note(request: Request) -> None:
        asked.update(PARTS.findall(request.url))

    desk.page.on("request", note)
    desk.page.goto("/login")
    desk.page.get_by_label("用户名").wait_for()
    desk.context.close()
    return asked
