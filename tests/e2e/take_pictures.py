"""Takes pictures of every screen in both themes and three sizes, to be looked at: `make pictures`."""

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.browsers import DESK, LAUNCH, PHONE, SMALL_PHONE, Desk
from tests.e2e.server import ROOT, served
from tests.e2e.touring import go_round

OUT = ROOT / "data" / "screens"
SIZES = {"phone": PHONE, "small": SMALL_PHONE, "desk": DESK}
# The wall is made for a television.
WALL = {"wall": {"width": 1920, "height": 1080}}


def main() -> None:
    """Go round once in each theme, with data of its own each time."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        for theme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
                go_round(browser, address, partial(_take, theme), Path(folder), theme=theme)
        browser.close()


def _take(theme: str, desk: Desk, name: str) -> None:
    own = desk.page.viewport_size
    for size, viewport in {**SIZES, **(WALL if name.startswith("wall") else {})}.items():
        desk.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        desk.page.screenshot(path=OUT / f"{name}-{size}-{theme}.png")
    if own:
        desk.page.set_viewport_size(own)


if __name__ == "__main__":
    main()
