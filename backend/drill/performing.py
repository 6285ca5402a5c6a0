"""Does what simulated members do, through the same actions as their phones: receipts, reports, pictures, calls for help."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from backend.cases.evidence import store_evidence
from backend.cases.models import Assignment, Report
from backend.cases.receipts import mark_delivered
from backend.cases.reporting import store_reports
from backend.drill.persona import Script, Situation, Turn, next_turn
from backend.drill.texts import Texts
from backend.flow.interpret import Answer, walk
from backend.flow.load import rules
from backend.people.models import Member, Unit
from backend.people.queries import streams
from backend.storage import do_what_is_left

LABEL = "演练手机"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Said = dict[str, Any]


class Performer:
    """The phones of all simulated members; what they make is the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)
        self._seqs: dict[tuple[UUID, int], int] = {}

    def receive(self, member: Member, now: datetime) -> None:
        """The phone confirms all it was told; a whole demo day is one transaction."""
        do_what_is_left()
        heads = dict(Unit.objects.filter(pk__in=streams(member)).values_list("pk", "stream_head"))
        mark_delivered(member, heads, now)

    def report(self, assignment: Assignment, turn: Turn, now: datetime, made_at: datetime | None = None) -> None:
        """The member's next report on his assignment, with its pictures; made earlier, if there was no signal."""
        said: Said = {"kind": turn.kind, "track": assignment.track, "assignment": assignment.pk}
        if turn.kind == "answer":
            said |= {"step": turn.step, "answer": turn.answer, "inputs": turn.inputs}
        self._store(assignment, said, now, made_at or now)
        for picture in turn.pictures:
            store_evidence(_member(assignment), str(assignment.case_id), picture.sha256, picture.content, now)

    def call_help(self, assignment: Assignment, now: datetime) -> None:
        """The member needs help."""
        self._store(assignment, {"kind": "help"}, now, now)

    def call_safe(self, assignment: Assignment, now: datetime) -> None:
        """He is safe again."""
        self._store(assignment, {"kind": "safe"}, now, now)

    def whole_visit(self, at: Situation, script: Script, first: Turn, words: Texts) -> list[tuple[datetime, Turn]]:
        """Every report of a visit from this turn to the track's end or to an evening's plan, made without the server."""
        flow = rules().flows[rules().current_flow]
        answers = [Answer(first.step, first.answer)]
        visit = [(at.now, first)]
        while True:
            gone = walk(flow, "visit", answers)
            now, said = visit[-1][0], at.said + len(visit)
            given = at.given + Counter(one.step for one in answers)
            then = replace(at, step=gone.current, now=now, said=said, given=given)
            turn = next_turn(then, script, flow, words)
            if turn is None or turn.step == flow.start["visit"]:
                return visit
            answers.append(Answer(turn.step, turn.answer))
            visit.append((now + timedelta(seconds=turn.after), turn))

    def _store(self, assignment: Assignment, said: Said, now: datetime, made_at: datetime) -> None:
        member = _member(assignment)
        device = device_of(member)
        report = said | {
            "id": str(self._id(made_at)),
            "case": str(assignment.case_id),
            "flow": assignment.case.flow,
            "seq": self._next_seq(assignment, device),
            "made_at": made_at.isoformat(),
        }
        result = store_reports(member, device, LABEL, [report], now)[0]
        if result.status != "stored":
            raise ValueError(f"a simulated report was not stored: {result.errors}")

    def _next_seq(self, assignment: Assignment, device: UUID) -> int:
        """A phone counts its reports on a case."""
        which = (assignment.case_id, _member(assignment).pk)
        if which not in self._seqs:
            self._seqs[which] = Report.objects.filter(case=assignment.case_id, device=device).count()
        self._seqs[which] += 1
        return self._seqs[which]

    def _id(self, at: datetime) -> UUID:
        """An id that sorts by the phone's time, as phones make them."""
        milliseconds = int((at - EPOCH).total_seconds() * 1000)
        chance = self._rng.getrandbits
        return UUID(int=milliseconds << 80 | 0x7 << 76 | chance(12) << 64 | 0b10 << 62 | chance(62))


def device_of(member: Member) -> UUID:
    """The phone a simulated member holds, always the same one."""
    return uuid5(NAMESPACE_URL, f"qiaomen/drill/{member.username}")


def _member(assignment: Assignment) -> Member:
    if assignment.member is None:
        raise ValueError("only somebody who was sent reports")
    return assignment.member
