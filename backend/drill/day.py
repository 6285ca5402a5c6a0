"""演练数据: plays a planned day through the real actions, each at its own time, as if it had happened."""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from uuid import UUID

from backend.cases.models import Assignment, Case
from backend.drill.leading import decide, route, send_another
from backend.drill.performing import Performer
from backend.drill.persona import Script, Turn, next_turn
from backend.drill.plan import Planned
from backend.drill.situations import place_of, situation_of, stops, what_clock_did
from backend.drill.texts import Texts
from backend.flow.load import rules
from backend.intake.actions import take_in
from backend.intake.models import Source

Deed = Callable[[datetime], None]


class Day:
    """The day as a queue of deeds in the order of their times; what lies after `until` does not happen."""

    def __init__(self, source: Source, words: Texts, until: datetime, seed: str) -> None:
        self.source, self.words, self.until = source, words, until
        self.performer = Performer(seed)
        self.counts: Counter[str] = Counter()
        self._seed = seed
        self._turns: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._scripts: dict[UUID, tuple[str, Script]] = {}
        self._seen: set[tuple[str, object]] = set()
        # Who is on which visit: nobody knocks at two doors at once.
        self._out: dict[int, int] = {}

    def play(self, plan: Sequence[Planned], tell: Callable[[int], None]) -> None:
        """All of it."""
        for index, one in enumerate(plan, start=1):
            self._at(one.at, partial(self._arrive, one, partial(tell, index)))
        while self._turns:
            now, _, deed = heapq.heappop(self._turns)
            self._let_clock_look(now)
            deed(now)
        self._let_clock_look(self.until)

    def _let_clock_look(self, now: datetime) -> None:
        """As on any day the clock sees who is late; whoever it sends will do something."""
        for case_id in what_clock_did(now):
            if case_id in self._scripts:
                self._look(case_id, now)

    def _at(self, when: datetime, deed: Deed) -> None:
        if when < self.until:
            heapq.heappush(self._turns, (when, next(self._order), deed))

    def _arrive(self, planned: Planned, tell: Callable[[], None], now: datetime) -> None:
        result = take_in(self.source, [planned.signal], now)[0]
        if result.case is None:
            raise ValueError(f"an invented signal was refused: {result.errors}")
        case = Case.objects.get(number=result.case)
        self.counts["signals"] += 1
        self.counts["cases"] += result.status == "accepted"
        self._scripts.setdefault(case.pk, (str(planned.signal["reference"]), planned.script))
        self._look(case.pk, now)
        tell()

    def _look(self, case_id: UUID, now: datetime) -> None:
        """Whoever the case now waits for will do something."""
        case = _case(case_id)
        key, script = self._scripts[case_id]
        for sent in case.assignments.filter(ended_at=None, member__isnull=False).order_by("pk"):
            if self._is_new("assignment", sent.pk) and script.stop != "receipt":
                rng = Random(f"{key}/receipt/{len(self._seen)}")
                self._at(now + timedelta(seconds=rng.randrange(2, 25)), partial(self._receive, sent.pk))
        outcome = (case.standing["outcome"] or {}).get("at")
        if case.state == "answered" and self._is_new("outcome", (case_id, outcome)) and script.stop != "sign":
            minutes = Random(f"{key}/decide/{outcome}").randrange(6, 75)
            self._at(now + timedelta(minutes=minutes), lambda at: self._decide(case_id, at))
        if case.needs_routing and self._is_new("routing", (case_id, case.needs_routing)):
            minutes = Random(f"{key}/route").randrange(35 if script.stop else 6, 50)
            self._at(now + timedelta(minutes=minutes), lambda at: self._route(case_id, at))

    def _is_new(self, kind: str, what: object) -> bool:
        is_new = (kind, what) not in self._seen
        self._seen.add((kind, what))
        return is_new

    def _receive(self, assignment_id: int, now: datetime) -> None:
        assignment = self._open(assignment_id)
        if assignment and assignment.member:
            self.performer.receive(assignment.member, now)
            self._continue(assignment, now)

    def _open(self, assignment_id: int) -> Assignment | None:
        rows = Assignment.objects.select_related("case", "member__unit")
        return rows.filter(pk=assignment_id, ended_at=None).first()

    def _continue(self, assignment: Assignment, now: datetime) -> None:
        """What the member does next with this assignment, and when."""
        key, script = self._scripts[assignment.case_id]
        at = situation_of(assignment, key, now)
        if stops(script, at.step, at.given, assignment):
            return
        turn = next_turn(at, script, rules().flows[assignment.case.flow], self.words)
        if turn is not None:
            later = now + timedelta(seconds=turn.after)
            self._at(later, partial(self._act, assignment.pk, turn, place_of(assignment)))

    def _act(self, assignment_id: int, turn: Turn, place: object, now: datetime) -> None:
        assignment = self._open(assignment_id)
        if assignment is None or assignment.member is None:
            return
        _, script = self._scripts[assignment.case_id]
        if place_of(assignment) != place:
            self._continue(assignment, now)  # Somebody else on this track was quicker: think again.
            return
        if assignment.track == "visit" and turn.kind == "answer" and not script.at_once and self._is_out(assignment):
            self._at(now + timedelta(minutes=10), partial(self._act, assignment_id, turn, place))
            return
        self.counts["reports"] += 1
        if self._happens(assignment, script, turn, now):
            return
        self.performer.report(assignment, turn, now)
        self._after(assignment, now)

    def _after(self, assignment: Assignment, now: datetime) -> None:
        fresh = self._open(assignment.pk)
        if fresh is None or fresh.case.standing["revisit_at"]:
            self._out.pop(assignment.member_id or 0, None)
        if fresh is not None:
            self._continue(fresh, now)
        self._look(assignment.case_id, now)

    def _is_out(self, assignment: Assignment) -> bool:
        """Whether the member is on another visit; now on this one, if not."""
        return self._out.setdefault(assignment.member_id or 0, assignment.pk) != assignment.pk

    def _happens(self, assignment: Assignment, script: Script, turn: Turn, now: datetime) -> bool:
        """What comes between: no signal, another is sent, somebody needs help. True when the turn is spent on it."""
        if assignment.track != "visit" or turn.kind != "answer":
            return False
        if script.calls_help and turn.step == "talk" and self._is_new("help", assignment.pk):
            self.performer.call_help(assignment, now)
            self._look(assignment.case_id, now)
            if script.stop != "help":
                self._at(now + timedelta(minutes=9), lambda at: self.performer.call_safe(assignment, at))
                self._continue(assignment, now)
            return True
        if script.changes_hands and self._is_new("hands", assignment.case_id):
            return self._change_hands(assignment, turn, now)
        if script.no_signal and turn.step == "travel" and turn.answer == "arrived":
            return self._visit_without_signal(assignment, script, turn, now)
        return False

    def _change_hands(self, assignment: Assignment, turn: Turn, now: datetime) -> bool:
        """The chief sends another; the first, who has no signal, knows nothing of it and knocks all the same."""
        if not send_another(assignment.case, assignment.member, now):
            return False
        self._look(assignment.case_id, now)
        made_at = now + timedelta(minutes=4)
        self._at(now + timedelta(minutes=31), lambda at: self.performer.report(assignment, turn, at, made_at))
        return True

    def _visit_without_signal(self, assignment: Assignment, script: Script, turn: Turn, now: datetime) -> bool:
        """The whole visit happens on the phone, and comes in when there is a signal again."""
        key = self._scripts[assignment.case_id][0]
        visit = self.performer.whole_visit(situation_of(assignment, key, now), script, turn, self.words)
        back = visit[-1][0] + timedelta(minutes=Random(f"{key}/back").randrange(8, 70))

        def come_back(at: datetime) -> None:
            for made_at, one in visit:
                self.performer.report(assignment, one, at, made_at)
            self._after(assignment, at)

        self._at(back, come_back)
        return True

    def _decide(self, case_id: UUID, now: datetime) -> None:
        """The chief signs, or sends back once."""
        key, script = self._scripts[case_id]
        sends_back = script.sent_back and self._is_new("sent back", case_id)
        self.counts[decide(_case(case_id), key, self.words.reasons, now, sends_back=sends_back)] += 1
        self._look(case_id, now)

    def _route(self, case_id: UUID, now: datetime) -> None:
        route(_case(case_id), self._scripts[case_id][0], now)
        self._look(case_id, now)


def _case(case_id: UUID) -> Case:
    return Case.objects.select_related("station", "district").get(pk=case_id)
