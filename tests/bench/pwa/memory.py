"""What the page holds: the heap of its scripts, and the whole renderer process as the system counts it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, Playwright

from tests.bench.pwa import phone
from tests.bench.pwa.loads import Line
from tests.e2e.browsers import LAUNCH, SMALL_PHONE, Desk

RUNS = 3
MIB = 1024 * 1024
Opening = Callable[[Browser], Page]


def memory(playwright: Playwright, address: str, floor_address: str) -> Iterator[Line]:
    """The task list beside the bare page, each in a browser of its own."""

    def app(browser: Browser) -> Page:
        desk = Desk(browser, address, SMALL_PHONE, before=phone.MARKS)
        desk.log_in("officer")
        return desk.page

    def bare(browser: Browser) -> Page:
        page = browser.new_context(viewport=SMALL_PHONE).new_page()  # type: ignore[arg-type]
        page.add_init_script(phone.MARKS)
        page.goto(floor_address)
        return page

    ours, least = _measured(playwright, app), _measured(playwright, bare)
    for what, unit in (("js_heap", "MiB"), ("renderer", "MiB")):
        yield {
            "bench": "memory",
            "what": what,
            "screen": "tasks",
            "unit": unit,
            "value": round(ours[what], 1),
            "runs": RUNS,
            "floor": round(least[what], 1),
            "ratio": round(ours[what] / least[what], 2),
        }


def _measured(playwright: Playwright, opening: Opening) -> dict[str, float]:
    found: dict[str, list[float]] = {"js_heap": [], "renderer": []}
    for _ in range(RUNS):
        browser = playwright.chromium.launch(**LAUNCH)
        page = opening(browser)
        phone.marks_of(page)
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        figures = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        found["js_heap"].append(figures["JSHeapUsedSize"] / MIB)
        found["renderer"].append(_renderer(browser))
        browser.close()
    return {what: median(values) for what, values in found.items()}


def _renderer(browser: Browser) -> float:
    """MiB the largest renderer holds; a spare one that waits for the next page is smaller."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return max(_resident(each["id"]) for each in processes if each["type"] == "renderer")


def _resident(process: int) -> float:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
