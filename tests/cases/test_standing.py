"""The fold: what the stories come to, and that order, repetition and lateness change nothing."""

import random

import pytest

from backend.cases.facts import DecisionFact
from tests.cases import stories
from tests.cases.stories import OFFICER, OPERATOR, STORIES, VOLUNTEER, Story, at, at_random, visit_through
from tests.cases.write_vectors import FOLDER, as_text, vectors


def test_two_hang_ups_turn_the_case_into_an_immediate_visit_due_within_half_an_hour() -> None:
    story = Story()
    call = story.assign("call", OPERATOR, 0)
    story.answer(call, OPERATOR, 2, "dial", "hung_up")
    assert story.standing().immediate_since is None
    story.answer(call, OPERATOR, 4, "dial", "hung_up")
    standing = story.standing()
    assert standing.immediate_since == at(4)
    assert standing.visit_wanted
    assert (standing.due_kind, standing.due_at) == ("met", at(34))
    assert [a.answer for a in standing.call.attempts] == ["hung_up", "hung_up"]


def test_handed_over_at_the_end_of_a_shift_nothing_begins_anew() -> None:
    standing = stories.handed_over().standing()
    assert (standing.visit.accepted_by, standing.visit.accepted_at) == (VOLUNTEER, at(30))
    assert standing.revisit_at == at(300)
    assert (standing.due_kind, standing.due_at) == ("met", at(300))


def test_what_the_giver_says_after_he_handed_over_is_stray_and_whoever_took_over_is_not_asked_to_accept() -> None:
    standing = stories.handed_over_and_done().standing()
    assert list(standing.strays.values()) == ["reassigned"]
    assert standing.outcome is not None
    assert standing.money.saved_fen == 5_000_000


def test_a_call_handed_over_goes_on_with_its_attempts() -> None:
    story = Story()
    call = story.assign("call", OPERATOR, 0)
    story.answer(call, OPERATOR, 2, "dial", "no_answer")
    story.end(call, "reassigned", 5)
    story.assign("call", VOLUNTEER, 5, "handed_over")
    standing = story.standing()
    assert (standing.call.accepted_by, len(standing.call.attempts)) == (VOLUNTEER, 1)


def test_a_call_result_that_comes_late_never_takes_the_immediate_visit_back() -> None:
    story = Story()
    call = story.assign("call", OPERATOR, 0)
    for minute, answer in ((2, "hung_up"), (4, "hung_up"), (6, "busy")):
        story.answer(call, OPERATOR, minute, "dial", answer)
    standing = story.standing()
    assert (standing.immediate_since, standing.visit_wanted) == (at(4), True)
    assert [a.answer for a in standing.call.attempts] == ["hung_up", "hung_up", "busy"]


def test_while_a_case_is_paused_its_limits_wait() -> None:
    standing = stories.paused().standing()
    # Immediate at 48, half an hour from then, and ten minutes' pause in between.
    assert (standing.due_kind, standing.due_at) == ("met", at(88))
    before = stories.Story("high")
    before.assign("visit", OFFICER, 0)
    before.pause(5, 35)
    before.pause(30, 40)
    assert before.standing().due_at == at(10 + 35)
    before.pause(100, 200)
    assert before.standing().due_at == at(10 + 35), "what has passed before a pause stays passed"
    before.pauses = [before.pauses[2]]
    assert before.standing().due_at == at(10)


def test_the_first_to_accept_owns_it_though_he_had_been_relieved() -> None:
    standing = stories.first_come().standing()
    assert (standing.visit.accepted_by, standing.visit.accepted_at) == (OFFICER, at(3.5))
    assert standing.visit.arrived_at == at(20)
    assert standing.visit.step == "look"
    assert list(standing.strays.values()) == ["reassigned"], "of the two only the later acceptance is stray"


def test_accepted_first_where_there_was_nothing_before_begins_afresh() -> None:
    story = Story()
    story.assign("visit", OFFICER, 0, "accepted_first")
    assert (story.standing().visit.accepted_by, story.standing().visit.step) == (OFFICER, "travel")


def test_hang_ups_count_together_when_the_call_goes_to_another_operator() -> None:
    story = Story()
    first = story.assign("call", OPERATOR, 0)
    story.answer(first, OPERATOR, 2, "dial", "hung_up")
    story.end(first, "reassigned", 3)
    second = story.assign("call", 5, 3, "chief")
    story.answer(second, 5, 4, "dial", "hung_up")
    assert story.standing().immediate_since == at(4)


def test_peng_is_answered_with_the_whole_sum_saved_once() -> None:
    standing = stories.peng().standing()
    assert standing.state == "answered"
    assert standing.outcome is not None
    assert (standing.outcome.code, standing.outcome.track) == ("persuaded", "visit")
    assert standing.money.saved_fen == 103_000_000
    assert standing.visit.arrived_at == at(20)
    assert standing.strays == {}
    assert standing.due_at is None


def test_chen_has_paid_and_the_account_is_on_record() -> None:
    standing = stories.chen().standing()
    assert standing.money.lost_fen == 11_000_000
    assert standing.money.payments[0].payee_account == "6222000000000000001"


def test_a_corrected_amount_replaces_the_first_one() -> None:
    story = stories.peng()
    story.reports.pop()
    story.answer(2, OFFICER, 27, "money", "nothing_sent", saved_fen=100)
    assert story.standing().money.saved_fen == 100
    assert story.standing().visit.step == "proof"


def test_an_outcome_sent_back_leaves_the_case_open_at_the_start_of_a_new_visit() -> None:
    standing = stories.sent_back().standing()
    assert (standing.state, standing.outcome, standing.visit.step) == ("open", None, "travel")


def test_a_signed_case_is_closed_and_nothing_is_due() -> None:
    standing = stories.signed().standing()
    assert (standing.state, standing.due_kind) == ("closed", "")


def test_what_is_done_after_being_relieved_is_stray_and_what_was_done_before_is_not() -> None:
    story = stories.reassigned()
    assert story.standing().strays == {str(story.reports[2].id): "reassigned"}
    assert story.standing().visit.step == "travel"


def test_a_visit_that_was_through_before_another_was_sent_answers_the_case_whenever_it_arrives() -> None:
    story = stories.met_before_relieved()
    standing = story.standing()
    assert (standing.state, standing.strays) == ("answered", {})
    assert standing.outcome is not None
    assert (standing.outcome.code, standing.outcome.at) == ("persuaded", at(8))
    assert standing.due_at is None


def test_of_two_visits_that_are_through_the_last_one_counts() -> None:
    story = stories.met_before_relieved()
    visit_through(story, 2, VOLUNTEER, 31, 0)
    outcome = story.standing().outcome
    assert outcome is not None
    assert outcome.at == at(38)


def test_an_outcome_of_a_former_visit_does_not_outlive_being_sent_back() -> None:
    story = stories.met_before_relieved()
    story.end(2, "stood_down", 40)
    story.decisions.append(DecisionFact(kind="sent_back", at=at(50)))
    story.assign("visit", OFFICER, 50, "sent_back")
    assert story.standing().outcome is None


def test_a_report_on_somebody_elses_assignment_is_stray() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OPERATOR, 3, "travel", "arrived")
    assert list(story.standing().strays.values()) == ["not_yours"]
    assert story.standing().visit.accepted_by is None


def test_a_report_without_an_assignment_is_stray() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 3, "travel", "arrived")
    story.reports[0] = story.reports[0].model_copy(update={"assignment": None})
    assert list(story.standing().strays.values()) == ["no_assignment"]


def test_an_answer_without_acceptance_accepts() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    assert story.standing().due_kind == "accept"
    story.answer(visit, OFFICER, 3, "travel", "arrived")
    assert story.standing().visit.accepted_by == OFFICER


def test_a_closed_door_is_due_again_at_the_planned_time() -> None:
    standing = stories.closed_door().standing()
    assert (standing.due_kind, standing.due_at, standing.visit.step) == ("met", at(600), "travel")


def test_a_wrong_address_names_the_station_to_hand_on_to() -> None:
    standing = stories.wrong_address().standing()
    assert (standing.transfer_to, standing.visit.end) == ("500106003", "transferred")


def test_a_call_for_help_rings_until_somebody_is_safe() -> None:
    story = stories.in_danger()
    assert story.standing().help_since == at(4)
    assert story.standing().fraud_type == "police"
    story.tell("safe", None, OFFICER, 6)
    assert story.standing().help_since is None


def test_a_call_that_convinces_closes_a_low_case_without_a_visit() -> None:
    story = Story("low")
    call = story.assign("call", OPERATOR, 0)
    story.answer(call, OPERATOR, 1, "dial", "persuaded")
    story.answer(call, OPERATOR, 2, "call_close", "confirmed", who="self", saved_fen=500)
    standing = story.standing()
    assert standing.outcome is not None
    assert (standing.state, standing.outcome.track, standing.money.saved_fen) == ("answered", "call", 500)


def test_a_phone_a_day_fast_folds_as_if_its_clock_were_right() -> None:
    assert stories.wrong_clock().standing() == stories.peng().standing()


@pytest.mark.parametrize("name", STORIES)
def test_reports_in_any_order_fold_to_the_same_standing(name: str) -> None:
    story = STORIES[name]()
    expected = story.standing()
    for seed in range(5):
        random.Random(seed).shuffle(story.reports)
        assert story.standing() == expected


def test_any_facts_fold_without_failing() -> None:
    ends = {at_random(seed).standing().state for seed in range(60)}
    assert "open" in ends


def test_the_vectors_both_languages_run_are_fresh() -> None:
    for file, rows in vectors().items():
        assert (FOLDER / file).read_text(encoding="utf-8") == as_text(rows), "run python -m tests.cases.write_vectors"
