"""One of every process for all of these tests, and for each of them a new database: a copy of the prepared one."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.chaos.shared import Person
from tests.cluster.cluster import TEMPLATE, Cluster, Stores, stores
from tests.cluster.living import SEED
from tests.cluster.programs import ROOT

PHONES, REPORTS = 10, 40


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only `make test-cluster` runs them."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session")
def own_stores() -> Iterator[Stores]:
    """Both, until the last test."""
    # As many files as the system allows: each socket is one here, and three on the way.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with stores() as both:
        yield both


@pytest.fixture(scope="session")
def people(own_stores: Stores) -> list[Person]:
    """Who lives in the database that every test begins with."""
    own_stores.postgres.make_database(TEMPLATE)
    folder = own_stores.folder / TEMPLATE
    folder.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cluster.prepare", str(PHONES), str(REPORTS), str(SEED)],
        cwd=ROOT,
        env=own_stores.environment(TEMPLATE, folder),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    return [Person(**person) for person in json.loads(ran.stdout)]


@pytest.fixture(scope="session")
def processes(own_stores: Stores, people: list[Person]) -> Iterator[Cluster]:
    """nginx, the web processes and the clocks; one that a test killed is started again for the next."""
    folder = own_stores.folder / "town"
    folder.mkdir()
    whole = Cluster(own_stores, "town", folder, has_clocks="clock" in get_commands())
    try:
        yield whole
    finally:
        whole.stop()


@pytest.fixture
def cluster(processes: Cluster) -> Iterator[Cluster]:
    """A running service with these people in it, as if nothing had ever happened there."""
    processes.renew()
    yield processes
    # Shown where the test failed.
    for program in (*processes.webs, *processes.clocks):
        sys.stderr.write(f"--- {program.name}\n{program.tail()}\n")
