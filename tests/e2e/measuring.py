"""Measures every screen it is shown: axe, the size of what one taps, and that nothing is cut off, on a phone and on a desk."""

from pathlib import Path

from tests.e2e.browsers import DESK, SMALL_PHONE, Desk
from tests.e2e.server import ROOT

AXE = ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
MEASURE = Path(__file__).with_name("measure.js")


class Faults:
    """What was found, by stop."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.stops: list[str] = []
        self._scripts = AXE.read_text() + ";" + MEASURE.read_text()

    def look(self, desk: Desk, name: str) -> None:
        """Measure this screen in both sizes, in both themes and at twice the type, and leave it as it was."""
        page, own = desk.page, desk.page.viewport_size
        is_wide = bool(own and own["width"] >= DESK["width"])
        self.stops.append(name)
        if not page.evaluate("'__measure' in window"):
            page.evaluate(self._scripts)
        for size, is_phone in ((SMALL_PHONE, True), (DESK, False)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            faults = page.evaluate("([phone, own]) => __measure.all(phone, own)", [is_phone, is_phone != is_wide])
            if is_phone:
                faults += page.evaluate("() => __measure.twice()")
            label = "phone" if is_phone else "desk"
            self.found += [f"{name} ({label}): {fault}" for fault in dict.fromkeys(faults)]
        if own:
            page.set_viewport_size(own)
