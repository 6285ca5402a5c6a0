"""Facts of cases as they happen, told shortly: the material of the fold's tests and of the vectors both languages run."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from backend.cases.facts import AssignmentFact, DecisionFact, Facts, ReportFact
from backend.cases.shift import PauseFact
from backend.cases.standing import fold
from backend.cases.wire import Inputs, Standing
from backend.flow.load import rules
from backend.flow.wire import Flow

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
OFFICER, OPERATOR, VOLUNTEER = 7, 8, 9


def at(minutes: float) -> datetime:
    """That many minutes after the case was opened."""
    return START + timedelta(minutes=minutes)


@cache
def flow() -> Flow:
    """The flow the stories walk."""
    path = Path(__file__).parents[2] / "fixtures" / "flow" / "dissuasion-1.yaml"
    return Flow.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


class Story:
    """Collects the facts of one case."""

    def __init__(self, level: str = "critical") -> None:
        self.level = level
        self.opened_at: datetime | None = None
        self.assignments: list[AssignmentFact] = []
        self.reports: list[ReportFact] = []
        self.decisions: list[DecisionFact] = []
        self.pauses: list[PauseFact] = []

    def assign(self, track: str, member: int | None, minutes: float, why: str = "first") -> int:
        """Somebody is sent; returns the assignment's id."""
        number = len(self.assignments) + 1
        self.assignments.append(
            AssignmentFact.model_validate(
                {"id": number, "track": track, "member": member, "why": why, "assigned_at": at(minutes)}
            )
        )
        return number

    def end(self, assignment: int, end: str, minutes: float) -> None:
        """An assignment is over."""
        former = self.assignments[assignment - 1]
        self.assignments[assignment - 1] = former.model_copy(update={"end": end, "ended_at": at(minutes)})

    def pause(self, since: float, until: float) -> None:
        """Its time stands still between these minutes."""
        self.pauses.append(PauseFact(since=at(since), until=at(until)))

    def tell(self, kind: str, assignment: int | None, member: int, minutes: float, **said: object) -> ReportFact:
        """A report made at that minute; unsent with `received=None`, late with `received` minutes."""
        received = said.pop("received", minutes)
        number = len(self.reports) + 1
        seq = sum(1 for r in self.reports if r.member == member) + 1
        report = ReportFact.model_validate(
            {
                "id": UUID(int=0x0195_0000_0000_7000_8000_0000_0000_0000 + number),
                "kind": kind,
                "assignment": assignment,
                "track": self.assignments[assignment - 1].track if assignment else None,
                "member": member,
                "device": UUID(int=member),
                "seq": seq,
                "made_at": at(minutes),
                "received_at": None if received is None else at(received),  # type: ignore[arg-type]
                **said,
            }
        )
        self.reports.append(report)
        return report

    def answer(
        self, assignment: int, member: int, minutes: float, step: str, answer: str, **inputs: object
    ) -> ReportFact:
        """An answer at a step of the flow."""
        received = inputs.pop("received", minutes)
        given = Inputs.model_validate(inputs)
        return self.tell(
            "answer", assignment, member, minutes, step=step, answer=answer, inputs=given, received=received
        )

    def facts(self) -> Facts:
        """All of it."""
        return Facts(
            level=self.level,
            opened_at=self.opened_at,
            graded_at=at(0),
            given_type="investment",
            assignments=self.assignments,
            reports=self.reports,
            decisions=self.decisions,
            pauses=self.pauses,
        )

    def standing(self) -> Standing:
        """Where that leaves the case."""
        return fold(self.facts(), flow(), rules().levels, rules().immediate_met)


def visit_through(story: Story, visit: int, member: int, start: float, saved_fen: int) -> None:
    """A whole visit, a minute a step, that ends with the target convinced."""
    story.answer(visit, member, start, "travel", "arrived")
    story.answer(visit, member, start + 1, "door", "met_target", who="self")
    story.answer(visit, member, start + 2, "look", "looked", seen=["identity_photos"])
    story.answer(visit, member, start + 3, "talk", "believes")
    story.answer(visit, member, start + 4, "money", "nothing_sent", about_to_go_fen=saved_fen, saved_fen=saved_fen)
    story.answer(visit, member, start + 5, "proof", "skipped")
    story.answer(visit, member, start + 6, "result", "persuaded", level="critical", fraud_type="investment")
    story.answer(visit, member, start + 7, "summary", "confirmed")


def peng() -> Story:
    """彭先生: two hang-ups, an immediate visit, 1,030,000 yuan saved."""
    story = Story()
    call, visit = story.assign("call", OPERATOR, 0), story.assign("visit", OFFICER, 0)
    story.tell("accept", call, OPERATOR, 1)
    story.answer(call, OPERATOR, 2, "dial", "hung_up")
    story.answer(call, OPERATOR, 4, "dial", "hung_up")
    story.tell("accept", visit, OFFICER, 5)
    visit_through(story, visit, OFFICER, 20, 103_000_000)
    story.end(visit, "done", 27)
    story.end(call, "stood_down", 27)
    return story


def chen() -> Story:
    """陈先生: comes to the station, 110,000 yuan already paid."""
    story = Story("high")
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 3, "travel", "came_in")
    story.answer(visit, OFFICER, 4, "door", "met_target", who="self")
    story.answer(visit, OFFICER, 5, "look", "looked", seen=["scam_app"])
    story.answer(visit, OFFICER, 6, "talk", "believes")
    story.answer(visit, OFFICER, 7, "money", "already_sent", lost_fen=11_000_000)
    paid = [{"payee_account": "6222000000000000001", "amount_fen": 11_000_000, "paid_at": at(-60).isoformat()}]
    story.answer(visit, OFFICER, 8, "payee", "noted", payments=paid)
    story.answer(visit, OFFICER, 9, "proof", "skipped")
    story.answer(visit, OFFICER, 10, "result", "persuaded")
    story.answer(visit, OFFICER, 11, "summary", "confirmed")
    story.end(visit, "done", 11)
    return story


def by_call() -> Story:
    """Believed on the phone, at the second try: no visit is wanted, and the call's outcome is the case's."""
    story = Story("medium")
    call = story.assign("call", OPERATOR, 0)
    story.tell("accept", call, OPERATOR, 1)
    story.answer(call, OPERATOR, 2, "dial", "busy")
    story.answer(call, OPERATOR, 6, "dial", "persuaded")
    story.answer(call, OPERATOR, 9, "call_close", "confirmed", about_to_go_fen=500_000, saved_fen=500_000)
    story.end(call, "done", 9)
    return story


def village() -> Story:
    """双石村: a volunteer without signal; all of it arrives three hours later."""
    story = Story("high")
    visit = story.assign("visit", VOLUNTEER, 0)
    story.tell("accept", visit, VOLUNTEER, 10, received=200)
    visit_through(story, visit, VOLUNTEER, 60, 2_000_000)
    story.reports = [r.model_copy(update={"received_at": at(200)}) for r in story.reports]
    return story


def handed_over() -> Story:
    """A closed door, a visit planned for later, and the end of the shift: whoever takes over goes then, with nothing begun anew."""
    story = Story("high")
    visit = story.assign("visit", OFFICER, 0)
    story.tell("accept", visit, OFFICER, 2)
    story.answer(visit, OFFICER, 20, "travel", "arrived")
    story.answer(visit, OFFICER, 21, "door", "nobody_home")
    story.answer(visit, OFFICER, 22, "revisit", "planned", revisit_at=at(300).isoformat())
    story.end(visit, "reassigned", 30)
    story.assign("visit", VOLUNTEER, 30, "handed_over")
    return story


def handed_over_and_done() -> Story:
    """Whoever took over at the end of a shift goes through with it, and the giver's last answer comes in late."""
    story = handed_over()
    story.answer(1, OFFICER, 40, "travel", "arrived", received=45)
    visit_through(story, 2, VOLUNTEER, 60, 5_000_000)
    story.end(2, "done", 68)
    return story


def sent_back() -> Story:
    """The chief sends the outcome back; the second visit counts, the first is history."""
    story = peng()
    story.decisions.append(DecisionFact(kind="sent_back", at=at(30)))
    story.assign("visit", OFFICER, 30, "sent_back")
    return story


def signed() -> Story:
    """The chief signs."""
    story = peng()
    story.decisions.append(DecisionFact(kind="signed", at=at(40)))
    return story


def joined() -> Story:
    """It was the same as another case: closed as repeated, its money counted there, and what comes late is stray."""
    story = peng()
    story.end(2, "stood_down", 12)
    story.decisions.append(DecisionFact(kind="joined", at=at(12)))
    return story


def reassigned() -> Story:
    """The first officer goes on after he was relieved: kept, but stray."""
    story = Story()
    first = story.assign("visit", OFFICER, 0)
    story.tell("accept", first, OFFICER, 1)
    story.end(first, "reassigned", 5)
    story.assign("visit", VOLUNTEER, 5, "chief")
    story.answer(first, OFFICER, 4, "travel", "arrived", received=9)
    story.answer(first, OFFICER, 6, "door", "met_target", received=9)
    return story


def met_before_relieved() -> Story:
    """The first officer was through without a network when another was sent: nobody has to go again."""
    story = Story()
    first = story.assign("visit", OFFICER, 0)
    visit_through(story, first, OFFICER, 1, 2_000_000)
    story.reports = [r.model_copy(update={"received_at": at(40)}) for r in story.reports]
    story.end(first, "reassigned", 20)
    second = story.assign("visit", VOLUNTEER, 20, "chief")
    story.answer(second, VOLUNTEER, 30, "travel", "arrived")
    return story


def closed_door() -> Story:
    """Nobody home: a second go is planned."""
    story = Story("medium")
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 5, "travel", "arrived")
    story.answer(visit, OFFICER, 6, "door", "nobody_home")
    story.answer(visit, OFFICER, 7, "revisit", "planned", revisit_at=at(600).isoformat())
    return story


def wrong_address() -> Story:
    """The person lives elsewhere: handed on to another station."""
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 5, "travel", "wrong_address")
    story.answer(visit, OFFICER, 6, "hand_on", "transferred", station="500106003", reason="moved")
    return story


def paused() -> Story:
    """Half an hour's stop for the person's own wish, and a second one that was ended by hand: the limits wait as long."""
    story = Story("high")
    call, visit = story.assign("call", OPERATOR, 0), story.assign("visit", OFFICER, 0)
    story.tell("accept", visit, OFFICER, 2)
    story.pause(5, 35)
    story.pause(40, 45)
    story.answer(call, OPERATOR, 46, "dial", "hung_up")
    story.answer(call, OPERATOR, 48, "dial", "hung_up")
    story.pause(50, 60)
    return story


def first_come() -> Story:
    """Relieved for his silence, the officer accepts before the one sent in his place: it is his, and he goes on where he was."""
    story = Story()
    first = story.assign("visit", OFFICER, 0)
    story.end(first, "reassigned", 3)
    second = story.assign("visit", VOLUNTEER, 3, "not_accepted")
    story.tell("accept", first, OFFICER, 3.5)
    story.end(second, "reassigned", 3.5)
    story.assign("visit", OFFICER, 3.5, "accepted_first")
    story.tell("accept", second, VOLUNTEER, 4)
    story.answer(first, OFFICER, 20, "travel", "arrived")
    story.answer(3, OFFICER, 21, "door", "met_target", who="self")
    return story


def in_danger() -> Story:
    """A call for help that still rings, and a corrected type."""
    story = Story("low")
    call = story.assign("call", OPERATOR, 0)
    story.tell("retype", None, OPERATOR, 2, fraud_type="police")
    story.answer(call, OPERATOR, 3, "dial", "disbelieves")
    story.tell("help", None, OFFICER, 4)
    return story


def at_the_door() -> Story:
    """Still there: he said how long it will take, and was heard of since."""
    story = Story("medium")
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 5, "travel", "arrived")
    story.tell("alive", None, OFFICER, 7, inputs=Inputs(minutes=60))
    story.answer(visit, OFFICER, 60, "door", "met_target")
    return story


def wrong_clock() -> Story:
    """A phone a day fast says so by its offset; its third report came before its second."""
    story = peng()
    day = timedelta(days=1)
    story.reports = [
        r.model_copy(update={"made_at": r.made_at + day, "clock_offset_ms": -86_400_000}) if r.member == OFFICER else r
        for r in reversed(story.reports)
    ]
    return story


def flat_battery() -> Story:
    """The officer's phone believes it is 1970 and cannot know better; what he did counts from the opening on, in his order."""
    story = peng()
    story.opened_at = at(0)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    story.reports = [
        r.model_copy(update={"made_at": epoch + timedelta(minutes=r.seq)}) if r.member == OFFICER else r
        for r in reversed(story.reports)
    ]
    return story


STORIES = {
    s.__name__: s
    for s in (
        peng,
        chen,
        by_call,
        village,
        handed_over,
        handed_over_and_done,
        sent_back,
        signed,
        joined,
        reassigned,
        met_before_relieved,
        closed_door,
        wrong_address,
        paused,
        first_come,
        in_danger,
        at_the_door,
        wrong_clock,
        flat_battery,
        Story,
    )
}


def at_random(seed: int) -> Story:
    """A case as chance has it: assignments that change, answers that fit or not, clocks that are off."""
    chance = random.Random(seed)
    story = Story(chance.choice(["critical", "high", "medium", "low"]))
    steps = sorted(flow().steps)
    for minute in range(chance.randrange(4, 30)):
        if not story.assignments or chance.random() < 0.1:
            why = "chief" if minute % 2 else chance.choice(["handed_over", "accepted_first"])
            story.assign(chance.choice(["call", "visit"]), chance.choice([7, 8, 9, None]), minute, why)
            continue
        assignment = chance.choice(story.assignments)
        if chance.random() < 0.1 and assignment.ended_at is None:
            story.end(assignment.id, chance.choice(["reassigned", "done", "declined", "transferred"]), minute)
        _report_at_random(story, assignment, minute, chance, steps)
    if chance.random() < 0.2:
        story.decisions.append(DecisionFact(kind=chance.choice(["signed", "sent_back"]), at=at(20)))
    for since in range(0, 30, 10):
        if chance.random() < 0.3:
            story.pause(since, since + chance.choice([0, 3, 15]))
    chance.shuffle(story.reports)
    if seed % 5 == 0 and story.reports:
        story.opened_at = at(0)
        story.reports[0] = story.reports[0].model_copy(update={"made_at": datetime(1970, 1, 1, tzinfo=UTC)})
    return story


def _report_at_random(
    story: Story, assignment: AssignmentFact, minute: int, chance: random.Random, steps: list[str]
) -> None:
    member = assignment.member if assignment.member and chance.random() < 0.9 else 7
    kind = chance.choice(["answer"] * 8 + ["accept", "decline", "help", "safe", "alive", "retype"])
    said: dict[str, object] = {"received": chance.choice([minute, minute + 50, None])}
    if kind == "answer":
        due = getattr(story.standing(), assignment.track).step
        step = due if chance.random() < 0.8 else chance.choice(steps)
        answers = flow().steps[step].answers or ("confirmed",)
        said |= {"step": step, "answer": chance.choice(answers)}
        said["inputs"] = Inputs(saved_fen=chance.choice([None, 100 * minute]), station="500106003")
    if kind == "alive":
        said["inputs"] = Inputs(minutes=chance.choice([None, 5, 20, 240]))
    if kind == "retype":
        said["fraud_type"] = chance.choice(["police", "brushing"])
    report = story.tell(
        kind, assignment.id if kind in ("answer", "accept", "decline") else None, member, minute, **said
    )
    wrong = chance.choice([0, 0, 3_600_000, -60_000])
    story.reports[-1] = report.model_copy(update={"clock_offset_ms": wrong})
