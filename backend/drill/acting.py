"""What simulated members do next at a running product, going by what the server last told their phones."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from backend.drill.persona import Situation, Turn, next_turn, script_of
from backend.drill.phones import Phone
from backend.drill.texts import Texts
from backend.flow.load import rules

View = dict[str, Any]
Tell = Callable[[str], None]
# Of the volunteers, who has no signal for a while, and for how long in simulated seconds.
NO_SIGNAL, BACK_AFTER = 0.2, 900


class Actor:
    """One member: does, one after the other, what is due, `speed` times as fast as life."""

    def __init__(self, phone: Phone, seed: int, speed: float, words: Texts, tell: Tell) -> None:
        self.phone, self.words, self.tell = phone, words, tell
        self._seed, self._speed = seed, speed
        self._first_seen: dict[str, float] = {}
        self._rng = Random(f"{seed}/{phone.username}")
        self._away_until = 0.0

    def step(self) -> None:
        """Hear the news, and do what it is time for."""
        now = time.monotonic()
        if now < self._away_until:
            return
        self.phone.hear()
        if self.phone.me["role"] == "chief":
            self._decide(now)
        for view, assignment in list(self._mine()):
            self._act(view, assignment, now)

    def _mine(self) -> Iterator[tuple[View, View]]:
        for view in self.phone.views.values():
            for assignment in view["assignments"]:
                holder = assignment["member"]
                if view["drill"] and holder and holder["id"] == self.phone.me["id"] and not assignment["ended_at"]:
                    yield view, assignment

    def _act(self, view: View, assignment: View, now: float) -> None:
        at = _situation(view, assignment)
        flow = rules().flows.get(view["flow"], rules().flows[rules().current_flow])
        turn = next_turn(at, script_of(f"{self._seed}/{view['number']}"), flow, self.words)
        if turn is None or not self._is_time(f"{assignment['id']}/{at.said}", turn.after, now):
            return
        self._do(view, assignment, turn)
        is_lost = self.phone.me["role"] == "volunteer" and self._rng.random() < NO_SIGNAL
        if is_lost:
            self._away_until = now + BACK_AFTER / self._speed
            self.tell(f"{self.phone.me['name']} 没信号了")

    def _do(self, view: View, assignment: View, turn: Turn) -> None:
        said: View = {"kind": turn.kind, "track": assignment["track"], "assignment": assignment["id"]}
        if turn.kind == "answer":
            said |= {"step": turn.step, "answer": turn.answer, "inputs": turn.inputs}
        status = self.phone.report(view["id"], said)
        for picture in turn.pictures:
            self.phone.bring(view["id"], picture.sha256, picture.content)
        answers = rules().codes.answers
        words = answers[turn.answer].zh if turn.answer in answers else "签收"
        self.tell(f"{view['number']} {self.phone.me['name']} {words}{'' if status == 'stored' else ' ' + status}")

    def _decide(self, now: float) -> None:
        """A chief signs what waits for it, or sends it back once."""
        for view in list(self.phone.views.values()):
            if not view["drill"] or view["standing"]["state"] != "answered":
                continue
            key = f"{view['id']}/{len(view['decisions'])}"
            if not self._is_time(key, Random(key).randrange(240, 1800), now):
                continue
            script = script_of(f"{self._seed}/{view['number']}")
            if script.sent_back and not view["decisions"]:
                reason = Random(key).choice(self.words.reasons)
                self.phone.ask("POST", f"/api/cases/{view['id']}/send-back/", {"reason": reason})
                self.tell(f"{view['number']} {self.phone.me['name']} 驳回：{reason}")
            else:
                self.phone.ask("POST", f"/api/cases/{view['id']}/sign/")
                self.tell(f"{view['number']} {self.phone.me['name']} 审核通过")

    def _is_time(self, key: str, after: int, now: float) -> bool:
        """Whether so many simulated seconds have passed since this became his turn."""
        since = self._first_seen.setdefault(key, now)
        return now - since >= after / self._speed


def _situation(view: View, assignment: View) -> Situation:
    track, standing = assignment["track"], view["standing"]
    mine = [one for one in view["reports"] if one["track"] == track and one["kind"] in ("accept", "answer")]
    revisit = standing["revisit_at"]
    began = datetime.fromisoformat(assignment["assigned_at"])
    last = max((datetime.fromisoformat(one["received_at"]) for one in mine), default=began)
    return Situation(
        key=view["number"],
        track=track,
        step=standing[track]["step"],
        level=view["level"],
        fraud_type=standing["fraud_type"],
        now=last + timedelta(seconds=1),
        is_accepted=assignment["accepted_at"] is not None,
        accept_within=rules().levels[view["level"]].limits.accept,
        amount_fen=max((one["amount_fen"] or 0 for one in view["signals"]), default=0),
        given=Counter(one["step"] or "accept" for one in mine),
        calls=len(standing["call"]["attempts"]),
        said=len(mine),
        revisit_at=datetime.fromisoformat(revisit) if revisit else None,
    )
