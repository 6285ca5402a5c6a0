"""A running server by itself: an undelivered critical case goes on to the other channels, with nobody calling and no hand moved."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from backend.cases.waiting import Escalation
from tests.cases.scene import set_scene
from tests.cast import build_cast
from tests.e2e.server import free_port
from tests.live.served import ROOT, environment

pytestmark = [pytest.mark.daphne, pytest.mark.django_db(transaction=True)]
PATIENCE = 90


@pytest.fixture
def impatient(tmp_path: Path) -> Path:
    """The project's rules, with a limit that passes at once."""
    folder = tmp_path / "fixtures"
    shutil.copytree(settings.FIXTURES_DIR, folder)
    levels = folder / "levels" / "chongqing.yaml"
    text = levels.read_text(encoding="utf-8")
    assert "{deliver: 20," in text
    levels.write_text(text.replace("{deliver: 20,", "{deliver: 1,"), encoding="utf-8")
    return folder


@pytest.mark.skipif(not settings.ON_SQLITE, reason="on PostgreSQL `manage.py clock` runs beside the server")
def test_an_undelivered_critical_case_escalates_by_itself(impatient: Path, tmp_path: Path) -> None:
    scene = set_scene(build_cast())
    mine = environment(tmp_path) | {"QIAOMEN_FIXTURES": str(impatient), "QIAOMEN_CLOCK": "1", "PORT": str(free_port())}
    command = [sys.executable, "manage.py", "serve", "--no-demo", "--host", "127.0.0.1"]
    log = tmp_path / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | mine, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + PATIENCE
        mine_only = Escalation.objects.filter(case=scene.case, limit="deliver", track="visit", does="fallback")
        while not mine_only.exists():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert mine_only.count() == 1
    assert mine_only.get().at <= timezone.now()
