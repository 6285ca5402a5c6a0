"""The board's part of the tour: the lists, a case, every sheet, help, an outcome to sign, calls, and an administrator."""

import re

from tests.e2e.browsers import Desk
from tests.e2e.pictures import picture
from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour


def an_empty_board(tour: Tour) -> None:
    """Nothing is going on, and the keys."""
    desk = tour.open(wide=True)
    page = desk.log_in("chief-ciqikou")
    page.get_by_role("heading", name="现在没有处置中的预警").wait_for()
    tour.look(desk, "board-empty")
    page.keyboard.press("?")
    tour.look_at_dialog(desk, "board-keys")
    page.get_by_test_id("duty").click()
    tour.look_at_dialog(desk, "board-duty")
    tour.go(desk, "/follow-ups")
    page.get_by_role("heading", name="没有要回访的").wait_for()
    tour.look(desk, "follow-ups-empty")
    tour.close(desk)


def finding(tour: Tour) -> None:
    """A chief searches, filters, keeps the filter, marks many and gives them out; the city looks at its units."""
    desk = tour.open(wide=True)
    page = desk.log_in("chief-huayuanlu")
    send_signals(
        tour.address, [somebody(name, number, "500108002") for number, name in ((31, "单女士"), (32, "曾先生"))]
    )
    page.get_by_test_id("row").nth(1).wait_for()
    tour.look(desk, "board-three-columns")
    page.get_by_test_id("search").fill("zxs")
    page.get_by_text("服务器上没有更多了").wait_for()
    tour.look(desk, "board-search")
    page.get_by_role("button", name="清空").click()
    page.get_by_test_id("filter").click()
    page.get_by_test_id("choice-high").click()
    tour.look_at_dialog(desk, "board-filter")
    tour.look(desk, "board-filtered")
    page.get_by_test_id("views").click()
    page.get_by_test_id("view-save").click()
    page.get_by_test_id("views").click()
    page.get_by_test_id("own-view").wait_for()
    tour.look_at_dialog(desk, "board-views")
    page.get_by_test_id("mark-start").click()
    page.get_by_test_id("mark").first.click()
    page.get_by_test_id("mark-all").click()
    tour.look(desk, "board-marked")
    page.get_by_test_id("bulk-assign").click()
    tour.look_at_dialog(desk, "board-bulk-assign")
    page.get_by_test_id("mark-end").click()
    page.get_by_test_id("duty-fold").click()
    tour.look(desk, "board-folded")
    tour.close(desk)
    desk = tour.open(wide=True)
    page = desk.log_in("city")
    page.get_by_test_id("district").nth(1).click()
    page.get_by_test_id("filter").click()
    page.get_by_test_id("unit").first.wait_for()
    tour.look_at_dialog(desk, "board-filter-units")
    tour.look(desk, "board-city")
    page.get_by_test_id("mark-start").click()
    page.get_by_test_id("mark").last.click()
    page.get_by_test_id("bulk-route").click()
    page.locator("dialog select").select_option("500108")
    page.get_by_test_id("station").first.wait_for()
    tour.look_at_dialog(desk, "board-bulk-route")
    tour.close(desk)


def a_station(tour: Tour) -> None:
    """A chief chooses a case, assigns, hears a call for help, sees an outcome and sends it back."""
    board, phone, mate = tour.open(wide=True), tour.open(), tour.open()
    page = board.log_in("chief-yubei")
    officer = phone.log_in("officer-yubei")
    mate.log_in("officer-yubei2")
    send_signals(tour.address, [somebody("龚先生", 11, "500106003"), somebody("阳女士", 12, "500106003")])
    tour.open_task(officer, "龚先生")
    officer.get_by_test_id("accept").click()
    officer.get_by_test_id("next").click()
    page.get_by_test_id("row").filter(has_text="阳女士").first.click()
    page.get_by_test_id("door-assign-visit").wait_for()
    tour.unfold(board)
    tour.look(board, "board-case")
    page.get_by_test_id("door-assign-visit").click()
    page.get_by_test_id("candidate").or_(page.get_by_test_id("take-over")).first.wait_for()
    tour.look_at_dialog(board, "board-assign", close=False)
    page.get_by_test_id("take-over").click()
    page.get_by_test_id("notice").wait_for()
    tour.look(board, "board-notice")
    _pause(tour, board)
    officer.get_by_test_id("help").click()
    page.get_by_test_id("help").wait_for()
    tour.look(board, "board-help")
    mate.page.get_by_test_id("ring").wait_for()
    tour.look(mate, "ring")
    mate.page.get_by_test_id("ring-go").click()
    officer.get_by_test_id("help-taken").wait_for()
    tour.look(phone, "help-taken")
    mate.page.get_by_test_id("ring-safe").wait_for()
    tour.look(mate, "ring-taken")
    page.get_by_test_id("help-goes").wait_for()
    tour.look(board, "board-help-taken")
    officer.get_by_test_id("safe").click()
    tour.close(mate)
    _finish(phone)
    page.get_by_test_id("tab-to_sign").click()
    page.get_by_test_id("row").filter(has_text="龚先生").first.click()
    page.get_by_test_id("door-send-back").wait_for()
    tour.unfold(board)
    tour.look(board, "board-to-sign")
    page.get_by_test_id("picture").first.click()
    tour.look_at_dialog(board, "board-picture")
    page.get_by_test_id("door-send-back").click()
    tour.look_at_dialog(board, "board-send-back")
    board.context.set_offline(True)
    page.keyboard.press("s")
    page.get_by_test_id("notice").wait_for()
    tour.look(board, "board-offline")
    tour.close(phone)
    tour.close(board)


def a_district(tour: Tour) -> None:
    """The city routes what found no place; an operator leads the next call."""
    desk = tour.open(wide=True)
    page = desk.log_in("city")
    page.get_by_test_id("row-route").first.wait_for()
    tour.look(desk, "board-to-route")
    page.get_by_test_id("row-route").first.click()
    page.locator("dialog select").select_option("500108")
    page.get_by_test_id("station").first.wait_for()
    tour.look_at_dialog(desk, "board-route")
    tour.close(desk)
    desk = tour.open(wide=True)
    page = desk.log_in("operator")
    page.get_by_test_id("next-call").wait_for()
    tour.look(desk, "operator")
    page.get_by_test_id("next-call").click()
    page.get_by_test_id("dial").first.wait_for()
    tour.look(desk, "call")
    page.get_by_role("tab").last.click()
    page.get_by_test_id("answer-dead_number").click()
    page.locator("[data-step=other_number]").wait_for()
    page.get_by_test_id("answer-found").click()
    page.get_by_role("alert").first.wait_for()
    tour.look(desk, "call-other-number")
    page.get_by_test_id("back").click()
    page.get_by_test_id("answer-persuaded").click()
    tour.at_step(desk, "call_close")
    tour.close(desk)


def an_administrator(tour: Tour) -> None:
    """The one screen of his."""
    desk = tour.open()
    desk.log_in("admin")
    desk.page.get_by_role("heading", name="管理员").wait_for()
    tour.look(desk, "admin")
    tour.close(desk)


def _pause(tour: Tour, board: Desk) -> None:
    """The chief stops the case's time; it says so in its head, in its row and in its story, and can be undone."""
    page = board.page
    page.get_by_test_id("door-pause").click()
    tour.look_at_dialog(board, "board-pause", close=False)
    page.get_by_role("radio", name="本人约了时间").check()
    page.get_by_test_id("pause-30").click()
    page.get_by_test_id("door-resume").wait_for()
    tour.look(board, "board-paused")
    page.get_by_test_id("notice-action").click()
    page.get_by_test_id("door-pause").wait_for()


def _finish(phone: Desk) -> None:
    page = phone.page
    for step, answer in (
        ("travel", "arrived"),
        ("door", "met_target"),
        ("look", "looked"),
        ("talk", "believes"),
        ("money", "nothing_sent"),
    ):
        page.locator(f"[data-step={step}]").get_by_test_id(f"answer-{answer}").click()
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    for step, answer in (("proof", "added"), ("result", "persuaded"), ("summary", "confirmed")):
        page.locator(f"[data-step={step}]").get_by_test_id(f"answer-{answer}").click()
    page.get_by_text(re.compile("已全部上报")).first.wait_for()
