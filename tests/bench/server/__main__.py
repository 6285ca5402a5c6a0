"""`make bench`: prints what the service costs, one JSON object a line, and writes the table of docs/performance.md.

ONLY names benches with commas, SIZE is `full`, `small` or `tiny`, SEED repeats a run, ON=embedded or
ON=production measures only there, TABLE=0 leaves the page as it is.
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench.server.bare import bare_ones
from tests.bench.server.grounds import Embedded, Production
from tests.bench.server.idle import idle
from tests.bench.server.importing import importing
from tests.bench.server.lines import Line, note, say
from tests.bench.server.machine import described
from tests.bench.server.programs import raise_limits
from tests.bench.server.push import push
from tests.bench.server.quarter import quarter
from tests.bench.server.services import Ground
from tests.bench.server.sizes import SIZES, Size
from tests.bench.server.stored import stored
from tests.bench.server.table import write_table
from tests.cluster.cluster import stores
from tests.cluster.nginx import nginx_program
from tests.cluster.stores import postgres_programs

BENCHES = ("push", "import", "idle", "stored", "quarter")


def main() -> None:
    """Measure what was asked for."""
    size = SIZES[os.environ.get("SIZE") or "full"]
    wanted = (os.environ.get("ONLY") or ",".join(BENCHES)).split(",")
    if unknown := set(wanted) - set(BENCHES):
        raise SystemExit(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    seed = int(os.environ.get("SEED") or 0)
    # Told to stop, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    note(described())
    lines = []
    with tempfile.TemporaryDirectory(prefix="qiaomen-bench-") as temporary, ExitStack() as stack:
        Path(temporary).chmod(0o755)  # nginx's workers are nobody, and keep large requests in it.
        grounds = _grounds(Path(temporary), stack)
        for line in _measured(wanted, grounds, size, seed):
            say(line)
            lines.append(line)
    if os.environ.get("TABLE") != "0":
        write_table(lines)


def _grounds(folder: Path, stack: ExitStack) -> list[Ground]:
    """The embedded default, and production where its programs are installed."""
    (folder / "embedded").mkdir()
    grounds: list[Ground] = [Embedded(folder / "embedded")]
    if os.environ.get("ON") == "embedded":
        return grounds
    if postgres_programs() is None or nginx_program() is None or shutil.which("redis-server") is None:
        note(
            "Left out: PostgreSQL, Redis and nginx. To measure them: sudo apt-get install postgresql redis-server nginx-light"
        )
        return grounds
    (folder / "production").mkdir()
    production = Production(stack.enter_context(stores()), folder / "production")
    return [production] if os.environ.get("ON") == "production" else [*grounds, production]


def _measured(wanted: Sequence[str], grounds: Sequence[Ground], size: Size, seed: int) -> Iterator[Line]:
    if said := raise_limits(size.idle):
        note(said)
    bare = bare_ones()
    for name in wanted:
        match name:
            case "push":
                yield from push(grounds, size, seed, bare)
            case "import":
                yield from importing(grounds, size, seed, bare)
            case "idle":
                yield from idle(grounds, size, seed, bare)
            case "stored":
                yield from stored(grounds[-1], size, seed)
            case _:
                yield from quarter(grounds[-1], size, seed)


if __name__ == "__main__":
    main()
