"""The bench of the service runs: at a size that says nothing, on the embedded default, its lines have their shape."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.server import table
from tests.bench.server.lines import percentiles, ratio

# It chooses its databases itself.
pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]
SHAPE = {"bench", "what", "on", "size"}


def run(only: str) -> list[dict[str, Any]]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.server"],
        cwd=ROOT,
        env=os.environ | {"ONLY": only, "SIZE": "tiny", "ON": "embedded", "TABLE": "0"},
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert told.returncode == 0, told.stderr
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    for line in lines:
        assert line.keys() >= SHAPE
        assert line["size"] == "tiny"
        assert line["errors"] == {}
        assert line.get("lost", 0) == 0
    return lines


@pytest.mark.daphne
def test_pushes_are_timed_to_the_frame_and_to_the_receipt_beside_the_floor() -> None:
    lines = run("push")
    assert [line["what"].partition(",")[0] for line in lines] == ["signal to frame", "signal to receipt"]
    for line in lines:
        assert line["p50_ms"] <= line["p95_ms"] <= line["p99_ms"]
        assert line["samples"] >= 10
        assert line["floor_p50_ms"] > 0


@pytest.mark.daphne
@pytest.mark.thorough
def test_every_other_bench_runs_and_loses_nothing() -> None:
    lines = run("import,idle,stored,quarter")
    assert [line["bench"] for line in lines] == ["import", "idle", "idle", "return", *["stored"] * 8, "quarter"]
    assert lines[0]["routed"] == 20
    assert lines[3]["refused"] == 0
    assert all("growth" in line for line in lines[8:12])
    assert lines[-1]["totals"]["cases"] == 4


def test_a_percentile_is_a_time_that_was_measured() -> None:
    assert percentiles([0.001 * n for n in range(1, 101)]) == {"p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0}
    assert percentiles([0.002]) == {"p50_ms": 2.0, "p95_ms": 2.0, "p99_ms": 2.0}
    assert percentiles([]) == {"p50_ms": None, "p95_ms": None, "p99_ms": None}


def test_a_ratio_wants_both() -> None:
    assert ratio(10.0, 4.0) == 2.5
    assert ratio(10.0, None) is None


def test_the_table_stands_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{table.BEGIN}old\n{table.END}\nafter\n")
    monkeypatch.setattr(table, "PAGE", page)
    table.write_table(
        [
            {
                "bench": "return",
                "what": "phones back",
                "on": "SQLite",
                "value": 3.5,
                "unit": "s",
                "lost": 0,
                "size": "tiny",
            }
        ]
    )
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| phones back | SQLite | 3.5 s, lost 0 | – | – | – | – |" in text
    assert "Size tiny; " in text


def test_the_page_has_a_place_for_the_table() -> None:
    text = table.PAGE.read_text(encoding="utf-8")
    assert text.index(table.BEGIN) < text.index(table.END)
