"""A report is never refused and never lost: what phones send, late, twice, wrong or at the same time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.cases.actions import assign, route
from backend.cases.models import Report
from backend.live.models import Event
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_two_hang_ups_make_the_visit_immediate_and_tell_it(scene: Scene) -> None:
    first, second = scene.called("hung_up"), scene.called("hung_up")
    assert [r.status for r in scene.send(scene.cast.operator, first, second)] == ["stored", "stored"]
    assert scene.case.standing["immediate_since"] is not None
    assert Event.objects.filter(case_id=scene.case.pk, kind="visit_wanted", data__immediate=True).count() == 1


def test_the_same_report_twice_is_stored_once_and_answered_as_known(scene: Scene) -> None:
    report = scene.called("busy")
    scene.send(scene.cast.operator, report)
    results = scene.send(scene.cast.operator, report, report)
    assert [r.status for r in results] == ["known", "known"]
    assert Report.objects.count() == 1
    assert Event.objects.filter(kind="report_stored").count() == 1


def test_one_bad_report_among_ten_good_ones_keeps_nobody_out(scene: Scene) -> None:
    good = [scene.called("busy", step="dial_on") for _ in range(10)]
    bad = scene.called("busy") | {"seq": 0}
    results = scene.send(scene.cast.operator, *good[:5], bad, *good[5:])
    assert [r.status for r in results].count("stored") == 10
    assert results[5].status == "invalid"
    assert [e.field for e in results[5].errors] == ["seq"]


def test_a_report_without_what_its_kind_needs_says_so(scene: Scene) -> None:
    result = scene.send(scene.cast.operator, scene.made(scene.cast.operator, "answer", track="call"))[0]
    assert result.status == "invalid"
    assert "assignment" in result.errors[0].message


def test_an_unknown_fraud_type_is_named_by_its_field(scene: Scene) -> None:
    result = scene.send(scene.cast.operator, scene.made(scene.cast.operator, "retype", fraud_type="unheard_of"))[0]
    assert (result.status, [e.field for e in result.errors]) == ("invalid", ["fraud_type"])


def test_an_outcome_before_its_acceptance_ends_right(scene: Scene) -> None:
    visit = scene.whole_visit()
    scene.send(scene.cast.officer, *reversed(visit))
    assert scene.case.state == "answered"
    assert scene.case.standing["strays"] == {}
    assert scene.case.standing["money"]["saved_fen"] == 103_000_000


def test_the_visits_outcome_stands_the_operator_down(scene: Scene) -> None:
    scene.send(scene.cast.officer, *scene.whole_visit())
    scene.call.refresh_from_db()
    scene.visit.refresh_from_db()
    assert (scene.call.end, scene.visit.end) == ("stood_down", "done")


def test_what_an_officer_did_after_he_was_relieved_is_kept_as_stray(scene: Scene) -> None:
    assign(
        scene.case, "visit", scene.cast.nanping, scene.cast.officer2, by=scene.cast.chief, why="chief",
        now=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    result = scene.send(scene.cast.officer, scene.visited("travel", "arrived"))[0]
    assert (result.status, result.stray) == ("stored", "reassigned")
    assert scene.case.standing["visit"]["step"] == "travel"


def test_a_visit_that_was_through_before_the_officer_was_relieved_saves_the_other_the_way(scene: Scene) -> None:
    done = scene.whole_visit()
    other = assign(
        scene.case, "visit", scene.cast.nanping, scene.cast.officer2, by=scene.cast.chief, why="chief",
        now=timezone.now(),
    )  # fmt: skip
    scene.send(scene.cast.officer, *done)
    other.refresh_from_db()
    assert (scene.case.state, other.end) == ("answered", "stood_down")
    assert scene.case.standing["outcome"]["code"] == "persuaded"


def test_accepting_after_being_relieved_does_not_take_the_visit_back(scene: Scene) -> None:
    new = assign(
        scene.case, "visit", scene.cast.nanping, scene.cast.officer2, by=scene.cast.chief, why="chief",
        now=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip
    scene.send(scene.cast.officer, scene.made(scene.cast.officer, "accept", track="visit", assignment=scene.visit.pk))
    new.refresh_from_db()
    assert new.accepted_at is None
    assert new.member == scene.cast.officer2


def test_accepting_keeps_the_servers_time_of_receipt(scene: Scene) -> None:
    now = timezone.now()
    accept = scene.made(scene.cast.officer, "accept", track="visit", assignment=scene.visit.pk)
    scene.send(scene.cast.officer, accept, now=now)
    scene.visit.refresh_from_db()
    assert scene.visit.accepted_at == now
    assert scene.visit.delivered_at == now


def test_declining_with_a_reason_ends_the_assignment_and_somebody_else_is_sent(scene: Scene) -> None:
    decline = scene.made(scene.cast.officer, "decline", track="visit", assignment=scene.visit.pk, reason="too_far")
    scene.send(scene.cast.officer, decline)
    scene.visit.refresh_from_db()
    assert scene.visit.end == "declined"
    assert scene.visit.delivered_at is not None
    replaced = scene.case.assignments.get(track="visit", ended_at=None)
    assert replaced.member not in (None, scene.cast.officer)


def test_a_stranger_cannot_report_and_learns_nothing(scene: Scene) -> None:
    stranger = scene.cast.outsider
    result = scene.send(stranger, scene.made(stranger, "note", note="hello"))[0]
    missing = scene.made(stranger, "note", note="hello") | {"case": str(uuid4())}
    assert result.status == "invalid"
    assert scene.send(stranger, missing)[0].errors == result.errors
    assert Report.objects.count() == 0


def test_another_members_report_id_is_not_answered_as_known(scene: Scene) -> None:
    report = scene.called("busy")
    scene.send(scene.cast.operator, report)
    stolen = scene.visited("travel", "arrived") | {"id": report["id"]}
    result = scene.send(scene.cast.officer, stolen)[0]
    assert (result.status, result.errors[0].field) == ("invalid", "id")


def test_a_call_for_help_is_told_at_once_and_ends_when_safe(scene: Scene) -> None:
    officer = scene.cast.officer
    scene.send(officer, scene.made(officer, "help", inputs={"place": {"latitude": 29.5, "longitude": 106.5}}))
    assert scene.case.standing["help_since"] is not None
    scene.send(officer, scene.made(officer, "safe"))
    assert scene.case.standing["help_since"] is None
    kinds = list(Event.objects.filter(kind__startswith="help").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["help_called", "help_ended"]


def test_a_report_over_http_is_answered_item_by_item(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.operator)
    body = {"device": str(uuid4()), "reports": [scene.called("busy"), {"id": "nonsense"}]}
    response = client.post("/api/reports/", body, content_type="application/json")
    assert response.status_code == 200
    assert [r["status"] for r in response.json()["results"]] == ["stored", "invalid"]
    assert "server_time" in response.json()


def test_a_batch_that_is_no_batch_names_the_field(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.operator)
    response = client.post("/api/reports/", {"reports": []}, content_type="application/json")
    assert response.status_code == 400
    assert [f["field"] for f in response.json()["fields"]] == ["device"]


def test_a_chief_who_wrote_about_a_case_that_went_to_another_station_meanwhile_is_heard(scene: Scene) -> None:
    cast = scene.cast
    route(scene.case, cast.yubei, cast.chief, timezone.now())
    late, strange = (
        scene.made(cast.chief, "note", note="家属已到所"),
        scene.made(cast.chief_huayuanlu, "note", note="路过"),
    )
    assert [r.status for r in scene.send(cast.chief, late)] == ["stored"]
    assert [r.status for r in scene.send(cast.chief_huayuanlu, strange)] == ["invalid"]
    assert [r.status for r in scene.send(cast.officer2, scene.made(cast.officer2, "note", note="听说"))] == ["invalid"]
