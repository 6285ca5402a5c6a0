"""A person who was warned before is flagged and raised, and whoever leads his case has the earlier ones a tap away."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.cases.link import Link
from backend.cases.models import Case
from backend.cases.opening import open_case
from backend.intake.models import Source
from backend.people.models import Member
from tests.cases.scene import PENG, Scene, opening, set_scene
from tests.cast import Cast
from tests.intake.scene import post, signal


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def before(cast: Cast, days: int, **changes: Any) -> Case:
    """A case of 彭先生, so many days before the one of the scene."""
    target = PENG | changes.pop("target", {})
    case = open_case(opening(changes.pop("district", cast.nanan), target=target, **changes), timezone.now())
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=days))
    return case


def told(cast: Cast, who: Member, case: Case, status: int = 200) -> Any:
    answer = cast.client(who).get(f"/api/cases/{case.pk}/earlier/")
    assert answer.status_code == status
    return answer.json()


def test_the_earlier_cases_of_the_same_number_come_the_newest_first(scene: Scene, cast: Cast) -> None:
    old = before(cast, 90, target={"target_name": "彭某", "target_id_number": ""})
    newer = before(cast, 7, target={"target_phone": "19900009999"})
    before(cast, 3, target={"target_phone": "19900009998", "target_id_number": ""})
    before(cast, 2, drill=True)
    said = told(cast, cast.chief, scene.case)
    assert [each["number"] for each in said["cases"]] == [newer.number, old.number]
    assert said["cases"][0]["unit"] == "南坪派出所"
    assert (said["cases"][0]["state"], said["cases"][0]["outcome"], said["elsewhere"]) == ("open", "", 0)
    assert told(cast, cast.chief, old) == {"cases": [], "elsewhere": 0}


def test_of_other_units_cases_only_their_number_is_told(scene: Scene, cast: Cast) -> None:
    elsewhere = {"target": {"division_id": "500106003"}, "district": cast.shapingba}
    there = before(cast, 30, **elsewhere)
    assert told(cast, cast.chief, scene.case) == {"cases": [], "elsewhere": 1}
    assert [each["id"] for each in told(cast, cast.city_commander, scene.case)["cases"]] == [str(there.pk)]


def test_who_does_not_lead_the_case_is_told_nothing(scene: Scene, cast: Cast) -> None:
    before(cast, 30)
    assert told(cast, cast.officer, scene.case, 403)["code"] == "not_allowed"
    assert told(cast, cast.chief_yubei, scene.case, 404)["code"] == "not_found"


def test_a_case_that_was_joined_or_split_is_no_earlier_warning(scene: Scene, cast: Cast) -> None:
    for kind in ("joined", "split"):
        tied = before(cast, 1)
        Link.objects.create(case=tied, other=scene.case, kind=kind, signals=1, by=cast.chief, at=timezone.now())
    assert told(cast, cast.chief, scene.case) == {"cases": [], "elsewhere": 0}


def test_who_is_warned_for_the_fourth_time_is_flagged_in_every_list(cast: Cast, source: Source) -> None:
    flags = []
    for n in range(4):
        number = post(signal(f"again-{n}")).json()["results"][0]["case"]
        case = Case.objects.get(number=number)
        flags.append([reason.get("flag") for reason in case.reasons if reason.get("flag")])
        Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
    assert flags == [[], [], [], ["反复预警3次"]]
