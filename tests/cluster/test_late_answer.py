"""A phone without a network answers after its case went on elsewhere: the answer is kept, shown as stray, and changes nothing."""

import asyncio
from typing import Any

from tests.chaos.run import refolded
from tests.chaos.shared import Person
from tests.cluster.alone import line_of, push, report_of, task_of, warn
from tests.cluster.cluster import Cluster


def test_a_phone_answers_after_its_case_went_on(cluster: Cluster, people: list[Person]) -> None:
    officers = [person for person in people if person.role == "officer"]
    first = officers[0]
    chief = next(person for person in people if person.role == "chief" and person.unit == first.unit)
    second = next(person for person in officers if person.unit == first.unit and person is not first)
    warn(cluster, "late-1", "13900007777", f"{first.unit}101")
    case, late, owner = asyncio.run(go_on_without(cluster, first, second, chief))
    assert late["id"] in {report["id"] for report in case["reports"]}
    assert late["id"] in case["standing"]["strays"]
    assert case["standing"]["state"] == "open"
    going_on = [one for one in case["assignments"] if one["track"] == late["track"] and one["ended_at"] is None]
    assert [one["member"]["id"] for one in going_on] == [owner]
    assert refolded(cluster.environment) == []


async def go_on_without(
    cluster: Cluster, first: Person, second: Person, chief: Person
) -> tuple[dict[str, Any], dict[str, Any], int]:
    """The one who was sent is out of reach, the chief sends the other one; then the first comes back."""
    phones = {person.name: line_of(cluster, person) for person in (first, second)}
    await asyncio.gather(*(phone.pull_news() for phone in phones.values()))
    sent = next(phone for phone in phones.values() if phone.disk.open_tasks())
    other = next(phone for phone in phones.values() if phone is not sent)
    task = sent.disk.open_tasks()[0]
    flow = sent.run.rules.flows[task.flow]
    step = flow.start[task.track]
    desk = line_of(cluster, chief)
    body = {"track": task.track, "member": other.person.member}
    await desk.ask("POST", f"/api/cases/{task.case}/assign/", body)
    assert await push(other, report_of(other, await task_of(other), "accept", 1)) == ["stored"]
    late = report_of(sent, task, "answer", 1, step=step, answer=flow.steps[step].answers[0])
    # The answer is lost on the way back, and the phone sends it again: to whichever web process comes next.
    assert [await push(sent, late), await push(sent, late)] == [["stored"], ["known"]]
    return await desk.ask("GET", f"/api/cases/{task.case}/"), late, other.person.member
