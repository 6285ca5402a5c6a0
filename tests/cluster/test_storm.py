"""All phones come back at once after a web process was killed: all are taken in, none is refused, and then all hear the news.

SOCKETS chooses how many: 200 unless given, for the phones themselves need a processor too; `make test-cluster SOCKETS=5000` is the storm.
"""

import asyncio
import os
import time
from collections import Counter
from random import Random
from uuid import UUID

import httpx

from tests.chaos.shared import Person
from tests.chaos.signals import HEADERS, signal_of
from tests.cluster.cluster import Cluster
from tests.cluster.living import SEED
from tests.cluster.storm import Listener

SOCKETS = int(os.environ.get("SOCKETS") or 200)
PATIENCE = 120 + SOCKETS / 10
LONGEST_HEALTH = 5.0


async def come_in(listeners: list[Listener]) -> float:
    """Seconds until all have caught up."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not all(listener.is_caught_up for listener in listeners):
            await asyncio.sleep(0.1)
    return time.monotonic() - began


async def longest_health(port: int, until: asyncio.Event) -> float:
    """How long the slowest answer to a load balancer took."""
    longest = 0.0
    async with httpx.AsyncClient(timeout=60) as client:
        while not until.is_set():
            began = time.monotonic()
            assert (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == httpx.codes.OK
            longest = max(longest, time.monotonic() - began)
            await asyncio.sleep(0.1)
    return longest


async def storm(cluster: Cluster, people: list[Person]) -> tuple[Counter[str], float]:
    rng, tally = Random(SEED), Counter[str]()
    listeners = [
        Listener(cluster.port, people[n % len(people)], UUID(int=rng.getrandbits(128), version=4), Random(n), tally)
        for n in range(SOCKETS)
    ]
    tasks = [asyncio.create_task(listener.listen()) for listener in listeners]
    try:
        await come_in(listeners)
        cluster.webs[0].kill()
        over = asyncio.Event()
        health = asyncio.create_task(longest_health(cluster.web_ports[1], over))
        await asyncio.sleep(0.5)
        await come_in(listeners)
        over.set()
        await all_hear(cluster, listeners)
        return tally, await health
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def all_hear(cluster: Cluster, listeners: list[Listener]) -> None:
    """A new case reaches every phone of a member who may see it."""
    signal = signal_of("storm-1", "13900009999", "501001101101", "officer", Random(SEED))
    async with httpx.AsyncClient(timeout=60) as client:
        answer = await client.post(f"http://127.0.0.1:{cluster.port}/api/signals/", json=signal, headers=HEADERS)
    assert answer.status_code == httpx.codes.OK, answer.text
    concerned = [each for each in listeners if each.person.role == "chief" and each.person.unit == "501001101"]
    assert concerned
    async with asyncio.timeout(PATIENCE):
        while not all(listener.cases for listener in concerned):
            await asyncio.sleep(0.1)


def test_all_phones_come_back_at_once(cluster: Cluster, people: list[Person]) -> None:
    tally, longest = asyncio.run(storm(cluster, people))
    assert [what for what in tally if what.startswith(("refused", "closed 4"))] == []
    assert tally["opened"] > SOCKETS
    assert longest < LONGEST_HEALTH
