"""Look-backs in the tour: nothing drawn yet, a list, a call with its questions, a result, and the rates."""

from tests.e2e.browsers import Desk
from tests.e2e.look_backs import draw_last_week
from tests.e2e.touring import Tour

# One station of each district, so that each is asked about and each asks.
STATIONS = ("500108003", "500106003", "500114121", "500108003", "500106003", "500114121")
CHIEFS = ("chief", "chief-yubei", "chief-zhongtang")
ASKERS = ("operator", "operator-shapingba", "operator-qianjiang")


def looking_back(tour: Tour) -> None:
    """Before a draw and after it, on a desk and on a phone."""
    empty = tour.open(wide=True)
    empty.log_in("chief")
    tour.go(empty, "/lookbacks")
    empty.page.get_by_text("还没有核查结果").wait_for()
    tour.look(empty, "look-backs-empty")
    tour.close(empty)
    draw_last_week(tour.folder, *STATIONS)
    desk = _asking(tour)
    tour.look(desk, "look-backs")
    _ask(tour, desk)
    tour.close(desk)
    _see_the_result(tour)
    city = tour.open(wide=True)
    city.log_in("city")
    tour.go(city, "/lookbacks/rates")
    city.page.get_by_test_id("rates").wait_for()
    tour.look(city, "look-back-rates")
    tour.close(city)


def _asking(tour: Tour) -> Desk:
    """The first who was given something to ask about."""
    for name in ASKERS:
        desk = tour.open(wide=True)
        desk.log_in(name)
        tour.go(desk, "/lookbacks")
        desk.page.get_by_test_id("look-back").or_(desk.page.get_by_text("现在没有要核查的")).first.wait_for()
        if desk.page.get_by_test_id("look-back-take").count():
            return desk
        tour.close(desk)
    raise AssertionError("nobody was given a case")


def _ask(tour: Tour, desk: Desk) -> None:
    page = desk.page
    page.get_by_test_id("look-back-take").first.click()
    page.get_by_test_id("look-back-reveal").click()
    page.get_by_test_id("look-back-call").wait_for()
    page.get_by_role("radio", name="联系上了").check()
    page.get_by_role("radio", name="部分属实").check()
    page.get_by_test_id("look-back-answer").click()
    page.get_by_text("请选一项").first.wait_for()
    tour.look(desk, "look-back-call")
    page.get_by_role("group", name="有人联系、上门了吗").get_by_role("radio").first.check()
    page.get_by_role("radio", name="时间和报的不一样").check()
    page.get_by_test_id("look-back-answer").click()
    page.get_by_test_id("look-back-result").wait_for(timeout=20_000)


def _see_the_result(tour: Tour) -> None:
    """Of the chiefs the one whose case it was: in the list, and beside the case."""
    for name in CHIEFS:
        desk = tour.open(wide=True)
        desk.log_in(name)
        tour.go(desk, "/lookbacks")
        card = desk.page.get_by_test_id("look-back-card")
        card.or_(desk.page.get_by_text("还没有核查结果")).first.wait_for()
        if card.count():
            desk.page.get_by_test_id("look-back-object").click()
            tour.look(desk, "look-back-result")
            desk.page.get_by_role("link", name="看这条预警").click()
            desk.page.get_by_test_id("case-pane").get_by_test_id("look-back-card").wait_for()
            tour.look(desk, "look-back-on-case")
            tour.close(desk)
            return
        tour.close(desk)
    raise AssertionError("no chief was told")
