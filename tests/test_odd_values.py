"""Whatever one field of a report or a signal holds, it is kept or refused in words, on either database; the others of its batch come in."""

import json
from collections.abc import Iterator
from typing import Any, get_args
from uuid import uuid4

import pytest
from pydantic import BaseModel

from backend.cases.wire import ReportIn
from backend.intake.wire import SignalIn
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast
from tests.intake.scene import post, signal, source_of

pytestmark = pytest.mark.django_db
# What no screen of ours sends, and what one database keeps and another does not.
TEXTS = ["", " ", "\x00", "a\x00b", "\ud800", "x" * 3000, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
NUMBERS = [-1, 0, 1, 1.5, 2**31, 2**53, 2**63, 2**70, float("inf")]
OTHERS: list[Any] = [True, None, [], [None], ["\x00"], {}, {"\ud800": 1}]
ODD = [*TEXTS, *NUMBERS, *OTHERS]


def fields(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each field of it and of what lies in it, by its path."""
    for name, field in model.model_fields.items():
        yield (*path, name)
        for kind in [field.annotation, *get_args(field.annotation)]:
            for inner in [kind, *get_args(kind)]:
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    yield from fields(inner, (*path, name))


def with_odd(given: dict[str, Any], path: tuple[str, ...], odd: Any) -> dict[str, Any]:
    """The same with this at its place."""
    name, *rest = path
    inner = with_odd(given.get(name) or {}, tuple(rest), odd) if rest else odd
    return given | {name: [inner] if name in ("payments", "evidence") and rest else inner}


def as_json(body: Any) -> str:
    """As a program writes it: a number that is too large for a float becomes infinite only when it is read."""
    return json.dumps(body).replace("Infinity", "1e400")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


@pytest.mark.thorough
@pytest.mark.parametrize("path", sorted(set(fields(ReportIn))), ids=".".join)
def test_a_report(scene: Scene, path: tuple[str, ...]) -> None:
    good = [scene.made(scene.cast.officer, "note", note="到了") for _ in range(2)]
    odd = [with_odd(scene.visited("travel", "arrived"), path, value) for value in ODD]
    body = as_json({"device": str(uuid4()), "reports": [good[0], *odd, good[1]]})
    answer = scene.cast.client(scene.cast.officer).post("/api/reports/", body, content_type="application/json")
    first, *between, last = answer.json()["results"]
    assert (first["status"], last["status"]) == ("stored", "stored")
    assert all(one["status"] != "invalid" or one["errors"][0]["message"] for one in between)
    assert scene.cast.client(scene.cast.chief).get(f"/api/cases/{scene.case.pk}/").status_code == 200


@pytest.mark.thorough
@pytest.mark.parametrize("path", sorted(set(fields(SignalIn))), ids=".".join)
def test_a_signal(cast: Cast, path: tuple[str, ...]) -> None:
    source_of(cast.city)
    odd = [with_odd(signal(f"odd-{number}"), path, value) for number, value in enumerate(ODD)]
    first, *between, last = post(as_json([signal("first"), *odd, signal("last")])).json()["results"]
    assert (first["status"], last["status"]) == ("accepted", "joined")
    assert all(one["status"] != "invalid" or one["errors"][0]["message"] for one in between)
    assert "failed" not in {one["status"] for one in between}
    assert cast.client(cast.commander).get("/api/cases/").status_code == 200
