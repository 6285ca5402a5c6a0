"""搜索: a case that was closed days ago is no longer on the board; the chief finds it by its number, and opens it."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.server import served


def test_a_case_of_last_week_is_found_and_opened(browser: Browser, demo: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(demo, tmp_path / "data"))
    with served(data, days_ago=6) as address:
        board = Desk(browser, address, DESK)
        page = board.log_in("chief-ciqikou")
        page.get_by_test_id("more").click()
        page.get_by_role("link", name="演练").click()
        page.get_by_test_id("begin").click()
        expect(page.get_by_test_id("left")).to_contain_text("还有 1 条")
        page.get_by_test_id("stop").click()
        page.get_by_test_id("clear").click()
        expect(page.get_by_test_id("left")).to_contain_text("没有留下")
        board.context.close()
    with served(data) as address:
        board = Desk(browser, address, DESK)
        page = board.log_in("chief-ciqikou")
        expect(page.get_by_test_id("tab-open")).to_be_visible()
        expect(page.get_by_test_id("row")).to_have_count(0)
        page.get_by_test_id("search").fill("00001")
        found = page.get_by_test_id("beyond-row")
        expect(found).to_have_count(1)
        expect(found).to_contain_text("办结")
        name = found.locator("b").inner_text()
        found.get_by_role("link").click()
        expect(page.get_by_test_id("case-pane").get_by_role("heading", name=name)).to_be_visible()
        assert board.complaints == []
        board.context.close()
