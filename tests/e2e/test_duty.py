"""The end of a shift: what is open is handed over, read and taken over with its clock going on; and a chief fills a gap."""

from playwright.sync_api import expect

from tests.e2e.browsers import DESK
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.signals import somebody


def test_an_open_case_is_handed_over_and_its_clock_goes_on(opened: Opening, signal: Signalling) -> None:
    giver, receiver = opened("officer"), opened("officer2")
    signal("drill-city-platform", somebody("龚先生", 11, "500108003"))
    task = giver.page.get_by_test_id("task").filter(has_text="龚先生")
    task.get_by_role("button", name="签收").click()
    expect(task).to_contain_text("见面")
    giver.page.get_by_role("link", name="我", exact=True).click()
    giver.page.get_by_test_id("duty").click()

    giver.page.get_by_test_id("add-note").click()
    giver.page.get_by_test_id("item-note").fill("先打女儿电话")
    giver.page.get_by_role("radio", name="王晓燕").check()
    giver.page.get_by_test_id("give").click()
    expect(giver.page.get_by_test_id("handover")).to_contain_text("已交给 王晓燕")

    receiver.page.get_by_test_id("handover-bar").click()
    item = receiver.page.get_by_test_id("handover-item").filter(has_text="龚先生")
    expect(item).to_contain_text("先打女儿电话")
    expect(item).to_contain_text("还剩 23 小时")
    receiver.page.get_by_test_id("take-over-shift").click()
    receiver.sees("已接班，都在您的任务里了")
    receiver.page.get_by_role("link", name="任务", exact=True).click()
    taken = receiver.page.get_by_test_id("task").filter(has_text="龚先生")
    # Nothing begins anew: it is accepted, and the same limit runs.
    expect(taken).to_contain_text("已签收")
    expect(taken).to_contain_text("还剩 23 小时")
    expect(taken.get_by_role("link", name="下一步")).to_be_visible()

    giver.sees("手上没有未办结的事")
    giver.page.get_by_role("link", name="我", exact=True).click()
    giver.page.get_by_test_id("duty").click()
    giver.sees("不在岗：不派新任务")


def test_a_chief_fills_a_gap_and_takes_it_back(opened: Opening) -> None:
    chief = opened("chief", DESK)
    page = chief.page
    page.goto("/roster")
    chief.unlock_if_asked()
    # A week that has not begun: every turn can still be changed, whatever the hour.
    shown = page.locator(".weeks h2")
    this_week = shown.inner_text()
    page.get_by_test_id("week-after").click()
    expect(shown).not_to_have_text(this_week)
    turn = page.get_by_test_id("turn").first
    expect(turn).to_contain_text("李建国")
    turn.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(turn).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="拿出 李建国").click()
    page.keyboard.press("Escape")
    expect(turn).to_contain_text("缺 1 人")
    page.get_by_test_id("notice-action").click()
    expect(turn).to_contain_text("李建国")
    expect(turn).not_to_contain_text("缺 1 人")
