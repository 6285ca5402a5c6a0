"""Who listens instead of looking: where the reader stands, what is said by itself, what the parts of a screen are called."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsers import NO_WORKER, PHONE, Desk, hold_up
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.test_on_the_way import warn


def heading_at(page: Page) -> str:
    """The heading the reader stands at."""
    return str(
        page.evaluate("document.activeElement.tagName === 'H1' ? document.activeElement.textContent.trim() : ''")
    )


def test_the_reader_stands_at_the_heading_of_each_new_screen(opened: Opening, signal: Signalling) -> None:
    page = opened("officer-huayuanlu").page
    warn(signal, "reader-1", "黎女士", "500108002")
    for tab, title in (("记录", "处置记录"), ("任务", "我的任务")):
        page.get_by_role("navigation").get_by_role("link", name=tab).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_focused()
    page.get_by_role("article", name="黎女士").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert heading_at(page).startswith("黎女士")
    page.get_by_test_id("accept").click()
    page.get_by_test_id("next").click()
    page.locator("[data-step=travel]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_test_id("answer-arrived").click()
    page.locator("[data-step=door]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_sheet_takes_the_reader_in_and_gives_him_back(opened: Opening, signal: Signalling) -> None:
    page = opened("officer-danzishi").page
    warn(signal, "reader-2", "秦先生", "500108006")
    page.get_by_role("article", name="秦先生").get_by_role("link").first.click()
    decline = page.get_by_test_id("decline")
    decline.click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_have_accessible_name(re.compile("."))
    assert sheet.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(decline).to_be_focused()


def test_a_new_task_and_the_state_of_sending_are_said_by_themselves(opened: Opening, signal: Signalling) -> None:
    phone = opened("officer-ciqikou")
    page = phone.page
    expect(page.get_by_role("status").filter(has_text="已全部上报")).to_be_visible()
    warn(signal, "reader-3", "尹女士", "500106004")
    expect(page.get_by_role("alert")).to_contain_text("尹女士")
    # A region that comes with its words is passed over by readers: it has to be there before.
    bar = page.locator(".top [role=status]:not([data-testid=training-state])").last
    expect(bar).to_be_attached()
    expect(bar).to_be_empty()
    phone.context.set_offline(True)
    expect(bar).to_contain_text("没有网络")
    expect(page.get_by_role("status").filter(has_text=re.compile("^没有网络$"))).to_be_visible()


def test_the_parts_of_the_screens_are_named(opened: Opening) -> None:
    desk = opened("chief-ciqikou")
    page = desk.page
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("banner").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    page.get_by_role("link", name="我的任务").click()
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_a_screen_that_is_long_in_coming_says_so(browser: Browser, server: str, signal: Signalling) -> None:
    desk, file = Desk(browser, server, PHONE, before=NO_WORKER), "**/assets/case-*.js"
    held = hold_up(desk, file)
    with desk.page.expect_request(file):
        desk.log_in("officer-huayuanlu")
        warn(signal, "reader-4", "黎女士", "500108002")
        desk.page.get_by_role("article", name="黎女士").get_by_role("link").first.click()
    coming = desk.page.get_by_role("progressbar", name="正在加载")
    expect(coming).to_be_visible()
    for each in held:
        each.continue_()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("黎女士")
    expect(coming).to_have_count(0)
    desk.context.close()
    assert desk.complaints == []
