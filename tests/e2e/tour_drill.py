"""The drill in the tour: a chief begins it, everybody sees it, he clears it away; and a commander chooses a station for one."""

from tests.e2e.browsers import Desk
from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour

WHO, DRILL = "申女士", "演练"


def practising(tour: Tour) -> None:
    """A station practises, and afterwards it does not."""
    board, phone = tour.open(wide=True), tour.open()
    page = board.log_in("chief-ciqikou")
    _go_to_drill(board)
    tour.look(board, "drill")
    page.get_by_test_id("begin").click()
    page.get_by_test_id("clear").wait_for()
    tour.look(board, "drill-running")
    send_signals(tour.address, [{**somebody(WHO, 71, "500106004"), "drill": True}])
    page.get_by_role("link", name="返回工作台").click()
    page.get_by_test_id("row").filter(has_text=WHO).first.wait_for()
    tour.look(board, "board-drill-list")
    page.get_by_test_id("row").filter(has_text=WHO).first.click()
    page.get_by_test_id("door-assign-visit").wait_for()
    page.get_by_test_id("all-drill").wait_for()
    tour.look(board, "board-drill")
    _on_the_phone(tour, phone)
    _for_all_eyes(tour, board)
    _go_to_drill(board)
    page.get_by_test_id("stop").click()
    page.get_by_test_id("clear").click()
    page.get_by_text("没有留下演练预警").wait_for()
    page.get_by_test_id("mode-end").click()
    page.get_by_test_id("training").wait_for(state="detached")
    tour.look(board, "drill-over")
    tour.close(board)
    tour.close(phone)


def choosing_a_station(tour: Tour) -> None:
    """A commander has no drill of his own: he chooses who practises."""
    desk = tour.open(wide=True)
    page = desk.log_in("commander")
    page.get_by_role("heading", level=1).first.wait_for()
    _go_to_drill(desk)
    page.get_by_test_id("station").wait_for()
    tour.look(desk, "drill-choose")
    page.get_by_test_id("station").select_option(index=1)
    page.get_by_test_id("begin").wait_for()
    tour.look(desk, "drill-chosen")
    tour.close(desk)


def _go_to_drill(desk: Desk) -> None:
    desk.page.get_by_test_id("more").click()
    desk.page.locator("a[href$='/drill']").last.click()
    desk.page.get_by_test_id("mode").or_(desk.page.get_by_test_id("station")).first.wait_for()


def _on_the_phone(tour: Tour, phone: Desk) -> None:
    page = phone.log_in("officer-ciqikou")
    # Hers, unless the drill's own first signal was a critical one: who is on that is sent to nobody else.
    page.get_by_test_id("task").filter(has_text=DRILL).first.wait_for()
    page.get_by_test_id("training").wait_for()
    tour.look(phone, "tasks-drill")
    tour.open_task(page, DRILL)
    page.get_by_test_id("accept").click()
    page.get_by_test_id("next").click()
    page.locator("[data-step=travel]").get_by_test_id("answer-arrived").click()
    tour.at_step(phone, "door", "drill")
    page.get_by_test_id("show-card").click()
    tour.look_at_dialog(phone, "show-card-drill")
    page.get_by_test_id("help").click()
    page.get_by_test_id("safe").wait_for()


def _for_all_eyes(tour: Tour, board: Desk) -> None:
    page = board.page
    page.get_by_test_id("help").wait_for()
    tour.look(board, "board-drill-help")
    page.keyboard.press("m")
    page.get_by_test_id("field").or_(page.get_by_test_id("line")).first.wait_for()
    tour.look(board, "map-drill")
    page.keyboard.press("Escape")
    page.get_by_test_id("row").first.wait_for()
    page.keyboard.press("w")
    page.get_by_test_id("wall-help").wait_for()
    tour.look(board, "wall-drill")
    page.keyboard.press("Escape")
    page.get_by_test_id("row").first.wait_for()
