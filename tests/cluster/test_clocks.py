"""Clocks: two at once, one killed in the middle of its work, one an hour late. Each limit that passed is told once."""

import itertools

from tests.chaos.run import refolded
from tests.chaos.shared import Person
from tests.cluster.alone import warn
from tests.cluster.cluster import Cluster
from tests.cluster.programs import waited_until

CASES = 6
PASSED = "SELECT case_id, data->>'assignment', data->>'limit', data->>'step' FROM live_event WHERE kind = 'escalated'"


def told(cluster: Cluster) -> list[tuple[object, ...]]:
    """Every escalation, in order."""
    return cluster.stores.postgres.ask(f"{PASSED} ORDER BY id", cluster.database)


EARLIER = (
    "UPDATE cases_assignment SET assigned_at = assigned_at - interval '1 hour'",
    "UPDATE cases_case SET opened_at = opened_at - interval '1 hour', graded_at = graded_at - interval '1 hour'",
    "UPDATE cases_case SET look_at = look_at - interval '1 hour'",
)


def make_late(cluster: Cluster) -> None:
    """As if everybody had been sent an hour earlier, and no clock had looked since."""
    for statement in EARLIER:
        cluster.stores.postgres.change(statement, cluster.database)
    refolded(cluster.environment)


def warn_many(cluster: Cluster, people: list[Person]) -> None:
    stations = sorted({person.unit for person in people if len(person.unit) == 9})
    for number, station in zip(range(CASES), itertools.cycle(stations), strict=False):
        warn(cluster, f"clock-{number}", f"1390000{number:04}", f"{station}101")


def behind(cluster: Cluster) -> int:
    """Cases whose time has come and at which nobody has looked."""
    rows = cluster.stores.postgres.ask("SELECT count(*) FROM cases_case WHERE look_at <= now()", cluster.database)
    return int(rows[0][0])


def test_two_clocks_an_hour_late_one_killed_again_and_again_tell_each_limit_once(
    cluster: Cluster, people: list[Person]
) -> None:
    for clock in cluster.clocks:
        clock.kill()
    warn_many(cluster, people)
    make_late(cluster)
    assert told(cluster) == []
    assert behind(cluster) == CASES
    for clock in cluster.clocks:
        clock.start()
    for _ in range(3):
        seen = len(told(cluster))
        waited_until(lambda seen=seen: len(told(cluster)) > seen, patience=20)  # type: ignore[misc]
        cluster.clocks[0].kill()
        cluster.clocks[0].start()
    assert waited_until(lambda: behind(cluster) == 0), cluster.clocks[0].tail()
    limits = told(cluster)
    assert len(limits) >= CASES / 2
    assert len(set(limits)) == len(limits)
    assert refolded(cluster.environment) == []


def test_a_clock_ends_between_two_items(cluster: Cluster) -> None:
    codes = [clock.end() for clock in cluster.clocks]
    for clock in cluster.clocks:
        clock.start()
    assert codes == [0, 0]
