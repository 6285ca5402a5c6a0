"""Duty in the tour: the roster on a desk and on a phone with its sheets, and a shift that is handed over."""

from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour

WHO = "祝先生"


def the_roster(tour: Tour) -> None:
    """A chief's week, a turn, a shift, the table; an officer's view of it on the phone."""
    desk = tour.open(wide=True)
    page = desk.log_in("chief")
    tour.go(desk, "/roster")
    page.get_by_test_id("turn").first.wait_for()
    tour.look(desk, "roster")
    page.get_by_test_id("turn").last.click()
    tour.look_at_dialog(desk, "roster-turn")
    page.get_by_test_id("shift").last.click()
    tour.look_at_dialog(desk, "roster-shift")
    page.get_by_test_id("roster-table").click()
    tour.look_at_dialog(desk, "roster-table")
    tour.close(desk)
    phone = tour.open()
    phone.log_in("chief")
    tour.go(phone, "/roster")
    phone.page.locator("[data-testid=turn]:visible").first.wait_for()
    tour.unfold(phone)
    tour.look(phone, "roster-phone")
    tour.close(phone)
    empty = tour.open(wide=True)
    empty.log_in("chief-ciqikou")
    tour.go(empty, "/roster")
    empty.page.get_by_test_id("new-shift").wait_for()
    tour.look(empty, "roster-empty")
    tour.close(empty)


def a_hand_over(tour: Tour) -> None:
    """An officer hands over, the other one reads it and takes over."""
    giver, receiver = tour.open(), tour.open()
    page = giver.log_in("officer-tongyuanju")
    receiver.log_in("officer-tongyuanju2")
    tour.go(giver, "/handover")
    page.get_by_text("手上没有未办结的事").wait_for()
    tour.look(giver, "handover-nothing")
    send_signals(tour.address, [somebody(WHO, 81, "500108001")])
    page.get_by_test_id("handover-item").filter(has_text=WHO).wait_for()
    page.get_by_test_id("add-note").click()
    page.get_by_test_id("item-note").fill("先打女儿电话")
    page.get_by_role("radio", name="钟敏").check()
    tour.look(giver, "handover")
    page.get_by_test_id("give").click()
    page.get_by_test_id("take-back").wait_for()
    tour.look(giver, "handover-waits")
    receiver.page.get_by_test_id("handover-bar").wait_for()
    tour.look(receiver, "handover-bar")
    receiver.page.get_by_test_id("handover-bar").click()
    receiver.page.get_by_test_id("take-over-shift").wait_for()
    tour.look(receiver, "handover-take")
    receiver.page.get_by_test_id("take-over-shift").click()
    receiver.page.get_by_test_id("taken-over").wait_for()
    tour.unfold(receiver)
    tour.look(receiver, "handover-taken")
    tour.close(giver)
    tour.close(receiver)
