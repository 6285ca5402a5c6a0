"""Runs a client of Node.js as a process of its own, which may be switched off."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any


def run_client(name: str, order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The script of this name in this folder, with its order in a file; what it says it has done."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.prefix) / "bin"))
    assert node, "There is no Node.js: type `make types`, which installs one."
    said = folder / "order.json"
    said.write_text(json.dumps(order), encoding="utf-8")
    script = Path(__file__).with_name(name)
    ended = subprocess.run([node, script, said], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    done: dict[str, Any] = json.loads(ended.stdout)
    assert done["fault"] is None, done
    return done
