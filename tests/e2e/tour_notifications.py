"""Notifications in the tour: how one is told, and who of a unit cannot be."""

from tests.e2e.touring import Tour

ROBOT = "https://open.feishu.cn/open-apis/bot/v2/hook/0e2b1d14-3f6a-4a7c-9f60-6d1a6e5d5a10"


def how_one_is_told(tour: Tour) -> None:
    """An officer without any way, entering one, and with it."""
    phone = tour.open()
    page = phone.log_in("officer-ciqikou")
    page.get_by_role("link", name="我", exact=True).click()
    page.get_by_test_id("ways").click()
    page.get_by_test_id("no-way").wait_for()
    tour.look(phone, "notifications-none")
    page.get_by_test_id("add-way").click()
    page.get_by_test_id("kind").select_option("feishu")
    page.get_by_test_id("address").fill(ROBOT)
    tour.look(phone, "notifications-add")
    page.get_by_test_id("save-way").click()
    page.get_by_test_id("way-feishu").wait_for()
    tour.look(phone, "notifications")
    tour.close(phone)


def who_cannot_be_told(tour: Tour) -> None:
    """A commander enters a gateway; a chief looks."""
    for who in ("commander", "chief-ciqikou"):
        desk = tour.open(wide=True)
        page = desk.log_in(who)
        page.get_by_test_id("more").click()
        page.locator("a[href$='/notifications']").last.click()
        page.get_by_test_id("reach-sum").wait_for()
        tour.look(desk, f"unit-notifications-{who.partition('-')[0]}")
        tour.close(desk)
