"""The app's own upload client against a real Daphne: cut anywhere, on the way there or back, the picture arrives once."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.cases.models import Evidence
from tests.cases.scene import Scene
from tests.live.node import run_client

pytestmark = [pytest.mark.daphne, pytest.mark.django_db(transaction=True)]
PIECE = 32_768
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(250)) * 1_200
SHA256 = hashlib.sha256(PICTURE).hexdigest()
PIECES = -(-len(PICTURE) // PIECE)


def upload(signed_in: httpx.Client, scene: Scene, folder: Path, fates: dict[int, str]) -> dict[str, Any]:
    """Run the app's client, its requests meeting these fates by their number; what it asked and sent."""
    picture = folder / "picture.jpg"
    picture.write_bytes(PICTURE)
    wanted = {
        "address": str(signed_in.base_url).rstrip("/"),
        "headers": {name: signed_in.headers[name] for name in ("Cookie", "X-CSRFToken")},
        "upload": {"case": str(scene.case.pk), "sha256": SHA256, "media_type": "image/jpeg"},
        "file": str(picture),
        "piece": {"least": PIECE, "most": 16 * PIECE},
        "fates": fates,
    }
    return run_client("upload_by_app.mjs", wanted, folder)


def expect_arrived_once(signed_in: httpx.Client, scene: Scene) -> None:
    assert signed_in.get(f"/api/cases/{scene.case.pk}/evidence/{SHA256}/").content == PICTURE
    assert Evidence.objects.count() == 1


def test_on_a_good_line_no_byte_is_sent_twice_and_nothing_a_second_time(
    scene: Scene, signed_in: httpx.Client, tmp_path: Path
) -> None:
    done = upload(signed_in, scene, tmp_path, {})
    assert done["requests"] == ["POST", *["PATCH"] * (PIECES - 1)]
    assert done["travelled"] == len(PICTURE)
    again = upload(signed_in, scene, tmp_path, {})
    assert again["requests"] == ["POST"]
    expect_arrived_once(signed_in, scene)


def test_cut_on_the_way_there_and_back_it_goes_on_where_it_was(
    scene: Scene, signed_in: httpx.Client, tmp_path: Path
) -> None:
    # 0 and 1: begun with its answer lost, and the question after it, too. Later: pieces, a HEAD, and the last piece's answer.
    fates = {0: "lost", 1: "cut", 4: "cut", 6: "lost", 7: "cut", 10: "lost", 16: "lost"}
    done = upload(signed_in, scene, tmp_path, fates)
    assert done["starts"] == 3
    assert len(PICTURE) < done["travelled"] <= len(PICTURE) + len(fates) * PIECE
    expect_arrived_once(signed_in, scene)
