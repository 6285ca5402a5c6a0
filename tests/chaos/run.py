"""`python -m tests.chaos.run`: prepares, runs, kills, waits for quiet and checks; the last line is one JSON object.

PHONES, REPORTS, KILLS, SEED and SECONDS (the most it may take) come from the environment; CHAOS_DIR keeps the data.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom

from tests.chaos.server import ROOT, Server, environment


def main() -> int:
    """Run it; 0 when nothing was lost, doubled, out of order or undelivered."""
    with tempfile.TemporaryDirectory(prefix="qiaomen-chaos-") as temporary:
        return _run(Path(os.environ.get("CHAOS_DIR", temporary)))


def _run(folder: Path) -> int:
    _set_up(folder)
    from tests.chaos.check import LEDGER, check
    from tests.chaos.city import City
    from tests.chaos.shared import Plan
    from tests.chaos.telling import tell
    from tests.chaos.world import prepare
    from tests.e2e.server import free_port

    plan = Plan(
        phones=_number("PHONES", 200),
        reports=_number("REPORTS", 10_000),
        kills=_number("KILLS", 50),
        seed=_number("SEED", SystemRandom().randrange(10**6)),
        seconds=float(_number("SECONDS", 3600)),
    )
    began = time.monotonic()
    city = City(plan, prepare(folder, plan), Server(folder, free_port()))
    try:
        asyncio.run(city.live())
    finally:
        city.server.kill()
    city.run.ledger.write(folder / LEDGER)
    faults = check(folder, city.run.ledger)
    faults.lost += city.strangers
    faults.out_of_order += refolded(environment(folder))
    tell(plan, city, folder, faults, time.monotonic() - began)
    line = {"reports": len(city.run.ledger.reports), **faults.counts(), "kills": city.run.kills, "seed": plan.seed}
    sys.stdout.write(json.dumps(line) + "\n")
    return 1 if any(faults.counts().values()) or not city.is_whole() else 0


def _set_up(folder: Path) -> None:
    os.environ |= {"QIAOMEN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "backend.settings"}
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    import django

    django.setup()


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def refolded(installation: Mapping[str, str]) -> list[str]:
    """Every standing that is not what its case's facts fold to."""
    told = subprocess.run(
        [sys.executable, "manage.py", "refold"],
        cwd=ROOT,
        env=dict(installation),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    ).stdout
    wrong = int(told.partition(", ")[2].split()[0])
    return [f"standing that a refold corrects ({told.strip()})"] * wrong


if __name__ == "__main__":
    sys.exit(main())
