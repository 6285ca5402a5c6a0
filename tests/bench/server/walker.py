"""Walks a dissuasion through the real actions: everybody's phones confirm, accept and answer, and the chief signs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from backend.cases.actions import sign
from backend.cases.models import Assignment, Case
from backend.cases.receipts import mark_delivered
from backend.cases.reporting import store_reports
from backend.flow.load import rules
from backend.people.models import Member, Role, Unit
from backend.people.queries import streams
from tests.bench.server.plan import Answers, Course
from tests.chaos.use import uuid7

LABEL = "演练手机"


class Walker:
    """Everybody's phones: confirm, accept, answer; and the chief, who signs."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._members = {one.pk: one for one in Member.objects.select_related("unit")}
        chiefs = [one for one in self._members.values() if one.role == Role.CHIEF]
        self._chiefs = {one.unit_id: one for one in chiefs}

    def walk(self, number: str, course: Course, now: datetime) -> None:
        """From the open case to the closed one."""
        case = Case.objects.get(number=number)
        sent = {one.track: one for one in case.assignments.all()}
        self._receive(sent.values(), now)
        for track, answers in course.tracks:
            if track not in sent:
                sent = {one.track: one for one in case.assignments.filter(ended_at=None)}
                self._receive(sent.values(), now)
            now = self._report(case, sent[track], answers, now)
        case.refresh_from_db()
        sign(self._chiefs[case.station_id or 0], str(case.pk), now + timedelta(minutes=20))

    def _receive(self, sent: Iterable[Assignment], now: datetime) -> None:
        for one in sent:
            member = self._members[one.member_id or 0]
            heads = dict(Unit.objects.filter(pk__in=streams(member)).values_list("pk", "stream_head"))
            mark_delivered(member, heads, now + timedelta(seconds=1))

    def _report(self, case: Case, sent: Assignment, answers: Answers, now: datetime) -> datetime:
        said: list[dict[str, Any]] = [{"kind": "accept"}]
        said += [{"kind": "answer", "step": step, "answer": answer} for step, answer in answers]
        member = self._members[sent.member_id or 0]
        device = uuid5(NAMESPACE_URL, f"qiaomen/bench/{member.username}")
        for seq, one in enumerate(said, start=1):
            now += timedelta(seconds=40)
            report = one | {
                "id": uuid7(now.timestamp(), self._rng),
                "case": str(case.pk),
                "track": sent.track,
                "assignment": sent.pk,
                "flow": rules().current_flow,
                "seq": seq,
                "made_at": now.isoformat(),
            }
            result = store_reports(member, device, LABEL, [report], now)[0]
            if result.status != "stored" or result.stray:
                raise ValueError(f"a report was not taken: {result}")
        return now
