"""演练: a chief begins a small drill on the board, everybody sees that it is one, what is real stands above it, and it is cleared away."""

import re

from playwright.sync_api import expect

from tests.e2e.browsers import DESK
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.signals import KEY, somebody

REAL = re.compile("阳女士")


def test_a_station_practises_and_what_is_real_stands_above(opened: Opening, signal: Signalling) -> None:
    board = opened("chief-ciqikou", DESK)
    page = board.page
    page.get_by_test_id("more").click()
    page.get_by_role("link", name="演练").click()
    page.get_by_role("radio", name="60 分钟").check()  # The second warning comes after twelve minutes at the earliest.
    page.get_by_test_id("begin").click()
    expect(page.get_by_test_id("running")).to_contain_text("共 5 条")
    expect(page.get_by_test_id("training")).to_contain_text("磁器口派出所 · 演练中")
    expect(page.get_by_test_id("left")).to_contain_text("还有 1 条")

    phone = opened("officer-ciqikou")
    expect(phone.page.get_by_test_id("training")).to_contain_text("演练中")

    page.get_by_role("link", name="返回工作台").click()
    rows = page.get_by_test_id("row")
    expect(rows).to_have_count(1)
    expect(rows.first.get_by_text("演练", exact=True)).to_be_visible()
    signal(KEY, somebody("阳女士", 41, "500106004"))
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(REAL)
    expect(rows.first.get_by_text("演练", exact=True)).to_have_count(0)
    expect(page.get_by_test_id("tab-open")).to_contain_text("处置中 1")
    expect(phone.page.get_by_test_id("task").first).to_contain_text(REAL)

    page.get_by_test_id("training").get_by_role("link").click()
    page.get_by_test_id("stop").click()
    page.get_by_test_id("clear").click()
    expect(page.get_by_test_id("left")).to_contain_text("没有留下")
    page.get_by_test_id("mode-end").click()
    expect(page.get_by_test_id("training")).to_have_count(0)
    expect(phone.page.get_by_test_id("training")).to_have_count(0)
    page.get_by_role("link", name="返回工作台").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(REAL)
