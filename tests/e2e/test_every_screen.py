"""Every screen and state can be read, reached and tapped: on a phone and a desk, in both themes, at twice the type."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.browsers import SMALL_PHONE
from tests.e2e.measuring import Faults
from tests.e2e.server import served
from tests.e2e.touring import go_round


def test_nothing_is_wrong_on_any_screen(browser: Browser, tmp_path: Path) -> None:
    faults = Faults()
    # A server of its own: the tour begins with empty lists.
    with served(tmp_path) as address:
        go_round(browser, address, faults.look, tmp_path, phone=SMALL_PHONE)
    assert len(faults.stops) == len(set(faults.stops)) > 45
    assert "\n".join(faults.found) == ""
