"""The part of the tour that is not the board itself: the map of the area, and the wall of the duty room."""

from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour

SUNLIT = "500108002001"


def the_map(tour: Tour) -> None:
    """A district from above, a street, what nobody knows the place of, and a quiet area."""
    desk = tour.open(wide=True)
    page = desk.log_in("commander")
    send_signals(tour.address, [somebody("温女士", 61, SUNLIT), somebody("常先生", 62, "500108")])
    page.get_by_test_id("row").filter(has_text="常先生").first.wait_for()
    page.keyboard.press("m")
    page.get_by_test_id("field").filter(has_text="花园路").wait_for()
    tour.look(desk, "board-map")
    page.get_by_test_id("field").filter(has_text="还不知道在哪").get_by_role("button").click()
    page.get_by_test_id("line").filter(has_text="常先生").wait_for()
    tour.look(desk, "board-map-unknown")
    page.keyboard.press("Escape")
    page.get_by_test_id("field").filter(has_text="花园路").get_by_role("button").click()
    page.get_by_test_id("dot").filter(has_text="温女士").or_(page.get_by_test_id("field")).first.wait_for()
    tour.look(desk, "board-map-street")
    tour.close(desk)
    quiet = tour.open(wide=True)
    quiet.log_in("chief-jindong").get_by_role("heading", level=1).first.wait_for()
    quiet.page.keyboard.press("m")
    quiet.page.get_by_text("处都没有处置中的预警").wait_for()
    tour.look(quiet, "board-map-empty")
    tour.close(quiet)


def the_wall(tour: Tour) -> None:
    """Nothing going on; then what rings, what was acknowledged, and no word from the server."""
    quiet = tour.open(wide=True)
    page = quiet.log_in("chief-ciqikou")
    page.get_by_role("heading", level=1).first.wait_for()
    page.keyboard.press("w")
    page.get_by_text("现在没有处置中的预警").first.wait_for()
    tour.look(quiet, "wall-empty")
    tour.close(quiet)
    wall = tour.open(wide=True)
    page = wall.log_in("chief")
    page.get_by_test_id("row").first.wait_for()
    page.keyboard.press("w")
    page.get_by_test_id("bell").wait_for()
    tour.look(wall, "wall-rings")
    page.keyboard.press(" ")
    page.get_by_test_id("bell").wait_for(state="detached")
    tour.look(wall, "wall")
    wall.context.set_offline(True)
    page.get_by_text("下面可能不是最新的").first.wait_for()
    tour.look(wall, "wall-stale")
    tour.close(wall)
