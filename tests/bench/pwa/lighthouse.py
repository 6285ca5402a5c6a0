"""Lighthouse's scores for the door and for the task list, in its own mobile setting."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Playwright

from tests.bench.pwa import phone
from tests.bench.pwa.loads import Line
from tests.e2e.browsers import LAUNCH, SMALL_PHONE, Desk, window
from tests.e2e.server import free_port

HERE = Path(__file__).parent
RUNS = 3
AIM = 95
PATIENCE = 180
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# The app must not be found by search engines, so that audit is left out.
SKIPPED = "is-crawlable"


def scores(playwright: Playwright, address: str, folder: Path) -> Iterator[Line]:
    """Both screens; the phone that is signed in stays open, for its key lives in memory only."""
    for screen, path in (("sign-in", "/login"), ("tasks", "/tasks")):
        port = free_port()
        # A profile of its own: what Lighthouse opens beside it is on the same phone.
        launch = LAUNCH | {"args": [*LAUNCH["args"], f"--remote-debugging-port={port}"]}
        profile = playwright.chromium.launch_persistent_context(folder / screen, **launch, **window(address, SMALL_PHONE))
        desk = Desk.of(profile, address, before=phone.MARKS)
        if screen == "tasks":
            desk.log_in("officer")
            phone.marks_of(desk.page)
        runs = [_run(f"{address}{path}", port) for _ in range(RUNS)]
        desk.context.close()
        for category in CATEGORIES:
            score = round(median(run[category] for run in runs))
            yield {
                "bench": "lighthouse",
                "screen": screen,
                "preset": "mobile",
                "category": category,
                "score": score,
                "runs": RUNS,
                # Lighthouse's own measure of the machine: well below 1,500 it is slow or busy, and the score with it.
                "machine": round(median(run["machine"] for run in runs)),
                # Scores saturate; this tells two builds on one machine apart.
                "blocking_ms": round(median(run["blocking"] for run in runs)) if category == "performance" else None,
                "skipped": SKIPPED if category == "seo" else None,
                "why_skipped": "the app must not be found by search engines" if category == "seo" else None,
                "aim": AIM,
                "floor": 100,
                "ratio": round(score / 100, 2),
            }


def _run(url: str, port: int) -> dict[str, float]:
    command = [
        "node",
        str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"),
        url,
        f"--port={port}",
        "--output=json",
        "--quiet",
        "--disable-storage-reset",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--skip-audits={SKIPPED}",
    ]
    done = subprocess.run(command, cwd=HERE, check=True, capture_output=True, timeout=PATIENCE)
    report = json.loads(done.stdout)
    if report["finalDisplayedUrl"] != url:
        raise RuntimeError(f"Lighthouse saw {report['finalDisplayedUrl']} and not {url}")
    machine = float(report["environment"]["benchmarkIndex"])
    blocking = float(report["audits"]["total-blocking-time"]["numericValue"])
    return {"machine": machine, "blocking": blocking} | {name: each["score"] * 100 for name, each in report["categories"].items()}
