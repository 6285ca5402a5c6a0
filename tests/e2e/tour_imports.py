"""The import screen's part of the tour: nothing yet, a file refused, checked, corrected, stopped, done, and one that cannot be read."""

from tests.e2e.tables import file, table
from tests.e2e.touring import Tour

CHECKED = "[data-testid=check][data-state=checked]"


def a_table(tour: Tour) -> None:
    """A commander brings a table in."""
    desk = tour.open(wide=True)
    page = desk.log_in("city")
    page.get_by_test_id("more").click()
    page.get_by_role("link", name="导入表格").click()
    page.get_by_test_id("drop").wait_for()
    page.get_by_test_id("file").set_input_files(file("名单.csv", table()))  # type: ignore[arg-type]
    page.get_by_test_id("told").wait_for()
    tour.look(desk, "imports-empty")
    page.get_by_test_id("source").select_option("city-platform")
    page.get_by_test_id("file").set_input_files(file("名单.csv", table()))  # type: ignore[arg-type]
    page.locator(CHECKED).wait_for()
    tour.look(desk, "imports-checked")
    page.get_by_test_id("field-D").select_option("target.phone")
    page.get_by_test_id("twice").wait_for()
    page.get_by_test_id("part-bad").click()
    tour.look(desk, "imports-twice")
    page.get_by_test_id("field-D").select_option("target.address")
    page.locator("[data-testid=check][data-state=checking]").wait_for()
    page.locator(CHECKED).wait_for()
    page.get_by_test_id("start").click()
    page.get_by_test_id("stop").click()
    page.get_by_test_id("go-on").or_(page.get_by_test_id("finished")).wait_for()
    tour.look(desk, "imports-stopped")
    if page.get_by_test_id("go-on").is_visible():
        page.get_by_test_id("go-on").click()
    page.get_by_test_id("finished").wait_for()
    tour.look(desk, "imports-done")
    page.get_by_test_id("imports-back").click()
    page.get_by_test_id("file").set_input_files(file("名单.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99)))  # type: ignore[arg-type]
    page.get_by_test_id("broken").wait_for()
    tour.look(desk, "imports-broken")
    page.get_by_test_id("throw").click()
    page.get_by_test_id("notice").wait_for()
    tour.look(desk, "imports-list")
    tour.close(desk)
