"""Watch words on a case: marked when it is looked at, for those who may read its signals, in old signals too."""

from typing import Any

import pytest

from backend.cases.views import view_of
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def say(scene: Scene, *texts: str, app: str = "") -> None:
    """The case's signals, as they were stored before anything was marked."""
    stored: dict[str, Any] = {name: value for name, value in scene.case.signals[0].items() if name != "marks"}
    scene.case.signals = [stored | {"text": text, "site_or_app": app} for text in texts]
    scene.case.save(update_fields=["signals"])


def test_the_words_of_a_stored_signal_are_marked_where_they_stand(scene: Scene) -> None:
    say(scene, "𠮷女士正在屏 幕 共 享，说有安全账户")
    (signal,) = view_of(scene.case, scene.cast.officer, is_full=True).signals
    assert [(mark.word, signal.text[mark.start : mark.end]) for mark in signal.marks] == [
        ("screen_sharing", "屏 幕 共 享"),
        ("safe_account", "安全账户"),
    ]


def test_all_signals_of_a_case_together_suggest_its_types(scene: Scene) -> None:
    say(scene, "群里派单，垫付后返佣", "做到连单", app="虚假刷单平台")
    likely = view_of(scene.case, scene.cast.officer, is_full=True).suggested
    assert likely[0].fraud_type == "brushing"
    assert {"垫付", "派单"} <= set(likely[0].words)


def test_a_text_without_watch_words_suggests_nothing(scene: Scene) -> None:
    say(scene, "")
    view = view_of(scene.case, scene.cast.officer, is_full=True)
    assert (view.suggested, view.signals[0].marks) == ([], [])


def test_a_volunteer_gets_neither(scene: Scene) -> None:
    say(scene, "正在共享屏幕，百万保障")
    view = view_of(scene.case, scene.cast.volunteer, is_full=False)
    assert (view.suggested, view.signals) == ([], [])


def test_who_asks_for_the_case_gets_them_with_their_reasons(scene: Scene) -> None:
    say(scene, "正在共享屏幕，误开百万保障")
    case = scene.cast.client(scene.cast.officer).get(f"/api/cases/{scene.case.pk}/").json()
    assert case["suggested"][0]["fraud_type"] == "customer_service"
    assert case["signals"][0]["marks"][0]["why"]["zh"]
