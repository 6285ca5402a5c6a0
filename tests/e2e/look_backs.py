"""`python -m tests.e2e.look_backs STATION…`: a real case that closed last week at each of these stations, and last week drawn.

What a demo city is sent is a drill, and drills are never looked back at.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from tests.e2e.server import ROOT, product

NAMES = ("蒲先生", "阮女士", "晏先生", "闵女士")


def draw_last_week(folder: Path, *stations: str) -> None:
    """Beside the server whose data lies in this folder."""
    command = [sys.executable, "-m", "tests.e2e.look_backs", *stations]
    subprocess.run(command, cwd=ROOT, env=product() | {"QIAOMEN_DATA": str(folder)}, check=True, capture_output=True)


def _close(station_code: str, number: int) -> None:
    from django.utils import timezone

    from backend.cases.fold import facts_of, standing_of
    from backend.cases.models import Case
    from backend.people.models import Unit

    station = Unit.objects.get(code=station_code)
    at = timezone.now() - timedelta(days=7)
    found = {"code": "persuaded", "track": "visit", "level": "high", "fraud_type": "investment", "at": at.isoformat()}
    case = Case.objects.create(
        pk=(pk := uuid4()),
        number=f"LB{pk.hex[:12]}",
        opened_at=at - timedelta(hours=3),
        graded_at=at - timedelta(hours=3),
        level="high",
        fraud_type="investment",
        flow="dissuasion-1",
        target_name=NAMES[number % len(NAMES)],
        target_phone=f"1990000{4000 + number}",
        address="阳光路1号",
        district_id=station.parent_id or station.pk,
        station=station,
        closed_at=at,
        state="closed",
    )
    folded = standing_of(case, facts_of(case)).model_dump(mode="json")
    due = {"due_kind": "", "due_at": None}
    Case.objects.filter(pk=case.pk).update(standing=folded | {"outcome": found, "state": "closed"} | due)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "backend.settings"
    import django

    django.setup()
    from django.utils import timezone

    from backend.lookback import drawing
    from backend.lookback.models import LookBackDraw

    for place, code in enumerate(sys.argv[1:]):
        _close(code, place)
    # A clock that ran before drew it without them.
    LookBackDraw.objects.all().delete()
    drawing.look(timezone.now())
