"""One tour of every screen and state, for whoever wants to look at them all: with a camera or with a measure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsers import DESK, PHONE, Desk
from tests.e2e.signals import SIGNALS, send_signals

Look = Callable[[Desk, str], None]


@dataclass
class Tour:
    """Who goes round, where, and what is done at each stop; `folder`: where the server's data lies."""

    browser: Browser
    address: str
    look: Look
    phone: dict[str, int]
    folder: Path
    theme: str = "light"

    def open(self, *, wide: bool = False) -> Desk:
        """A window, without motion: what still moves cannot be measured."""
        desk = Desk(self.browser, self.address, DESK if wide else self.phone, theme=self.theme)
        desk.page.emulate_media(reduced_motion="reduce", color_scheme=self.theme)  # type: ignore[arg-type]
        return desk

    def go(self, desk: Desk, path: str) -> None:
        """Open an address anew; the PIN is typed where nobody lends the key."""
        desk.page.goto(path)
        desk.page.get_by_role("heading", level=1).first.wait_for()
        if "/lock" in desk.page.url:
            desk.unlock()

    def open_task(self, page: Page, name: str) -> None:
        """From the list to the case, with the list gone: its tasks have the same buttons."""
        page.get_by_test_id("task").filter(has_text=name).get_by_role("link").first.click()
        expect(page.get_by_test_id("task")).to_have_count(0)

    def look_at_dialog(self, desk: Desk, name: str, *, close: bool = True) -> None:
        """Stop at what has opened over the screen."""
        dialog = desk.page.locator("dialog[open]")
        dialog.get_by_role("button").first.wait_for()
        self.look(desk, name)
        if close:
            desk.page.keyboard.press("Escape")
            dialog.wait_for(state="detached" if dialog.count() == 0 else "hidden")

    def at_step(self, desk: Desk, step: str, how: str = "") -> None:
        """Stop at a step of the guided call or visit, as soon as it takes taps."""
        place = desk.page.locator(f"[data-step={step}]")
        place.wait_for()
        expect(place).not_to_have_class(re.compile("settling"))
        self.unfold(desk)
        self.look(desk, f"step-{step}-{how}" if how else f"step-{step}")

    def unfold(self, desk: Desk) -> None:
        """Open all that is folded."""
        desk.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    def close(self, desk: Desk, but: str = "nothing else") -> None:
        """Leave; a page that complained on the way, but of what was done to it on purpose, fails the tour."""
        complaints = [complaint for complaint in desk.complaints if not re.search(but, complaint)]
        desk.context.close()
        assert complaints == []


def go_round(
    browser: Browser, address: str, look: Look, folder: Path, *, phone: dict[str, int] = PHONE, theme: str = "light"
) -> None:
    """The whole tour. Its data must be fresh: an accepted task cannot be accepted again."""
    from tests.e2e import (
        tour_board,
        tour_drill,
        tour_duty,
        tour_editor,
        tour_imports,
        tour_lookbacks,
        tour_map,
        tour_notifications,
        tour_phone,
        tour_transfers,
    )

    send_signals(address, SIGNALS)
    tour = Tour(browser, address, look, phone, folder, theme)
    for part in (
        tour_phone.signing_in,
        tour_phone.behind_the_pin,
        tour_phone.before_any_task,
        tour_phone.oneself,
        tour_phone.login_expired,
        tour_phone.without_network,
        tour_board.an_empty_board,
        # It rings only while nobody has the case: the district's operator is about to take it.
        tour_map.the_wall,
        tour_board.a_district,
        tour_map.the_map,
        tour_phone.a_case,
        tour_board.a_station,
        tour_imports.a_table,
        tour_board.finding,
        tour_transfers.a_transfer,
        tour_transfers.two_in_one,
        tour_board.an_administrator,
        tour_editor.the_playbooks,
        tour_notifications.how_one_is_told,
        tour_notifications.who_cannot_be_told,
        tour_drill.practising,
        tour_drill.choosing_a_station,
        tour_duty.the_roster,
        tour_duty.a_hand_over,
        tour_lookbacks.looking_back,
    ):
        part(tour)
