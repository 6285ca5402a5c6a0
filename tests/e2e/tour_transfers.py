"""The tour of what belongs elsewhere: a case handed over, reviewed and returned; two that are one, and one that is two."""

from typing import Any

from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour

# The way back is open for ten seconds.
HELD_MS = 20_000


def a_transfer(tour: Tour) -> None:
    """A chief hands a case over to another district, its commander reviews that, and the other chief may return it."""
    send_signals(tour.address, [_medium("汪女士", 51, "500108003")])
    desk = tour.open(wide=True)
    page = desk.log_in("chief")
    page.get_by_test_id("row").filter(has_text="汪女士").click()
    page.get_by_test_id("door-transfer").click()
    page.get_by_test_id("station").first.wait_for()
    tour.look_at_dialog(desk, "board-transfer", close=False)
    page.get_by_test_id("transfer-find").fill("渝碚")
    station = page.get_by_test_id("station").filter(has_text="渝碚路")
    station.click()
    page.get_by_role("alert").wait_for()
    tour.look_at_dialog(desk, "board-transfer-away", close=False)
    page.get_by_role("radio", name="已经搬走").check()
    station.click()
    page.get_by_test_id("transfer-card").wait_for(timeout=HELD_MS)
    tour.look(desk, "board-transfer-waits")
    tour.close(desk)
    _review(tour)
    desk = tour.open(wide=True)
    page = desk.log_in("chief-yubei")
    page.get_by_test_id("row").filter(has_text="汪女士").click()
    page.get_by_test_id("door-return").click()
    tour.look_at_dialog(desk, "board-return")
    tour.close(desk)
    desk = tour.open()
    desk.log_in("chief")
    tour.go(desk, "/done")
    desk.page.get_by_test_id("own-transfers").wait_for()
    tour.look(desk, "own-transfers")
    tour.close(desk)


def _review(tour: Tour) -> None:
    """The commander sees why, looks at the reasons against it, and agrees: then the case is no longer his."""
    desk = tour.open(wide=True)
    page = desk.log_in("commander")
    page.get_by_test_id("row").filter(has_text="汪女士").click()
    page.get_by_test_id("transfer-refuse").click()
    tour.look_at_dialog(desk, "board-refuse")
    tour.look(desk, "board-review")
    page.get_by_test_id("transfer-approve").click()
    page.get_by_test_id("row").filter(has_text="汪女士").wait_for(state="detached", timeout=HELD_MS)
    page.get_by_text("这条预警看不到了").wait_for()
    tour.look(desk, "board-gone")
    tour.close(desk, but="404")


def two_in_one(tour: Tour) -> None:
    """A chief compares two cases, joins them, and sees which signals he could split off again."""
    both = [_medium("曾女士", number, "500108003001") for number in (53, 54)]
    send_signals(tour.address, both)
    desk = tour.open(wide=True)
    page = desk.log_in("chief")
    page.get_by_test_id("row").filter(has_text="曾女士").last.click()
    page.get_by_test_id("door-compare").click()
    tour.look_at_dialog(desk, "board-compare", close=False)
    page.get_by_test_id("join-other").click()
    page.get_by_test_id("ties").wait_for(timeout=HELD_MS)
    tour.look(desk, "board-ties")
    page.get_by_test_id("door-split").click()
    page.get_by_test_id("split-signal").last.click()
    tour.look_at_dialog(desk, "board-split")
    tour.close(desk)


def _medium(name: str, number: int, division: str) -> dict[str, Any]:
    """A signal of a level whose transfers wait for a review."""
    return somebody(name, number, division) | {"behaviours": [], "amount_fen": 600_000}
