"""Reports of a phone that was reported lost, and reports that come from another phone than they were made on."""

import hashlib
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from backend.cases.models import Evidence, Report
from backend.people.devices import confirm_wiped, known_device, report_found, report_lost, seen_device
from backend.people.models import Device, Member
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
PICTURE = b"\xff\xd8\xff\xe0" + b"\x00" * 100


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def note(scene: Scene, text: str, **said: Any) -> dict[str, Any]:
    return scene.made(scene.cast.officer, "note", note=text, **said)


def phone_of(member: Member, label: str = "Android · Chrome") -> UUID:
    """A phone the member has signed in on."""
    device = uuid4()
    seen_device(member, device, label, timezone.now())
    return device


def post(client: Client, device: UUID, *reports: dict[str, Any], sender: UUID | None = None) -> Any:
    headers = {"X-Device": str(sender or device)}
    body = {"device": str(device), "reports": list(reports)}
    return client.post("/api/reports/", body, content_type="application/json", headers=headers)


def after_loss(scene: Scene) -> dict[str, bool]:
    """By note, as the chief sees them."""
    shown = scene.cast.client(scene.cast.chief).get(f"/api/cases/{scene.case.pk}/").json()["reports"]
    return {report["note"]: report["after_loss"] for report in shown}


def test_what_a_phone_did_before_and_after_its_loss_is_stored_and_told_apart(scene: Scene) -> None:
    device, lost_at = phone_of(scene.cast.officer), timezone.now() - timedelta(minutes=30)
    scene.devices[scene.cast.officer.pk] = device
    scene.send(scene.cast.officer, note(scene, "sent before"), now=lost_at - timedelta(minutes=5))
    report_lost(scene.cast.chief, device, lost_at, take_in=A_DAY)
    results = scene.send(
        scene.cast.officer,
        note(scene, "made before", made_at=(lost_at - timedelta(minutes=1)).isoformat()),
        note(scene, "made after", made_at=(lost_at + timedelta(minutes=1)).isoformat()),
    )
    assert [each.status for each in results] == ["stored", "stored"]
    assert after_loss(scene) == {"sent before": False, "made before": False, "made after": True}


def test_the_clock_offset_counts_for_what_is_before_and_after(scene: Scene) -> None:
    device, lost_at = phone_of(scene.cast.officer), timezone.now() - timedelta(minutes=30)
    scene.devices[scene.cast.officer.pk] = device
    report_lost(scene.cast.chief, device, lost_at, take_in=A_DAY)
    day = 24 * 3600 * 1000
    early, late = lost_at - timedelta(minutes=1), lost_at + timedelta(minutes=1)
    scene.send(
        scene.cast.officer,
        note(scene, "fast", made_at=(early + A_DAY).isoformat(), clock_offset_ms=-day),
        note(scene, "slow", made_at=(late - A_DAY).isoformat(), clock_offset_ms=day),
    )
    assert after_loss(scene) == {"fast": False, "slow": True}


def test_a_fast_clock_does_not_make_an_earlier_report_one_after_the_loss(scene: Scene) -> None:
    device = phone_of(scene.cast.officer)
    scene.devices[scene.cast.officer.pk] = device
    scene.send(scene.cast.officer, note(scene, "from 2099", made_at="2099-01-01T00:00:00Z"))
    report_lost(scene.cast.chief, device, timezone.now(), take_in=A_DAY)
    assert after_loss(scene) == {"from 2099": False}


def test_the_mark_stays_when_the_phone_is_found_and_the_report_comes_again(scene: Scene) -> None:
    device = phone_of(scene.cast.officer)
    scene.devices[scene.cast.officer.pk] = device
    report_lost(scene.cast.chief, device, timezone.now() - timedelta(minutes=1), take_in=A_DAY)
    report = note(scene, "after")
    scene.send(scene.cast.officer, report)
    report_found(scene.cast.chief, device)
    assert scene.send(scene.cast.officer, report, note(scene, "found"))[0].status == "known"
    assert after_loss(scene) == {"after": True, "found": False}


def test_the_mark_costs_no_query_more(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.chief)
    costs = []
    for n in range(2):
        scene.devices[scene.cast.officer.pk] = phone_of(scene.cast.officer)
        scene.send(scene.cast.officer, *[note(scene, f"{n}-{m}") for m in range(5)])
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/api/cases/{scene.case.pk}/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_lost_phone_sends_its_reports_and_pictures_and_nothing_else(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    device, client = phone_of(scene.cast.officer), scene.cast.client(scene.cast.officer)
    report_lost(scene.cast.chief, device, timezone.now(), take_in=A_DAY)
    assert post(client, device, note(scene, "a")).json()["results"][0]["status"] == "stored"
    picture = f"/api/cases/{scene.case.pk}/evidence/{hashlib.sha256(PICTURE).hexdigest()}/"
    headers = {"X-Device": str(device)}
    assert client.put(picture, PICTURE, content_type="image/jpeg", headers=headers).status_code == 200
    for refused in (
        client.get(picture, headers=headers),
        client.get(f"/api/cases/{scene.case.pk}/", headers=headers),
        client.post("/api/news/confirm/", {"cursors": {}}, content_type="application/json", headers=headers),
    ):
        assert (refused.status_code, refused.json()["code"], refused.json()["take_in"]) == (403, "device_lost", True)
    confirm_wiped(device, timezone.now())
    for refused in (
        post(client, device, note(scene, "b")),
        client.put(picture, PICTURE, content_type="image/jpeg", headers=headers),
    ):
        assert (refused.status_code, refused.json()["take_in"]) == (403, False)
    assert (Report.objects.count(), Evidence.objects.count()) == (1, 1)


def test_reports_out_of_a_file_keep_the_phone_they_were_made_on(scene: Scene) -> None:
    old, new = phone_of(scene.cast.officer, "Android · 微信"), phone_of(scene.cast.officer)
    before = Device.objects.get(pk=old)
    client = scene.cast.client(scene.cast.officer)
    answer = post(client, old, note(scene, "a"), note(scene, "b"), sender=new)
    assert [each["status"] for each in answer.json()["results"]] == ["stored", "stored"]
    assert {report.device_id for report in Report.objects.all()} == {old}
    after = Device.objects.get(pk=old)
    assert (after.label, after.seen_at, after.member) == (before.label, before.seen_at, before.member)


def test_reports_out_of_a_lost_phones_file_are_taken_in_from_another_phone_at_any_time(scene: Scene) -> None:
    old, new = phone_of(scene.cast.officer), phone_of(scene.cast.officer)
    report_lost(scene.cast.officer, old, timezone.now() - timedelta(minutes=30), take_in=timedelta(0))
    confirm_wiped(old, timezone.now())
    earlier = (timezone.now() - timedelta(minutes=40)).isoformat()
    answer = post(scene.cast.client(scene.cast.officer), old, note(scene, "a", made_at=earlier), sender=new)
    assert answer.json()["results"][0]["status"] == "stored"
    assert after_loss(scene) == {"a": False}


def test_a_batch_in_the_name_of_another_members_phone_is_stored_and_leaves_him_the_phone(scene: Scene) -> None:
    his = phone_of(scene.cast.officer2)
    answer = post(scene.cast.client(scene.cast.officer), his, note(scene, "a"))
    assert answer.json()["results"][0]["status"] == "stored"
    assert Report.objects.get().device_id == his
    assert Device.objects.get(pk=his).member == scene.cast.officer2


def test_a_phone_nobody_knew_is_noted_with_the_label_it_gives_itself_or_none(scene: Scene) -> None:
    client, named, from_file = scene.cast.client(scene.cast.officer), uuid4(), uuid4()
    post(client, named, note(scene, "a"))
    post(client, from_file, note(scene, "b"), sender=named)
    labels = dict(Device.objects.values_list("pk", "label"))
    assert (labels[named], labels[from_file]) == ("未知设备", "")
    assert {device.member for device in Device.objects.all()} == {scene.cast.officer}


def test_a_phone_that_reports_is_not_taken_from_who_signed_in_on_it(scene: Scene) -> None:
    device = phone_of(scene.cast.officer)
    known_device(scene.cast.officer2, device, "x", timezone.now())
    assert Device.objects.get().member == scene.cast.officer


def test_a_lost_phone_finishes_a_picture_in_pieces_and_gets_none_once_it_is_wiped(
    scene: Scene, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    device, client = phone_of(scene.cast.officer), scene.cast.client(scene.cast.officer)
    report_lost(scene.cast.chief, device, timezone.now(), take_in=A_DAY)
    said = {"case": str(scene.case.pk), "sha256": hashlib.sha256(PICTURE).hexdigest(), "filetype": "image/jpeg"}
    headers = {"X-Device": str(device), "Tus-Resumable": "1.0.0"}
    about = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in said.items())
    beginning = {**headers, "Upload-Length": str(len(PICTURE)), "Upload-Metadata": about}
    begun = client.post("/api/uploads/", b"", content_type="application/offset+octet-stream", headers=beginning)
    assert begun.status_code == 201

    def send(start: int, end: int) -> int:
        piece = {**headers, "Upload-Offset": str(start)}
        kind = "application/offset+octet-stream"
        answer = client.patch(begun["Location"], PICTURE[start:end], content_type=kind, headers=piece)
        return int(answer.status_code)

    assert send(0, 50) == 204
    assert client.head(begun["Location"], headers=headers)["Upload-Offset"] == "50"
    assert send(50, len(PICTURE)) == 204
    assert Evidence.objects.count() == 1
    confirm_wiped(device, timezone.now())
    assert client.head(begun["Location"], headers=headers).status_code == 403
    assert send(0, 50) == 403
