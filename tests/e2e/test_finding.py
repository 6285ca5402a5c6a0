"""Finding on the board: by phone tail and initials, a kept filter, many in one go, and a row dragged to a person."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.signals import somebody


def rows(desk: Desk, name: str = "") -> Locator:
    """The rows of the list, or those of one person."""
    all_rows = desk.page.get_by_test_id("row")
    return all_rows.filter(has_text=name) if name else all_rows


def test_a_chief_finds_keeps_gives_many_and_drags_one(opened: Opening, signal: Signalling) -> None:
    for number, name in enumerate(("单女士", "曾先生", "解先生", "仇先生"), start=1):
        signal("drill-city-platform", somebody(name, number, "500106003"))
    board = opened("chief-yubei", DESK)
    page = board.page
    expect(rows(board)).to_have_count(4)

    # The end of a phone number, then the initials in either reading; nothing of it stands in the address.
    page.keyboard.press("/")
    search = page.get_by_test_id("search")
    expect(search).to_be_focused()
    search.fill(somebody("曾先生", 2, "500106003")["target"]["phone"][-4:])
    expect(rows(board)).to_have_count(1)
    expect(rows(board, "曾先生")).to_be_visible()
    for initials in ("cxs", "zxs"):
        search.fill(initials)
        expect(rows(board, "曾先生")).to_be_visible()
    expect(page.get_by_text("服务器上没有更多了")).to_be_visible()
    assert "cxs" not in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(rows(board)).to_have_count(4)

    # A filter stands in the address, survives a reload, and is kept under a name.
    page.keyboard.press("f")
    page.get_by_test_id("choice-high").click()
    page.get_by_test_id("filter-show").click()
    expect(page).to_have_url(re.compile("level=high"))
    expect(page.get_by_test_id("matches")).to_have_text("符合 4 条")
    page.get_by_test_id("views").click()
    page.get_by_test_id("view-name").fill("高危的")
    page.get_by_test_id("view-save").click()
    expect(page.get_by_test_id("view").filter(has_text="高危的")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("view-name")).to_be_hidden()
    page.keyboard.press("7")
    expect(page).not_to_have_url(re.compile("level="))
    page.keyboard.press("7")
    expect(page).to_have_url(re.compile("level=high"))
    page.reload()
    board.unlock_if_asked()
    expect(page.get_by_test_id("view").filter(has_text="高危的")).to_have_attribute("aria-pressed", "true")

    _give_three(board)
    _drag_one(board)


def _give_three(board: Desk) -> None:
    """Marked by the mouse as a range, given to one person; each of them is his."""
    page = board.page
    rows(board).nth(0).hover()
    rows(board).nth(0).get_by_test_id("mark").click()
    rows(board).nth(2).get_by_test_id("mark").click(modifiers=["Shift"])
    expect(page.get_by_test_id("bulk")).to_contain_text("已选 3 条")
    page.keyboard.press("a")
    taker = page.get_by_test_id("taker").filter(has_text="所长")
    taker.click()
    expect(page.get_by_test_id("notice")).to_contain_text(re.compile("[23] 条已交给"))
    expect(page.get_by_test_id("bulk")).to_be_hidden()
    chief: Any = page.get_by_test_id("duty-column").get_by_test_id("on-duty").filter(has_text="所长")
    expect(chief).to_contain_text("在手 3")


def _drag_one(board: Desk) -> None:
    """The fourth row goes to the same person by mouse; whoever cannot take it says so while it is in the hand."""
    page = board.page
    column = page.get_by_test_id("duty-column")
    chief = column.get_by_test_id("on-duty").filter(has_text="所长")
    name = str(chief.locator("b").first.inner_text())
    row = rows(board).filter(has_not_text=name)
    expect(row).to_have_count(1)
    row.first.drag_to(chief)
    expect(page.get_by_test_id("notice")).to_contain_text(f"已派给 {name}")
    expect(chief).to_contain_text("在手 4")
    chief.get_by_role("button").first.click()
    expect(page).to_have_url(re.compile(r"person=\d+"))
    expect(page.get_by_test_id("matches")).to_have_text("符合 4 条")
