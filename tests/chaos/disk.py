"""What lies on a phone's disk and survives its crashes; each method is one transaction, as Dexie's are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from backend.flow.interpret import Answer

Cursors = dict[str, int]


@dataclass(frozen=True)
class Row:
    """A report in the outbox, its wire form as text; `sent`: stored by the server, not yet seen back."""

    n: int
    id: str
    case: str
    wire: str
    state: Literal["unsent", "sent", "invalid"] = "unsent"


@dataclass(frozen=True)
class Picture:
    """A picture that is kept until the server has it."""

    case: str
    sha256: str
    content: bytes
    state: Literal["unsent", "stored", "invalid"] = "unsent"


@dataclass(frozen=True)
class Task:
    """An assignment of this phone's member, as last heard of."""

    id: int
    case: str
    track: Literal["call", "visit"]
    flow: str
    is_accepted: bool
    is_over: bool


@dataclass
class Disk:
    """One member's database on one phone."""

    member: int
    device: str
    cases: dict[str, str] = field(default_factory=dict)
    members: str = "[]"
    cursors: Cursors = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    answers: dict[int, list[Answer]] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    made: int = 0
    offset_ms: int = 0
    csrf: str = ""
    chosen: int = 0

    def take(self, news: dict[str, Any]) -> bool:
        """Take news in, cases and cursors together; False when it is older than what is here."""
        cursors: Cursors = news["cursors"]
        if not news["snapshot"] and any(number < self.cursors.get(unit, 0) for unit, number in cursors.items()):
            return False
        if news["snapshot"]:
            self._forget(set(self.cases) - {case["id"] for case in news["cases"]})
        for case in news["cases"]:
            self.cases[case["id"]] = json.dumps(case, sort_keys=True)
            self.tasks |= {task.id: task for task in _tasks(case, self.member)}
        self._forget(set(news["removed"]))
        self._drop_confirmed(news)
        self.cursors = cursors if news["snapshot"] else {**self.cursors, **cursors}
        if news["members"]:
            self.members = json.dumps(news["members"], sort_keys=True)
        return True

    def make(self, report: dict[str, Any], pictures: list[Picture]) -> Row:
        """Write a report down with its number in the case, and what it shows."""
        seq = self.seqs[report["case"]] = self.seqs.get(report["case"], 0) + 1
        self.made += 1
        row = Row(self.made, report["id"], report["case"], json.dumps(report | {"seq": seq}))
        self.rows[row.n] = row
        self.pictures |= {f"{one.case}:{one.sha256}": one for one in pictures}
        if report["kind"] == "answer":
            said = Answer(report["step"], report["answer"])
            self.answers.setdefault(report["assignment"], []).append(said)
        return row

    def waiting(self) -> list[Row]:
        """What is unsent, oldest first."""
        return [row for _, row in sorted(self.rows.items()) if row.state == "unsent"]

    def waiting_pictures(self) -> list[Picture]:
        """Pictures the server does not have yet."""
        return [picture for picture in self.pictures.values() if picture.state == "unsent"]

    def settle(self, row: Row, status: str) -> None:
        """The server has answered for this report: what is stored goes as soon as the case has come back with it."""
        if row.n not in self.rows:
            return
        if status == "invalid":
            self.rows[row.n] = replace(row, state="invalid")
        elif row.id in self.cases.get(row.case, row.id):
            del self.rows[row.n]
        else:
            self.rows[row.n] = replace(row, state="sent")

    def settle_picture(self, picture: Picture, state: Literal["stored", "invalid"]) -> None:
        """The server has it, or will never take it."""
        self.pictures[f"{picture.case}:{picture.sha256}"] = replace(picture, state=state)

    def open_tasks(self) -> list[Task]:
        """What there is to do, the oldest first."""
        return [task for _, task in sorted(self.tasks.items()) if not task.is_over]

    def past_tasks(self) -> list[Task]:
        """What there was to do once."""
        return [task for _, task in sorted(self.tasks.items()) if task.is_over]

    def _forget(self, gone: set[str]) -> None:
        for case in gone:
            self.cases.pop(case, None)
        over = {n: replace(task, is_over=True) for n, task in self.tasks.items() if task.case in gone}
        self.tasks |= over

    def _drop_confirmed(self, news: dict[str, Any]) -> None:
        back = {report["id"] for case in news["cases"] for report in case["reports"]}
        for n, row in list(self.rows.items()):
            is_gone = row.case in news["removed"] or (news["snapshot"] and row.case not in self.cases)
            if row.state != "invalid" and (row.id in back or (row.state == "sent" and is_gone)):
                del self.rows[n]


def _tasks(case: dict[str, Any], member: int) -> Iterator[Task]:
    for one in case["assignments"]:
        if one["member"] and one["member"]["id"] == member:
            yield Task(
                id=one["id"],
                case=case["id"],
                track=one["track"],
                flow=case["flow"],
                is_accepted=one["accepted_at"] is not None,
                is_over=one["ended_at"] is not None,
            )
