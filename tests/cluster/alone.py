"""One phone on a good network, led step by step; and the signal that gives it something to do."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx

from backend.flow.load import read_rules
from tests.chaos.disk import Disk, Task
from tests.chaos.line import Line
from tests.chaos.network import Network
from tests.chaos.shared import Person, Plan, Run
from tests.chaos.signals import HEADERS, signal_of
from tests.chaos.use import uuid7
from tests.cluster.cluster import Cluster
from tests.cluster.living import SEED
from tests.cluster.programs import ROOT


def line_of(cluster: Cluster, person: Person) -> Line:
    """This member's phone, switched on for the first time."""
    plan = Plan(phones=1, reports=0, kills=0, seed=SEED, seconds=60)
    run = Run(plan, cluster.port, read_rules(ROOT / "fixtures"), is_calm=True)
    network = Network(cluster.port, Random(SEED), run.tally, is_calm=True)
    return Line(person, Disk(person.member, person.device), run, network)


def warn(cluster: Cluster, reference: str, phone: str, division: str) -> str:
    """A signal that sends an officer at once; its case's number."""
    signal = signal_of(reference, phone, division, "officer", Random(SEED))
    answer = httpx.post(f"http://127.0.0.1:{cluster.port}/api/signals/", json=[signal], headers=HEADERS, timeout=60)
    assert answer.status_code == httpx.codes.OK, answer.text
    return str(answer.json()["results"][0]["case"])


async def task_of(line: Line) -> Task:
    """What there is to do for this phone."""
    await line.pull_news()
    tasks = line.disk.open_tasks()
    assert tasks, "nothing to do on this phone"
    return tasks[0]


def report_of(line: Line, task: Task, kind: str, number: int, **said: Any) -> dict[str, Any]:
    """A report of this phone as it travels."""
    at = line.phone_time()
    return {
        "id": uuid7(at, Random(f"{SEED}/{line.person.name}/{number}")),
        "case": task.case,
        "kind": kind,
        "track": task.track,
        "assignment": task.id,
        "flow": task.flow,
        "seq": number,
        "made_at": datetime.fromtimestamp(at, UTC).isoformat(),
        "clock_offset_ms": line.disk.offset_ms,
        **said,
    }


async def push(line: Line, *reports: dict[str, Any]) -> list[str]:
    """Send them; what became of each."""
    said = {"device": line.disk.device, "reports": list(reports)}
    answer = await line.ask("POST", "/api/reports/", said)
    return [str(result["status"]) for result in answer["results"]]
