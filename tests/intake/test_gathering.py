"""Signals sent one by one in the same instant, over the service as a server runs it: taken in together, answered each on its own."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from backend.asgi import application
from backend.cases.models import Case
from backend.intake import gathering
from backend.intake.models import Signal, Source
from tests.cast import build_cast
from tests.intake.scene import KEY, signal, source_of

pytestmark = pytest.mark.django_db(transaction=True)
aside = database_sync_to_async  # gives the connection back


@pytest.fixture
def source(transactional_db: None) -> Source:
    return source_of(build_cast().city)


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many requests were taken in at once, each time."""
    seen: list[int] = []
    take = gathering.take_in_together

    def noted(requests: Any) -> None:
        seen.append(len(requests))
        take(requests)

    monkeypatch.setattr(gathering, "take_in_together", noted)
    return seen


async def sent_at_once(*bodies: Any, key: str = KEY) -> list[httpx.Response]:
    """All of these in one instant, in requests of their own; a body that is text goes as it is."""
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        headers = {"Authorization": f"Api-Key {key}", "Content-Type": "application/json"}
        texts = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
        return await asyncio.gather(
            *(client.post("/api/signals/", content=text.encode(), headers=headers) for text in texts)
        )


def warned(number: int, **said: Any) -> dict[str, Any]:
    return signal(f"{number}", target={"phone": f"1990000{number:04d}", "division": "500108003"}, **said)


async def test_what_comes_at_once_is_taken_in_together_and_each_is_told_of_its_own(
    source: Source, together: list[int]
) -> None:
    answers = await sent_at_once(*(warned(number) for number in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert max(together) > 1, "nothing was taken in together"
    assert len(together) < 20
    for number, answer in enumerate(answers):
        (result,) = answer.json()["results"]
        assert (result["index"], result["reference"], result["status"]) == (0, f"{number}", "accepted")
        case = await aside(Case.objects.get)(number=result["case"])
        assert case.target_phone == f"1990000{number:04d}"
    assert len({answer.headers["x-request-id"] for answer in answers}) == 20


async def test_a_bad_one_among_them_is_told_why_and_hurts_nobody(source: Source) -> None:
    good, wrong, broken, empty, last = await sent_at_once(
        warned(1), warned(2, amount_fen=-1), "{no json", [], [warned(3), warned(4)]
    )
    assert good.json()["results"][0]["status"] == "accepted"
    (invalid,) = wrong.json()["results"]
    assert (invalid["status"], invalid["errors"][0]["field"]) == ("invalid", "amount_fen")
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_json")
    assert (empty.status_code, empty.json()["code"]) == (400, "bad_input")
    assert [(one["index"], one["status"]) for one in last.json()["results"]] == [(0, "accepted"), (1, "accepted")]
    assert await aside(Signal.objects.count)() == 3


async def test_a_wrong_key_is_refused_among_right_ones(source: Source) -> None:
    right, wrong, another = await asyncio.gather(
        sent_at_once(warned(1), warned(2)), sent_at_once(warned(3), warned(4), key="no"), sent_at_once(warned(5))
    )
    assert {answer.status_code for answer in right + another} == {200}
    assert {(answer.status_code, answer.json()["code"]) for answer in wrong} == {(401, "bad_key")}
    assert await aside(Signal.objects.count)() == 3


async def test_a_source_that_was_switched_off_is_refused(source: Source) -> None:
    await aside(Source.objects.update)(is_active=False)
    assert {answer.status_code for answer in await sent_at_once(warned(1), warned(2), warned(3))} == {401}


async def test_the_same_signal_twice_at_once_is_one(source: Source) -> None:
    answers = await sent_at_once(*[warned(1)] * 3, *[warned(2)] * 3)
    results = [answer.json()["results"][0] for answer in answers]
    assert sorted(result["status"] for result in results) == ["accepted"] * 2 + ["known"] * 4
    assert len({result["case"] for result in results}) == 2


async def test_batches_are_left_alone(source: Source, together: list[int]) -> None:
    batches = [[warned(number + start) for number in range(30)] for start in (0, 30)]
    assert all(len(json.dumps(batch)) > gathering.LARGEST for batch in batches)
    for answer in await sent_at_once(*batches):
        assert [one["status"] for one in answer.json()["results"]] == ["accepted"] * 30
    assert together == []


async def test_twenty_at_once_ask_the_database_hardly_more_often_than_three(source: Source) -> None:
    await sent_at_once(warned(100))  # What is read once for good.
    few, many = [await aside(questions)(range(start, start + number)) for start, number in ((1, 3), (10, 20))]
    assert many < 2 * few


def questions(numbers: range) -> int:
    """How often the database is asked where these come at once."""
    requests = [
        RequestFactory().post(
            "/api/signals/",
            json.dumps(warned(number, level="medium", behaviours=[], amount_fen=None)),
            content_type="application/json",
            headers={"Authorization": f"Api-Key {KEY}"},
        )
        for number in numbers
    ]
    with CaptureQueriesContext(connection) as caught:
        gathering.take_in_together(requests)
    return len(caught)
