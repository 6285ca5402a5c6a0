"""One case on the way: opened, an operator calling and an officer going; and the reports they send."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from backend.cases.actions import assign, route
from backend.cases.models import Assignment, Case
from backend.cases.opening import Opening, open_case
from backend.cases.reporting import store_reports
from backend.cases.wire import ReportResult
from backend.people.models import Member, Unit
from tests.cast import Cast

PENG = {
    "target_name": "彭先生",
    "target_phone": "19900001234",
    "target_id_number": "500108196503070018",
    "target_age": 61,
    "address": "南坪正街1号",
    "division_id": "500108003",
}


@dataclass
class Scene:
    """A case of 南坪派出所 with both tracks given out."""

    cast: Cast
    case: Case
    call: Assignment
    visit: Assignment
    devices: dict[int, UUID] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def made(self, member: Member, kind: str, **said: Any) -> dict[str, Any]:
        """A report as this member's phone makes it, with the next number of the case on it."""
        self.counts[member.pk] = self.counts.get(member.pk, 0) + 1
        return {
            "id": str(uuid4()),
            "case": str(self.case.pk),
            "kind": kind,
            "flow": "dissuasion-1",
            "seq": self.counts[member.pk],
            "made_at": timezone.now().isoformat(),
            **said,
        }

    def called(self, answer: str, step: str = "dial", **said: Any) -> dict[str, Any]:
        """A result of the operator's call."""
        return self.made(
            self.cast.operator, "answer", track="call", assignment=self.call.pk, step=step, answer=answer, **said
        )

    def visited(self, step: str, answer: str, **inputs: Any) -> dict[str, Any]:
        """An answer of the officer's visit."""
        return self.made(
            self.cast.officer,
            "answer",
            track="visit",
            assignment=self.visit.pk,
            step=step,
            answer=answer,
            inputs=inputs,
        )

    def send(self, member: Member, *reports: dict[str, Any], now: datetime | None = None) -> list[ReportResult]:
        """The member's phone sends these."""
        device = self.devices.setdefault(member.pk, uuid4())
        results = store_reports(member, device, "Android · Chrome", reports, now or timezone.now())
        self.case.refresh_from_db()
        return results

    def whole_visit(self, answer: str = "persuaded", saved_fen: int = 103_000_000) -> list[dict[str, Any]]:
        """Every answer of a visit, in order."""
        return [
            self.visited("travel", "arrived", place={"latitude": 29.53, "longitude": 106.57}),
            self.visited("door", "met_target", who="self"),
            self.visited("look", "looked", seen=["identity_photos"]),
            self.visited("talk", "believes"),
            self.visited("money", "nothing_sent", about_to_go_fen=saved_fen, saved_fen=saved_fen),
            self.visited("proof", "skipped"),
            self.visited("result", answer, level="critical", fraud_type="investment"),
            self.visited("summary", "confirmed"),
        ]


def opening(district: Unit, **changes: Any) -> Opening:
    """What 彭先生's first signal says."""
    signal = {
        "source": "市局预警平台",
        "received_at": timezone.now().isoformat(),
        "text": "下载虚假期货APP，正在转账",
        "behaviours": ["transfer_under_way"],
        "amount_fen": 103_000_000,
        "call_seconds": None,
        "call_count": None,
        "transaction_at": None,
        "site_or_app": "",
        "suspect_phone": "",
        "suspect_account": "",
    }
    reason = {"rule": "transfer_under_way", "level": "critical", "words": "正在转账", "words_en": "Under way"}
    given = {"level": "critical", "reasons": [reason], "fraud_type": "investment", "signals": [signal], "target": PENG}
    return Opening(district=district, **(given | changes))


def set_scene(cast: Cast) -> Scene:
    """彭先生's case, critical, with 刘敏 calling and 李建国 going."""
    now = timezone.now()
    case = open_case(opening(cast.nanan), now)
    if case.assignments.filter(track="visit", member=cast.officer, ended_at=None).first() is None:
        route(case, cast.nanping, None, now)
        assign(case, "visit", cast.nanping, cast.officer, by=cast.chief, why="chief", now=now)
    if case.assignments.filter(track="call", member=cast.operator, ended_at=None).first() is None:
        assign(case, "call", cast.nanan, cast.operator, by=None, why="first", now=now)
    case.refresh_from_db()
    open_ones = case.assignments.filter(ended_at=None)
    return Scene(cast, case, open_ones.get(track="call"), open_ones.get(track="visit"))
