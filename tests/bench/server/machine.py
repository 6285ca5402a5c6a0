"""What the figures were measured on, in one line."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """Processor, cores, memory, system and versions."""
    found = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.+)", found)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "channels", "daphne"))
    return (
        f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores, {pages:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}, "
        f"{datetime.now(UTC):%Y-%m-%d}, load before {os.getloadavg()[0]:.1f}"
    )
