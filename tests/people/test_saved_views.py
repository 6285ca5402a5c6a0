"""A member keeps filters of the board: his own, at most twenty, wherever he signs in."""

from typing import Any
from uuid import uuid4

import pytest

from backend.people.models import Member, SavedView
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LATE = {"late": True, "levels": ["critical"], "text": "pxs"}


def save(cast: Cast, member: Member, **said: Any) -> tuple[int, dict[str, Any]]:
    body = {"id": str(uuid4()), "name": "急的", "shown": LATE} | said
    response = cast.client(member).post("/api/me/views/", body, content_type="application/json")
    return response.status_code, response.json()


def names(cast: Cast, member: Member) -> list[str]:
    return [view["name"] for view in cast.client(member).get("/api/me/views/").json()["views"]]


def test_what_is_saved_is_there_on_another_desk_and_nobody_elses(cast: Cast) -> None:
    status, answer = save(cast, cast.chief)
    assert status == 200
    assert answer["views"][0]["shown"]["levels"] == ["critical"]
    assert answer["views"][0]["shown"]["types"] == []
    assert names(cast, cast.chief) == ["急的"]
    assert names(cast, cast.chief_yubei) == []


def test_saved_under_the_same_id_it_is_renamed(cast: Cast) -> None:
    known = str(uuid4())
    save(cast, cast.chief, id=known)
    save(cast, cast.chief, id=known, name="特危的")
    assert names(cast, cast.chief) == ["特危的"]


def test_dropped_it_is_gone_and_saved_again_it_is_back_in_its_place(cast: Cast) -> None:
    ids = [f"00000000-0000-7000-8000-00000000000{n}" for n in range(3)]
    for n in (2, 0, 1):
        save(cast, cast.chief, id=ids[n], name=f"第{n}个")
    client = cast.client(cast.chief)
    for _ in range(2):
        assert len(client.post(f"/api/me/views/{ids[1]}/drop/").json()["views"]) == 2
    save(cast, cast.chief, id=ids[1], name="第1个")
    assert names(cast, cast.chief) == ["第0个", "第1个", "第2个"]


def test_another_members_view_is_neither_changed_nor_dropped(cast: Cast) -> None:
    known = str(uuid4())
    save(cast, cast.chief, id=known)
    assert save(cast, cast.chief_yubei, id=known, name="我的")[0] == 404
    assert cast.client(cast.chief_yubei).post(f"/api/me/views/{known}/drop/").status_code == 200
    assert names(cast, cast.chief) == ["急的"]


def test_the_twenty_first_is_refused_but_the_twentieth_can_still_be_changed(cast: Cast) -> None:
    kept = [SavedView(id=uuid4(), member=cast.chief, name=str(n), shown=LATE) for n in range(20)]
    SavedView.objects.bulk_create(kept)
    status, answer = save(cast, cast.chief)
    assert (status, answer["code"]) == (409, "too_many_views")
    assert save(cast, cast.chief, id=str(kept[0].pk))[0] == 200


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "长" * 21}, {"shown": {"secret": 1}}, {"shown": {"place": "x"}}, {"id": "1"}]
)
def test_what_is_no_filter_is_not_kept(cast: Cast, wrong: dict[str, Any]) -> None:
    assert save(cast, cast.chief, **wrong)[0] == 400
    assert names(cast, cast.chief) == []


@pytest.mark.parametrize("who", ["officer", "volunteer", "desk"])
def test_who_has_no_board_keeps_none(cast: Cast, who: str) -> None:
    assert save(cast, getattr(cast, who))[0] == 403
    assert cast.client(getattr(cast, who)).get("/api/me/views/").status_code == 403
