"""Pictures: stored once by their hash, refused with a sentence when they are none, seen only within the case."""

import hashlib
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from backend.cases.models import Evidence
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff\xe0" + b"\x00" * 100


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return set_scene(cast)


def address(scene: Scene, content: bytes) -> str:
    return f"/api/cases/{scene.case.pk}/evidence/{hashlib.sha256(content).hexdigest()}/"


def put(client: Client, where: str, content: bytes) -> int:
    return int(client.put(where, content, content_type="image/jpeg").status_code)


def test_a_picture_arrives_once_however_often_it_is_sent(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.officer)
    assert [put(client, address(scene, PICTURE), PICTURE) for _ in range(3)] == [200, 200, 200]
    assert Evidence.objects.count() == 1
    response = scene.cast.client(scene.cast.chief).get(address(scene, PICTURE))
    assert b"".join(response.streaming_content) == PICTURE  # type: ignore[attr-defined]
    assert response["Content-Type"] == "image/jpeg"


def test_half_a_picture_is_refused_by_its_hash(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.officer)
    response = client.put(address(scene, PICTURE), PICTURE[:50], content_type="image/jpeg")
    assert (response.status_code, response.json()["code"]) == (400, "wrong_hash")


@pytest.mark.parametrize("kind", ["image/jpeg", "application/x-www-form-urlencoded", ""])
def test_nothing_at_all_is_half_a_picture_too(scene: Scene, kind: str) -> None:
    client = scene.cast.client(scene.cast.officer)
    response = client.put(address(scene, PICTURE), b"", content_type=kind)
    assert (response.status_code, response.json()["code"]) == (400, "wrong_hash")


def test_what_is_no_picture_is_refused(scene: Scene) -> None:
    page = b"<script>alert(1)</script>"
    response = scene.cast.client(scene.cast.officer).put(address(scene, page), page, content_type="image/png")
    assert (response.status_code, response.json()["code"]) == (415, "wrong_file")


def test_a_picture_over_ten_megabytes_is_refused(scene: Scene) -> None:
    large = PICTURE + b"\x00" * (10 * 1024 * 1024)
    response = scene.cast.client(scene.cast.officer).put(address(scene, large), large, content_type="image/jpeg")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_stranger_neither_sends_nor_sees_pictures(scene: Scene) -> None:
    put(scene.cast.client(scene.cast.officer), address(scene, PICTURE), PICTURE)
    stranger = scene.cast.client(scene.cast.outsider)
    assert stranger.get(address(scene, PICTURE)).status_code == 404
    assert put(stranger, address(scene, PICTURE), PICTURE) == 404
