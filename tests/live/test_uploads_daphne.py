"""Pictures in pieces against a real Daphne, sent by a client that is not ours: switched off half-way, it goes on."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.cases.models import Evidence, Upload
from tests.cases.scene import Scene
from tests.live.node import run_client

pytestmark = [pytest.mark.daphne, pytest.mark.django_db(transaction=True)]
PWA = Path(__file__).parents[2] / "pwa"
PIECE = 32_000
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(250)) * 1_200
KIND = "application/offset+octet-stream"


class Foreigner:
    """tus-js-client in a process of its own, with the address of what it began in a file."""

    def __init__(self, signed_in: httpx.Client, scene: Scene, folder: Path) -> None:
        self.folder = folder
        (folder / "picture.jpg").write_bytes(PICTURE)
        self.order: dict[str, Any] = {
            "endpoint": str(signed_in.base_url.join("/api/uploads/")),
            "headers": {name: signed_in.headers[name] for name in ("Cookie", "X-CSRFToken", "Referer")},
            "metadata": {"case": str(scene.case.pk), "sha256": sha256(PICTURE), "filename": "门口.jpg"},
            "file": str(folder / "picture.jpg"),
            "storage": str(folder / "addresses.json"),
            "piece": PIECE,
            "goOn": True,
            "byPost": False,
            "stopAfter": 0,
        }
        (folder / "addresses.json").write_text("{}")

    def upload(self, **changes: Any) -> dict[str, Any]:
        """Run until it is done, or switched off; what it asked and sent."""
        assert (PWA / "node_modules" / "tus-js-client").is_dir(), "The app's packages are missing: type `make types`."
        return run_client("upload_by_tus.mjs", self.order | changes, self.folder)


@pytest.fixture
def foreigner(signed_in: httpx.Client, scene: Scene, tmp_path: Path) -> Foreigner:
    return Foreigner(signed_in, scene, tmp_path)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def arrived(signed_in: httpx.Client, scene: Scene) -> bool:
    answer = signed_in.get(f"/api/cases/{scene.case.pk}/evidence/{sha256(PICTURE)}/")
    return answer.status_code == httpx.codes.OK and answer.content == PICTURE


def test_switched_off_half_way_a_foreign_client_goes_on_from_the_address_it_kept(
    scene: Scene, signed_in: httpx.Client, foreigner: Foreigner
) -> None:
    before = foreigner.upload(stopAfter=4)
    assert before["requests"][:1] == ["POST"]
    assert not arrived(signed_in, scene)
    after = foreigner.upload()
    assert after["url"] == before["url"]
    assert after["requests"] == ["HEAD", *["PATCH"] * len(after["pieces"])]
    # A piece that was on its way when the client went off may have arrived without its hearing of it.
    assert sum(after["pieces"]) in (len(PICTURE) - 4 * PIECE, len(PICTURE) - 5 * PIECE)
    assert arrived(signed_in, scene)


def test_a_client_that_forgot_the_address_is_led_back_to_what_it_began(
    scene: Scene, signed_in: httpx.Client, foreigner: Foreigner
) -> None:
    before = foreigner.upload(stopAfter=4)
    after = foreigner.upload(goOn=False)
    assert after["url"] == before["url"]
    assert sum(after["pieces"]) <= len(PICTURE) - 4 * PIECE
    assert arrived(signed_in, scene)
    again = foreigner.upload(goOn=False)
    assert again["pieces"] == []
    assert (Upload.objects.count(), Evidence.objects.count()) == (1, 1)


def test_through_a_network_that_lets_only_post_pass_it_arrives(
    scene: Scene, signed_in: httpx.Client, foreigner: Foreigner
) -> None:
    done = foreigner.upload(byPost=True)
    assert set(done["requests"]) == {"POST"}
    assert arrived(signed_in, scene)


def test_a_piece_in_chunks_of_unknown_length_arrives(
    scene: Scene, signed_in: httpx.Client, foreigner: Foreigner
) -> None:
    where = foreigner.upload(stopAfter=1)["url"]
    there = int(signed_in.head(where, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])
    chunks = iter([PICTURE[there : there + 1000], PICTURE[there + 1000 :]])
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(there), "Content-Type": KIND}
    answer = signed_in.patch(where, content=chunks, headers=headers)
    assert answer.status_code == httpx.codes.NO_CONTENT, answer.text
    assert arrived(signed_in, scene)
