"""`python -m tests.cluster.prepare PHONES REPORTS SEED`: fills the database of the environment and writes its people on standard output."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django


def main(phones: int, reports: int, seed: int) -> None:
    """Prepare once; every test begins with a copy of it."""
    django.setup()
    from tests.chaos.shared import Plan
    from tests.chaos.world import prepare

    plan = Plan(phones=phones, reports=reports, kills=1, seed=seed, seconds=0)
    people = prepare(Path(os.environ["QIAOMEN_DATA"]), plan)
    sys.stdout.write(json.dumps([asdict(person) for person in people], ensure_ascii=False))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
