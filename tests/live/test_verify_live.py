"""Every action for everybody in the cast: who held a snapshot and hears the events holds what a fresh snapshot shows."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from backend.cases.models import Case
from backend.people.models import Member, Role
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast
from tests.live.stories import STORIES, called_twice, decided, in_steps, off_duty, pictured, report, visited
from tests.live.verify import verify_live


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Any) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return set_scene(cast)


def witnesses(cast: Cast) -> list[Member]:
    """Everybody but those of whom there is another of the same kind in the same place."""
    return [member for member in cast.everyone() if member not in (cast.officer3, cast.volunteer2, cast.officer_yubei)]


@pytest.mark.parametrize("story", STORIES)
def test_snapshot_and_events_make_a_fresh_snapshot(story: str, scene: Scene) -> None:
    before, happens, must_hear = STORIES[story]
    before(scene)
    heard = verify_live(witnesses(scene.cast), lambda: happens(scene))
    assert must_hear <= heard.keys(), f"unheard by {must_hear - heard.keys()}"
    assert "admin" not in heard or story.endswith("duty")


def test_every_role_is_in_the_scene(cast: Cast) -> None:
    assert {member.role for member in witnesses(cast)} == set(Role.values)


def test_a_whole_case_read_in_one_go_is_the_same_as_step_by_step(scene: Scene) -> None:
    life = in_steps(
        report("officer", "accept"),
        called_twice,
        visited,
        pictured,
        decided("chief", "请补充照片"),
        off_duty("officer2"),
    )
    heard = verify_live(witnesses(scene.cast), lambda: life(scene))
    assert heard["chief"].count("report_stored") == 11
    assert Case.objects.count() == 1
