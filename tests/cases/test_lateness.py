"""Which limit runs out next, and what is done then: looked at often or seldom, in any order, each step is taken once."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cases.facts import DecisionFact
from backend.cases.lateness import Coming, Limits, Situation, Taken, next_step, running
from backend.flow.load import rules
from tests.cases.stories import OFFICER, OPERATOR, VOLUNTEER, Story, at, closed_door, paused, peng

EVERYBODY = [OFFICER, VOLUNTEER, 11, 12]


def limits() -> Limits:
    return Limits(rules().levels, rules().immediate_met, rules().escalation.levels)


def situation(story: Story, taken: list[Taken] | None = None, routing_since: datetime | None = None) -> Situation:
    return Situation(story.facts(), story.standing(), routing_since, taken or [])


def coming(story: Story, taken: list[Taken] | None = None, routing_since: datetime | None = None) -> Coming:
    found = next_step(situation(story, taken, routing_since), limits())
    assert found is not None
    return found


def said(one: Coming) -> tuple[str, str, int, str, datetime]:
    return one.running.limit, one.running.track, one.number, one.step.do, one.at


def test_a_critical_case_on_no_phone_after_20_seconds_goes_to_the_other_devices() -> None:
    story = Story()
    story.assign("visit", OFFICER, 0)
    assert said(coming(story)) == ("deliver", "visit", 1, "fallback", at(20 / 60))


def test_a_delivered_case_nobody_accepts_goes_to_the_next_person_after_3_minutes() -> None:
    story = Story()
    story.assign("visit", OFFICER, 0)
    story.assignments[0] = story.assignments[0].model_copy(update={"delivered_at": at(0.1)})
    assert said(coming(story)) == ("accept", "visit", 1, "next_person", at(3))


def test_accepted_a_second_before_the_limit_it_never_asks_for_acceptance_again() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.tell("accept", visit, OFFICER, 3 - 1 / 60)
    assert {one.limit for one in running(situation(story), limits())} == {"met"}


def test_whom_the_clock_sends_waits_in_the_same_queue_and_has_his_own_time() -> None:
    story = Story()
    first = story.assign("visit", OFFICER, 0)
    story.end(first, "reassigned", 3)
    story.assign("visit", VOLUNTEER, 3, "not_accepted")
    story.assignments[1] = story.assignments[1].model_copy(update={"delivered_at": at(3.1)})
    taken = [Taken(limit="accept", track="visit", since=at(0), step=1, found=True)]
    assert said(coming(story, taken)) == ("accept", "visit", 2, "next_person", at(6))
    # A clock that was late sent him at the 60th minute: the others hear of it as they should, and he has an hour of his own.
    story.assignments[1] = story.assignments[1].model_copy(update={"assigned_at": at(60), "delivered_at": at(60)})
    story.level = "high"
    assert said(coming(story, taken)) == ("accept", "visit", 2, "tell_district", at(20))
    story.level = "medium"
    assert said(coming(story, taken)) == ("accept", "visit", 2, "next_person", at(120))


def test_whom_the_chief_sends_begins_anew() -> None:
    story = Story()
    first = story.assign("visit", OFFICER, 0)
    story.end(first, "reassigned", 3)
    story.assign("visit", VOLUNTEER, 3, "chief")
    story.assignments[1] = story.assignments[1].model_copy(update={"delivered_at": at(3.1)})
    taken = [Taken(limit="accept", track="visit", since=at(0), step=1, found=True)]
    assert said(coming(story, taken)) == ("accept", "visit", 1, "next_person", at(6))


def test_an_empty_slot_waits_for_nothing_and_so_does_a_step_that_found_nobody() -> None:
    story = Story()
    story.assign("visit", None, 0)
    assert said(coming(story)) == ("accept", "visit", 1, "next_person", at(0))
    taken = [Taken(limit="accept", track="visit", since=at(0), step=1, found=False)]
    assert said(coming(story, taken)) == ("accept", "visit", 2, "next_person", at(0))
    taken.append(Taken(limit="accept", track="visit", since=at(0), step=2, found=True))
    assert said(coming(story, taken)) == ("accept", "visit", 3, "put_before_district", at(9))
    assert coming(story, taken[::-1]) == coming(story, taken)


def test_a_raised_level_gives_the_level_s_own_time_from_then_on() -> None:
    story = Story("medium")
    story.assign("visit", OFFICER, 0)
    raised = story.facts().model_copy(update={"level": "critical", "graded_at": at(30)})
    (deliver, accept) = [
        one for one in running(Situation(raised, story.standing()), limits()) if one.limit in ("deliver", "accept")
    ]
    assert (deliver.since, accept.since, accept.seconds) == (at(30), at(30), 180)


def test_a_call_not_made_and_a_call_without_its_end_are_asked_for() -> None:
    story = Story("medium")
    call = story.assign("call", OPERATOR, 0)
    story.tell("accept", call, OPERATOR, 1)
    assert said(coming(story)) == ("phone", "call", 1, "remind", at(120))
    story.answer(call, OPERATOR, 2, "dial", "no_answer")
    assert said(coming(story)) == ("feed_back", "call", 1, "remind", at(2 + 480))


def test_a_visit_wanted_is_to_be_met_though_nobody_was_sent_yet() -> None:
    story = Story("medium")
    call = story.assign("call", OPERATOR, 0)
    story.answer(call, OPERATOR, 2, "dial", "disbelieves")
    assert [one.limit for one in running(situation(story), limits())] == ["met"]


def test_two_hang_ups_leave_half_an_hour() -> None:
    story = paused()
    story.pauses = []
    assert said(coming(story)) == ("met", "visit", 1, "tell_chief", at(48 + 30))


def test_while_a_case_is_paused_its_steps_wait() -> None:
    story = paused()
    assert said(coming(story)) == ("met", "visit", 1, "tell_chief", at(48 + 30 + 10))


def test_a_closed_door_is_asked_for_again_at_its_time() -> None:
    assert said(coming(closed_door())) == ("revisit", "visit", 1, "remind", at(600 + 60))


def test_after_the_arrival_an_outcome_is_waited_for_and_then_the_signature() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 20, "travel", "arrived")
    assert said(coming(story)) == ("feed_back", "visit", 1, "remind", at(20 + 120))
    done = peng()
    assert said(coming(done)) == ("sign", "", 1, "tell_chief", at(27 + 60))
    done.reports = [r.model_copy(update={"received_at": None}) for r in done.reports]
    assert coming(done).at == at(27 + 60)


def test_what_was_answered_at_the_door_and_leads_elsewhere_waits_for_no_outcome() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 5, "travel", "arrived")
    standing = story.standing()
    ended = standing.model_copy(update={"visit": standing.visit.model_copy(update={"end": "transferred"})})
    assert not list(running(Situation(story.facts(), ended), limits()))


def test_a_case_without_a_place_to_go_is_told_to_district_and_city() -> None:
    story = Story("high")
    since = at(1)
    assert said(coming(story, routing_since=since)) == ("routing", "", 1, "tell_district", at(11))
    taken = [Taken(limit="routing", track="", since=since, step=1, found=True)]
    assert said(coming(story, taken, since)) == ("routing", "", 2, "tell_city", at(41))
    taken.append(Taken(limit="routing", track="", since=since, step=2, found=True))
    assert next_step(situation(story, taken, since), limits()) is None


def test_of_a_closed_case_nothing_is_due() -> None:
    story = peng()
    story.decisions.append(DecisionFact(kind="signed", at=at(40)))
    assert next_step(situation(story), limits()) is None


class Played:
    """A case nobody does anything about, and a clock that looks at it."""

    def __init__(self, level: str, people: int) -> None:
        self.story = Story(level)
        self.free = EVERYBODY[1 : 1 + people]
        self.story.assign("call", OPERATOR, 0)
        self.story.assign("visit", OFFICER if people else None, 0)
        self.taken: list[Taken] = []
        self.told: list[tuple[str, str, int, str]] = []

    def look(self, minutes: float) -> None:
        for _ in range(60):
            due = next_step(situation(self.story, self.taken), limits())
            if due is None or due.at > at(minutes):
                return
            self._take(due, minutes)
        raise AssertionError("it goes in a circle")

    def _take(self, due: Coming, minutes: float) -> None:
        found = due.step.do != "next_person"
        if not found and due.running.track == "visit" and self.free:
            found = True
            open_one = next(a for a in self.story.assignments if a.track == "visit" and a.ended_at is None)
            self.story.end(open_one.id, "reassigned", minutes)
            self.story.assign("visit", self.free.pop(0), minutes, "not_accepted")
        one = due.running
        self.taken.append(Taken(limit=one.limit, track=one.track, since=one.since, step=due.number, found=found))
        self.told.append((one.limit, one.track, due.number, due.step.do))


LEVEL = st.sampled_from(["critical", "high", "medium", "low"])
MINUTES = st.lists(st.floats(0, 60 * 24 * 10, allow_nan=False), max_size=12)


@settings(max_examples=40)
@given(level=LEVEL, people=st.integers(0, 3), looks=MINUTES)
def test_looked_at_often_or_seldom_the_same_steps_are_taken_each_once(
    level: str, people: int, looks: list[float]
) -> None:
    end = 60 * 24 * 60
    often, seldom, again = Played(level, people), Played(level, people), Played(level, people)
    for minutes in [*sorted(looks), end, end + 1]:
        often.look(minutes)
    for minutes in range(0, 60 * 24 * 12, 60 * 7):
        again.look(minutes)
    again.look(end)
    again.look(end + 60)
    seldom.look(end)
    # Somebody sent by a clock that was late has his own time: it looks once more.
    seldom.look(end + 60 * 24)
    often.look(end + 60 * 24)
    again.look(end + 60 * 24)
    for played in (often, seldom, again):
        ladders = [told[:3] for told in played.told if told[0] != "deliver"]
        assert len(set(ladders)) == len(ladders)
    assert _but_receipts(often) == _but_receipts(seldom) == _but_receipts(again)


def _but_receipts(played: Played) -> set[tuple[str, str, int, str]]:
    return {told for told in played.told if told[0] != "deliver"}


def test_a_clock_an_hour_late_does_what_is_overdue_once_and_in_order() -> None:
    late, on_time = Played("critical", 1), Played("critical", 1)
    late.look(60)
    for second in range(0, 3601, 20):
        on_time.look(second / 60)

    def accepts(played: Played) -> list[tuple[int, str]]:
        return [(number, does) for limit, track, number, does in played.told if (limit, track) == ("accept", "visit")]

    steps = [(1, "next_person"), (2, "next_person"), (3, "put_before_district")]
    assert accepts(on_time) == steps
    # Whoever it sends has three minutes like anybody else; then the others follow at once.
    assert accepts(late) == steps[:1]
    late.look(62.9)
    assert accepts(late) == steps[:1]
    late.look(63)
    assert accepts(late) == steps
    assert [told for told in late.told if told[0] == "deliver" and told[1] == "call"] == [
        ("deliver", "call", 1, "fallback"),
        ("deliver", "call", 2, "tell_chief"),
    ]
