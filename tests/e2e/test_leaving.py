"""What an officer leaves behind: the words that gave it away, the type corrected with a tap, and a page for the family."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.flow.load import rules
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.test_on_the_way import warn

PAGES_OF_A_PDF = re.compile(rb"/Count (\d+)")


def test_every_page_to_leave_prints_on_one_sheet(browser: Browser, server: str) -> None:
    page = browser.new_page()
    for kind in rules().fraud_types:
        for language in ("zh", "en"):
            page.goto(f"{server}/p/{kind}/?lang={language}")
            counts = PAGES_OF_A_PDF.findall(page.pdf(prefer_css_page_size=True))
            assert counts == [b"1"], f"{kind} {language}"
    assert page.context.cookies() == []
    page.close()


def to_the_talk(page: Page) -> None:
    """From the list to the step at which one talks."""
    page.get_by_role("article", name="黎女士").get_by_role("link").first.click()
    page.get_by_test_id("accept").click()
    page.get_by_test_id("next").click()
    for step, answer in (("travel", "arrived"), ("door", "met_target"), ("look", "looked")):
        page.locator(f"[data-step={step}]").wait_for()
        page.get_by_test_id(f"answer-{answer}").click()
    page.locator("[data-step=talk]").wait_for()


def test_without_a_network_the_code_is_shown_and_with_one_it_leads_to_the_page(
    opened: Opening, signal: Signalling
) -> None:
    desk = opened("officer-huayuanlu")
    page = desk.page
    warn(signal, "leave-1", "黎女士", "500108002")
    to_the_talk(page)
    desk.context.set_offline(True)
    page.get_by_test_id("leave-page").click()
    expect(page.get_by_test_id("code").locator("path")).to_have_attribute("d", re.compile(r"^M\d+ \d+h1v1h-1z"))
    desk.context.set_offline(False)
    with page.expect_popup() as opening:
        page.get_by_role("link", name="打开看看").click()
    expect(opening.value.get_by_role("heading", level=1)).to_have_text("当心“刷单返利”骗局")
    expect(opening.value.get_by_role("heading", name="记住")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_watch_words_stand_out_and_the_type_is_corrected_with_one_tap(
    opened: Opening, signal: Signalling, theme: str
) -> None:
    page = opened("officer-huayuanlu", theme=theme).page
    text = "说误开了百万保障，正在屏 幕 共 享"
    target = {"name": "黎女士", "phone": "19900005001", "address": "演练路2号", "division": "500108002"}
    body = {"reference": "marks-1", "fraud_type": "刷单返利", "text": text, "behaviours": ["shares_screen"]}
    signal("drill-city-platform", body | {"target": target})
    page.get_by_role("article", name="黎女士").get_by_role("link").first.click()
    page.locator("summary", has_text="线索").click()
    marks = page.locator("mark")
    expect(marks).to_have_text(["误开", "百万保障", "屏 幕 共 享"])
    look = marks.last.evaluate(
        "(mark) => { const { fontWeight, borderBottomStyle } = getComputedStyle(mark); return [fontWeight, borderBottomStyle]; }"
    )
    assert look == ["700", "solid"]
    page.get_by_test_id("likely").get_by_role("radio", name=re.compile("冒充客服")).check()
    expect(page.locator(".fraud")).to_have_text("冒充电商物流客服")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".fraud")).to_have_text("刷单返利")
