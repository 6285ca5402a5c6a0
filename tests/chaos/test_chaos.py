"""The short run against the real server, and the check itself: each kind of fault, made by hand, is found.

SEED chooses another run; the seed stands in every failure.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos.check import DATABASE, LEDGER, PICTURES, check, plain
from tests.chaos.ledger import Ledger, read_ledger
from tests.chaos.run import refolded
from tests.chaos.server import ROOT, environment

pytestmark = pytest.mark.chaos
SHORT = {"PHONES": "12", "REPORTS": "300", "KILLS": "3", "SECONDS": "480"}


@dataclass(frozen=True)
class Past:
    """A run that is over: what it said, and its data."""

    code: int
    said: str
    folder: Path

    @property
    def line(self) -> dict[str, int]:
        """Its last line."""
        counts: dict[str, int] = json.loads(self.said.splitlines()[-1])
        return counts


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    folder = tmp_path_factory.mktemp("chaos")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.chaos.run"],
        cwd=ROOT,
        env=os.environ | SHORT | {"CHAOS_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=540,
        check=False,
    )
    return Past(ran.returncode, ran.stdout, folder)


@pytest.fixture
def ledger(past: Past) -> Ledger:
    return read_ledger(past.folder / LEDGER)


@pytest.fixture
def copy(past: Past, tmp_path: Path) -> Path:
    """The data of the run, to be tampered with."""
    return Path(shutil.copytree(past.folder, tmp_path / "copy"))


def test_nothing_is_lost_doubled_out_of_order_or_undelivered(past: Past, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"chaos seed {past.line['seed']} ")
    expected = {"reports": 300, "lost": 0, "doubled": 0, "out_of_order": 0, "undelivered": 0, "kills": 3}
    assert past.line == {**expected, "seed": past.line["seed"]}, past.said
    assert past.code == 0, past.said


def test_the_run_was_as_bad_as_it_says(past: Past, ledger: Ledger) -> None:
    for trouble in ("answer lost", "cut in the request", "cut in the answer", "sent twice", "phone crashed"):
        assert f"  {trouble}: " in past.said
    assert len({made.device for made in ledger.reports}) == 12
    assert any(made.pictures for made in ledger.reports)
    assert " 0 stray reports" not in past.said


def first_report(ledger: Ledger) -> str:
    """One that is not the only one of its phone in its case."""
    return plain(next(made.id for made in ledger.reports if made.seq == 2))


def lose_report(folder: Path, ledger: Ledger) -> None:
    write(folder, "DELETE FROM cases_report WHERE id = ?", first_report(ledger))


def double_report(folder: Path, ledger: Ledger) -> None:
    write(
        folder,
        "INSERT INTO cases_report (id, case_id, member_id, device_id, kind, track, assignment_id, body, seq, made_at,"
        " clock_offset_ms, received_at) SELECT 'a' || substr(id, 2), case_id, member_id, device_id, kind, track,"
        " assignment_id, body, seq, made_at, clock_offset_ms, received_at FROM cases_report WHERE id = ?",
        first_report(ledger),
    )


def change_number(folder: Path, ledger: Ledger) -> None:
    write(folder, "UPDATE cases_report SET seq = seq + 100 WHERE id = ?", first_report(ledger))


def clear_delivery(folder: Path, ledger: Ledger) -> None:
    # The last of its track: of one that somebody was sent after, the track would have two that are open.
    write(
        folder,
        "UPDATE cases_assignment SET delivered_at = NULL, ended_at = NULL WHERE id = (SELECT min(id) FROM cases_assignment"
        " WHERE delivered_at IS NOT NULL AND id IN (SELECT max(id) FROM cases_assignment GROUP BY case_id, track))",
    )


def lose_picture(folder: Path, ledger: Ledger) -> None:
    write(folder, "DELETE FROM cases_evidence WHERE sha256 = ?", a_picture(ledger))


def alter_picture(folder: Path, ledger: Ledger) -> None:
    name = a_picture(ledger)
    path = folder / PICTURES / name[:2] / name
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def lose_signal(folder: Path, ledger: Ledger) -> None:
    write(folder, "DELETE FROM intake_signal WHERE reference = ?", next(iter(ledger.signals)))


def skip_number(folder: Path, ledger: Ledger) -> None:
    write(folder, "DELETE FROM live_entry WHERE id = (SELECT min(id) FROM live_entry)")


def a_picture(ledger: Ledger) -> str:
    return next(sha256 for made in ledger.reports for sha256 in made.pictures)


def write(folder: Path, sql: str, *values: str) -> None:
    with sqlite3.connect(folder / DATABASE) as database:
        assert database.execute(sql, values).rowcount == 1
    database.close()


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        (lose_report, "lost"),
        (double_report, "doubled"),
        (change_number, "out_of_order"),
        (clear_delivery, "undelivered"),
        (lose_picture, "lost"),
        (alter_picture, "lost"),
        (lose_signal, "lost"),
        (skip_number, "out_of_order"),
    ],
)
def test_the_check_finds(tamper: Callable[[Path, Ledger], None], kind: str, copy: Path, ledger: Ledger) -> None:
    before = check(copy, ledger).counts()
    tamper(copy, ledger)
    after = check(copy, ledger).counts()
    assert {name for name in after if after[name] > before[name]} == {kind}


def test_the_check_finds_a_standing_that_its_facts_do_not_fold_to(copy: Path) -> None:
    write(
        copy,
        "UPDATE cases_case SET standing = json_set(standing, '$.fraud_type', 'nonsense')"
        " WHERE id = (SELECT min(id) FROM cases_case)",
    )
    assert len(refolded(environment(copy))) == 1
