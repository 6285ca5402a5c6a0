"""A web process that is killed, or ends as it should: its phones go on with the other one, and nothing is lost or left undelivered."""

from itertools import cycle

from tests.chaos.shared import Person
from tests.cluster.cluster import Cluster
from tests.cluster.living import Breaking, live_through


def test_a_web_process_is_killed_while_it_pushes(cluster: Cluster, people: list[Person]) -> None:
    turns = cycle(range(len(cluster.webs)))
    killed: list[int] = []

    def kill() -> None:
        killed.append(next(turns))
        cluster.webs[killed[-1]].kill()

    city = live_through(Breaking(cluster, kill, lambda: restart(cluster, killed[-1]), seconds=0.5), people, times=2)
    assert killed == [0, 1]
    assert city.run.tally.counts["sockets opened"] > len(people)


def test_web_processes_are_replaced_one_after_the_other_and_every_answer_is_given(
    cluster: Cluster, people: list[Person]
) -> None:
    codes: list[int] = []

    def replace() -> None:
        for number, web in enumerate(cluster.webs):
            codes.append(web.end())
            restart(cluster, number)

    city = live_through(Breaking(cluster, lambda: None, replace), people)
    assert codes == [0, 0]
    assert [what for what in city.run.tally.counts if what.startswith("answered 5")] == []


def restart(cluster: Cluster, number: int) -> None:
    cluster.webs[number].start()
    cluster.wait_for_web(number)
