"""PostgreSQL or Redis are away for a while: afterwards all is there, once, and whoever was sent knows it."""

import httpx

from tests.chaos.shared import Person
from tests.cluster.cluster import Cluster
from tests.cluster.living import Breaking, live_through


def faults(cluster: Cluster, number: int = 0) -> dict[str, str]:
    """What this web process says does not work."""
    answer = httpx.get(f"http://127.0.0.1:{cluster.web_ports[number]}/readyz", timeout=10)
    told: dict[str, str] = answer.json()["faults"]
    assert (answer.status_code == httpx.codes.OK) == (told == {})
    return told


def test_redis_is_killed_and_comes_back_with_nothing_in_it(cluster: Cluster, people: list[Person]) -> None:
    seen: list[dict[str, str]] = []

    def mend() -> None:
        seen.append(faults(cluster))
        cluster.stores.redis.start()
        seen.append(faults(cluster, 1))

    live_through(Breaking(cluster, cluster.stores.redis.kill, mend, seconds=3), people)
    assert [list(each) for each in seen] == [["layer"], []]


def test_redis_is_flushed(cluster: Cluster, people: list[Person]) -> None:
    live_through(Breaking(cluster, cluster.stores.redis.flush, lambda: None), people, times=2)


def test_postgresql_crashes_and_is_started_again(cluster: Cluster, people: list[Person]) -> None:
    seen: list[dict[str, str]] = []

    def mend() -> None:
        seen.append(faults(cluster))
        cluster.stores.postgres.start()

    live_through(Breaking(cluster, cluster.stores.postgres.stop, mend, seconds=1), people)
    assert list(seen[0]) == ["database"]
    assert faults(cluster) == {}


def test_the_connections_to_postgresql_are_cut(cluster: Cluster, people: list[Person]) -> None:
    cut: list[int] = []
    live_through(
        Breaking(cluster, lambda: cut.append(cluster.stores.postgres.cut_connections()), lambda: None), people, times=3
    )
    assert all(cut)
