"""`make drill` against the real server: signals come in, simulated members answer, printed logins are left alone, it ends by itself."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.server import ROOT, product, served

pytestmark = pytest.mark.daphne


def practise(address: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "drill", "--base", address, "--rate", "60", "--seed", "5", *more]
    environment = product() | {"QIAOMEN_DATA": str(folder)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_drill_keeps_a_city_moving_and_ends_by_itself(tmp_path: Path) -> None:
    alone = "operator2,operator-qianjiang"
    with served(tmp_path) as address:
        drill = practise(address, tmp_path, "--minutes", "0.6", "--speed", "100000", "--not", alone)
        said, _ = drill.communicate(timeout=150)
    assert drill.returncode == 0
    assert "演练结束" in said
    assert len(re.findall("新预警", said)) >= 3
    assert "签收" in said
    with sqlite3.connect(tmp_path / "qiaomen.sqlite3") as database:
        assert database.execute("select count(*) from cases_case where not drill").fetchone() == (0,)
        rows = "select distinct m.username from cases_report r join people_member m on m.id = r.member_id"
        members = {name for (name,) in database.execute(rows)}
    assert members
    assert not members & {"officer", "chief", "operator", "operator2", "operator-qianjiang", "volunteer"}


def test_ctrl_c_ends_a_drill_cleanly(tmp_path: Path) -> None:
    with served(tmp_path) as address:
        drill = practise(address, tmp_path, "--minutes", "30")
        assert drill.stdout is not None
        while "新预警" not in drill.stdout.readline():
            assert drill.poll() is None
        os.kill(drill.pid, signal.SIGINT)
        said, _ = drill.communicate(timeout=60)
    assert drill.returncode == 0
    assert "演练结束" in said
