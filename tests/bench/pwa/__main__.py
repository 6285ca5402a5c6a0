"""`make bench-pwa`: prints what the app costs, one JSON object a line, and writes the table of docs/performance-pwa.md."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright, expect, sync_playwright

from tests.bench.pwa import floor, loads, phone
from tests.bench.pwa.lighthouse import scores
from tests.bench.pwa.loads import Line
from tests.bench.pwa.memory import memory
from tests.bench.pwa.table import write_table
from tests.e2e.browsers import LAUNCH
from tests.e2e.server import served
from tests.e2e.signals import SIGNALS, send_signals


def main() -> None:
    """Measure all of it against the real server with demo data."""
    expect.set_options(timeout=60_000)
    lines = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        data.mkdir()
        with floor.served(floor.build()) as bare, served(data) as address:
            send_signals(address, SIGNALS)
            for line in _measured(playwright, address, bare, Path(folder)):
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
                sys.stdout.flush()
                lines.append(line)
    write_table(lines)


def _measured(playwright: Playwright, address: str, bare: str, folder: Path) -> Iterator[Line]:
    browser = playwright.chromium.launch(**LAUNCH)
    floor_bytes, floor_seconds = loads.floor(browser, bare)
    yield from loads.first_load(browser, address, floor_bytes)
    for net in phone.NETS:
        yield from loads.cold(browser, address, net, floor_seconds[net.name])
    yield from loads.warm(browser, address)
    browser.close()
    yield from memory(playwright, address, bare)
    yield from scores(playwright, address, folder)


if __name__ == "__main__":
    main()
