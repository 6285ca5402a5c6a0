"""A centre's file through a real Daphne: brought, checked, started, and on the board, while nothing but the server works on it."""

import time
from typing import Any

import httpx
import pytest

from backend.cases.models import Case
from tests.cases.scene import Scene
from tests.intake.corpus.build import text
from tests.intake.scene import source_of
from tests.live.served import PATIENCE, RemotePhone
from tests.live.watching import session_of

pytestmark = [pytest.mark.daphne, pytest.mark.django_db(transaction=True)]
ROWS = [
    ["姓名", "电话", "地址", "金额"],
    ["演练甲", "19900007001", "南岸区南坪街道南坪正街1号", "1.03万"],
    ["演练乙", "1.99E+10", "南岸区南坪街道", ""],
]


def becomes(client: httpx.Client, path: str, state: str) -> dict[str, Any]:
    """The import once it is in this state."""
    until = time.monotonic() + PATIENCE
    while (seen := client.get(path).json())["state"] != state:
        assert time.monotonic() < until, seen["state"]
        time.sleep(0.1)
    return dict(seen)


def test_a_file_is_checked_and_taken_in_by_the_serving_process(scene: Scene, address: str) -> None:
    source = source_of(scene.cast.nanan)
    with RemotePhone(address, session_of(scene.cast.commander)).browser() as client:
        file = {"file": ("名单.csv", text(ROWS).encode("gb18030"), "text/csv")}
        brought = client.post("/api/imports/", data={"source": source.code}, files=file)
        assert brought.status_code == httpx.codes.CREATED
        path = f"/api/imports/{brought.json()['id']}/"
        checked = becomes(client, path, "checked")
        assert (checked["counts"]["good"], checked["counts"]["bad"]) == (1, 1)
        assert client.post(f"{path}start/").status_code == httpx.codes.OK
        done = becomes(client, path, "done")
        assert done["counts"]["taken"] == {"accepted": 1, "bad": 1}
        assert client.get(f"{path}result/").content[:2] == b"PK"
    case = Case.objects.get(target_phone="19900007001")
    assert (case.target_name, case.division_id) == ("演练甲", "500108003")
