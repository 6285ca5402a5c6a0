"""Lets the phones of `make chaos` work with a cluster while something breaks, waits for quiet, and counts as that does."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import SystemRandom

from tests.chaos.check import Faults, look
from tests.chaos.city import City
from tests.chaos.run import refolded
from tests.chaos.shared import Person, Plan
from tests.cluster.cluster import Cluster
from tests.cluster.database import LikeSqlite

SEED = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
SECONDS = 400.0


@dataclass
class Breaking:
    """A service in which something breaks and is mended, as often as the plan says; in between it stays broken for a while."""

    cluster: Cluster
    break_it: Callable[[], object]
    mend_it: Callable[[], object]
    seconds: float = 0.0
    starts: list[float] = field(default_factory=list)
    times: int = 0

    @property
    def port(self) -> int:
        """Nginx's."""
        return self.cluster.port

    async def start(self) -> None:
        """The first time nothing is broken yet."""
        began = time.monotonic()
        if self.times:
            await asyncio.sleep(self.seconds)
            await asyncio.to_thread(self.mend_it)
        self.starts.append(time.monotonic() - began)

    def kill(self) -> None:
        """Break it."""
        self.times += 1
        self.break_it()


def live_through(breaking: Breaking, people: list[Person], times: int = 1) -> City:
    """All reports are made while it breaks so many times; everything that was to arrive has arrived, once, everywhere."""
    reports = sum(person.quota for person in people)
    plan = Plan(phones=len(people), reports=reports, kills=times, seed=SEED, seconds=SECONDS)
    city = City(plan, people, breaking)
    asyncio.run(city.live())
    faults = counted(breaking.cluster, city)
    assert city.is_whole(), f"seed {SEED}: the run did not come to its end; {dict(city.run.tally.counts)}"
    assert not any(faults.counts().values()), f"seed {SEED}: {faults.words()}"
    return city


def counted(cluster: Cluster, city: City) -> Faults:
    """What was lost, doubled, out of order or undelivered; and the standings against a refold."""
    database = LikeSqlite(cluster.stores.postgres.url(cluster.database))
    try:
        faults = look(database, cluster.folder / "evidence", city.run.ledger)
    finally:
        database.close()
    faults.lost += city.strangers
    faults.out_of_order += refolded(cluster.environment)
    return faults
