"""Signs of life: by when whoever is at a door has to be heard of."""

from backend.cases.wire import Inputs
from tests.cases.stories import OFFICER, OPERATOR, VOLUNTEER, Story, at, at_the_door, visit_through


def arrived(level: str = "critical", takes: int | None = None) -> Story:
    """The officer has arrived, ten minutes after the case was opened."""
    story = Story(level)
    visit = story.assign("visit", OFFICER, 0)
    story.tell("answer", visit, OFFICER, 10, step="travel", answer="arrived", inputs=Inputs(minutes=takes))
    return story


def test_nobody_is_waited_for_before_he_has_arrived() -> None:
    story = Story()
    assert story.standing().alive_until is None
    visit = story.assign("visit", OFFICER, 0)
    story.tell("accept", visit, OFFICER, 1)
    assert story.standing().alive_until is None


def test_a_visit_has_an_expected_end_by_its_level() -> None:
    assert arrived("critical").standing().alive_until == at(50)
    assert arrived("medium").standing().alive_until == at(40)


def test_he_names_another_end_with_his_arrival_or_later() -> None:
    assert arrived(takes=15).standing().alive_until == at(25)
    assert at_the_door().standing().alive_until == at(80)


def test_every_report_of_his_is_a_sign_of_life_and_none_makes_the_end_earlier() -> None:
    story = arrived()
    story.answer(1, OFFICER, 12, "door", "met_target", who="self")
    assert story.standing().alive_until == at(50)
    story.tell("note", None, OFFICER, 45)
    assert story.standing().alive_until == at(65)


def test_what_others_report_is_no_sign_of_his_life() -> None:
    story = arrived()
    story.tell("note", None, OPERATOR, 45)
    story.tell("alive", None, VOLUNTEER, 46, inputs=Inputs(minutes=60))
    assert story.standing().alive_until == at(50)


def test_whoever_stands_beside_him_says_that_he_is_safe() -> None:
    story = arrived()
    story.tell("safe", None, VOLUNTEER, 55)
    assert story.standing().alive_until == at(75)


def test_what_he_reported_on_the_way_does_not_count_once_he_is_there() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.tell("alive", None, OFFICER, 5, inputs=Inputs(minutes=240))
    story.answer(visit, OFFICER, 10, "travel", "arrived")
    assert story.standing().alive_until == at(50)


def test_i_am_fine_gives_what_he_asks_for_and_without_a_number_as_long_as_any_sign() -> None:
    story = arrived()
    story.tell("alive", None, OFFICER, 55, inputs=Inputs(minutes=20))
    assert story.standing().alive_until == at(75)
    story.tell("alive", None, OFFICER, 70)
    assert story.standing().alive_until == at(90)


def test_the_end_of_the_visit_ends_the_waiting() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    visit_through(story, visit, OFFICER, 1, 0)
    assert story.standing().alive_until is None
    relieved = arrived()
    relieved.end(1, "reassigned", 20)
    assert relieved.standing().alive_until is None


def test_whoever_is_met_at_the_station_leaves_nobody_alone() -> None:
    story = Story()
    visit = story.assign("visit", OFFICER, 0)
    story.answer(visit, OFFICER, 3, "travel", "came_in")
    assert story.standing().visit.arrived_at == at(3)
    assert story.standing().alive_until is None


def test_a_call_for_help_is_told_already() -> None:
    story = arrived()
    story.tell("help", None, OFFICER, 20)
    assert story.standing().alive_until is None
    story.tell("safe", None, OFFICER, 40)
    assert story.standing().alive_until == at(60)


def test_after_a_closed_door_nobody_is_waited_for_until_he_is_there_again() -> None:
    story = arrived()
    story.answer(1, OFFICER, 12, "door", "nobody_home")
    story.answer(1, OFFICER, 13, "revisit", "planned", revisit_at=at(600).isoformat())
    assert story.standing().alive_until is None
    story.answer(1, OFFICER, 600, "travel", "arrived")
    assert story.standing().alive_until == at(640)
