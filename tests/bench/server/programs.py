"""Processes of the bench: how much they hold, how many files they may open, and servers of another kind."""

import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.cluster.programs import Program, listens

PAGES = os.sysconf("SC_PAGE_SIZE")
# What a process opens beside its sockets.
BESIDE = 500


def raise_limits(sockets: int) -> str:
    """As many files as the system allows; words where that is too few for so many sockets."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY or hard > sockets + BESIDE:
        return ""
    return f"only {hard} open files are allowed here (ulimit -Hn), too few for {sockets} phones"


def resident(program: Program) -> int:
    """Bytes of memory a process holds; nothing where the system does not tell."""
    if program.process is None or not Path("/proc/self/statm").exists():
        return 0
    return int(Path(f"/proc/{program.process.pid}/statm").read_text().split()[1]) * PAGES


@contextmanager
def one_program(name: str, command: Sequence[str], folder: Path, port: int) -> Iterator[Program]:
    """A server of another kind, until the end of the block."""
    program = Program(name, command, folder, os.environ)
    program.start()
    try:
        program.wait_until(lambda: listens(port))
        yield program
    finally:
        program.kill()
