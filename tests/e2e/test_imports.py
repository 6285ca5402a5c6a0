"""The centre imports a table: what it holds is shown, corrected and started, what was left is a list, and twice is once."""

import re
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.browsers import DESK, Desk, forgive_line
from tests.e2e.conftest import Opening
from tests.e2e.tables import file, table

CHECKED = "[data-testid=check][data-state=checked]"


def bring(page: Page, name: str, content: bytes) -> None:
    """Choose the file, on the list of imports."""
    page.get_by_test_id("source").select_option("city-platform")
    page.get_by_test_id("file").set_input_files(file(name, content))  # type: ignore[arg-type]


def open_imports(desk: Desk) -> Page:
    """By the board's menu."""
    desk.page.get_by_test_id("more").click()
    desk.page.get_by_role("link", name="导入表格").click()
    desk.sees("还没有导入过表格")
    return desk.page


def count(page: Page, name: str) -> Any:
    """A number of rows on the screen."""
    return expect(page.get_by_test_id(f"count-{name}").locator("dd"))


def test_a_commander_imports_a_table_and_gets_back_what_was_left(opened: Opening, tmp_path: Path) -> None:
    desk = opened("city", DESK)
    page = open_imports(desk)
    bring(page, "预警名单.csv", table())
    page.locator(CHECKED).wait_for()
    # How it was read, and what nobody knows.
    expect(page.get_by_test_id("charset")).to_contain_text("GB18030")
    expect(page.get_by_test_id("header")).to_contain_text("在第 2 行")
    expect(page.get_by_test_id("notes")).to_have_text("预警名单（演练数据）")
    home = page.get_by_test_id("column").filter(has_text="家里")
    expect(home.get_by_test_id("how")).to_have_text("没认出")
    # The same field twice is said at once, and nothing is checked with it.
    page.get_by_test_id("field-D").select_option("target.phone")
    expect(page.get_by_test_id("twice")).to_contain_text("“电话”选了两列（C、D）")
    expect(page.get_by_test_id("start")).to_be_disabled()
    page.get_by_test_id("field-D").select_option("target.address")
    expect(home.get_by_test_id("how")).to_contain_text("按上次说的认的")
    page.locator(CHECKED).wait_for()
    count(page, "good").to_have_text("3 行")
    count(page, "bad").to_have_text("3 行")
    count(page, "unsure").to_have_text("1 行")
    first = page.get_by_test_id("preview-row").first
    expect(first).to_contain_text("彭先生19900010001")
    expect(first).to_contain_text("1,030,000元")
    expect(first).to_contain_text(re.compile(r"南岸区南坪街道\s*把握 \d+%"))
    page.get_by_test_id("part-unsure").click()
    expect(page.get_by_test_id("preview-row")).to_contain_text("要人确认")
    page.get_by_test_id("start").click()
    page.get_by_test_id("finished").wait_for()
    count(page, "accepted").to_have_text("3 行")
    count(page, "bad").to_have_text("3 行")
    _check_list(page, tmp_path / "list.xlsx")
    page.get_by_test_id("to-board").click()
    desk.sees("䶮女士")


def _check_list(page: Page, kept: Path) -> None:
    with page.expect_download() as download:
        page.get_by_test_id("download").click()
    assert download.value.suggested_filename == "预警名单-需要核对.xlsx"
    download.value.save_as(kept)
    lines = [[cell.value for cell in line] for line in load_workbook(kept).worksheets[0].iter_rows()]
    assert [line[0] for line in lines[1:]] == ["5", "6", "7", "8"]
    assert [line[1] for line in lines[1:]] == ["没有导入", "已导入，部分未采用", "没有导入", "没有导入"]
    assert "科学计数" in str(lines[1][2])
    assert lines[1][4:7] == ["YL-0003", "段婆婆", "1.38E+10"]
    assert "开头的0丢了" in str(lines[3][2])
    assert "至少要有一个" in str(lines[4][2])


def test_the_same_table_again_changes_nothing_and_a_picture_gets_its_sentence(opened: Opening) -> None:
    desk = opened("city", DESK)
    page = open_imports(desk)
    for accepted, known in ((3, 0), (0, 3)):
        bring(page, "预警名单.csv", table())
        page.locator(CHECKED).wait_for()
        count(page, "known").to_have_text(f"{known} 行")
        page.get_by_test_id("start").click()
        page.get_by_test_id("finished").wait_for()
        count(page, "accepted").to_have_text(f"{accepted} 行")
        count(page, "known").to_have_text(f"{known} 行")
        page.get_by_test_id("imports-back").click()
    bring(page, "名单.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200))
    expect(page.get_by_test_id("broken")).to_contain_text("这是一张图片，不是表格。请导入 .xlsx 或 .csv 文件。")
    # Thrown away by mistake, and taken back.
    page.get_by_test_id("throw").click()
    expect(page.get_by_test_id("import")).to_have_count(2)
    page.get_by_test_id("notice-action").click()
    expect(page.get_by_test_id("import")).to_have_count(3)
    # What the phone can know itself is not sent at all.
    bring(page, "门口.jpg", b"1")
    expect(page.get_by_test_id("told")).to_contain_text("门口.jpg 是图片，不是表格")


def test_the_network_gone_in_the_middle_loses_nothing(opened: Opening) -> None:
    desk = opened("city", DESK)
    page = open_imports(desk)
    page.route("**/api/imports/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    bring(page, "预警名单.csv", table())
    expect(page.get_by_test_id("told")).to_contain_text("文件还在您的电脑上，什么也没有导入")
    page.unroute_all()
    page.get_by_test_id("again").click()
    page.locator(CHECKED).wait_for()
    page.get_by_test_id("imports-back").click()
    expect(page.get_by_test_id("import")).to_have_count(1)
    desk.complaints[:] = [said for said in desk.complaints if "ERR_FAILED" not in said]
    forgive_line(desk)
