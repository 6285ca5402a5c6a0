"""The log tells what broke and where, and never about whom: personal data is thrown at every way into it, and none comes out."""

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from django.db import IntegrityError

from backend.asgi import application
from backend.cases import api
from backend.edge.logs import Lines
from backend.figures import ERRORS, REGISTRY
from tests.cast import build_cast
from tests.live.watching import session_of

PERSON = {
    "name": "彭德怀安",
    "phone": "13900001234",
    "spoken": "139 0000 1234",
    "id": "50010119900307123X",
    "mail": "peng.an@example.cn",
    "address": "渝中区解放碑步行街88号",
}
ALL = " ".join(PERSON.values())


@pytest.fixture(params=[True, False], ids=["json", "plain"])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What the product's own handler writes."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines(as_json=request.param))
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def fail(words: str) -> None:
    raise IntegrityError(f"duplicate key (target_phone)=({words}) already exists")


WAYS = {
    "our words": lambda log: log.error(f"could not do it for {ALL}"),  # noqa: G004
    "an argument": lambda log: log.error("could not do it for %s", ALL),
    "arguments by name": lambda log: log.error("could not do it for %(who)s", {"who": ALL}),
    "an object": lambda log: log.error("could not do it for %s", PERSON),
    "an object with numbers": lambda log: log.error("could not call %d", int(PERSON["phone"])),
    "an extra": lambda log: log.error("could not do it", extra={"who": ALL, "row": PERSON}),
    "a number beside it": lambda log: log.error("could not do it", extra={"called": int(PERSON["phone"])}),
    "a stack": lambda log: log.error("here", stack_info=True),
}


@pytest.mark.parametrize("logger", ["backend.cases", "django.request", "daphne.server", "axes", "somebody.else"])
@pytest.mark.parametrize("way", WAYS)
def test_personal_data_comes_out_of_no_logger(way: str, logger: str, written: StringIO) -> None:
    WAYS[way](logging.getLogger(logger))
    line = written.getvalue()
    assert line
    assert spoken_of(line) == []


@pytest.mark.parametrize("logger", ["backend.cases", "django.request"])
def test_an_error_is_named_with_its_place_and_without_its_words(logger: str, written: StringIO) -> None:
    try:
        try:
            fail(ALL)
        except IntegrityError as error:
            raise ValueError(ALL) from error
    except ValueError:
        logging.getLogger(logger).exception("broke for %s", ALL)
    line = written.getvalue()
    assert "ValueError from IntegrityError" in line
    assert "tests/edge/test_logs.py:" in line
    assert spoken_of(line) == []


def test_a_line_in_production_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.makeLogRecord(
        {"name": "backend.cases", "levelname": "ERROR", "msg": "import %s of %d\nrows", "args": ("a-b", 5)}
    )
    line = Lines(as_json=True).format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["event"], told["level"], told["logger"]) == ("import a-b of 5\nrows", "error", "backend.cases")
    assert told["at"].endswith("Z")


def test_errors_are_counted_by_logger() -> None:
    before = REGISTRY.get_sample_value("qiaomen_errors_total", {"logger": "backend.counted"}) or 0.0
    logging.getLogger("backend.counted").error("it broke")
    logging.getLogger("backend.counted").warning("it almost broke")
    assert REGISTRY.get_sample_value("qiaomen_errors_total", {"logger": "backend.counted"}) == before + 1
    assert ERRORS is not None


@pytest.mark.django_db(transaction=True)
async def test_an_answer_is_told_as_pattern_and_number_with_the_id_of_its_request(
    written: StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "backend.answers")
    cast = await database_sync_to_async(build_cast)()
    cookie = await database_sync_to_async(session_of)(cast.chief)
    answer = await ask(f"/api/cases/?search={PERSON['phone']}", cookie, {"X-Request-ID": "from-the-proxy-1"})
    assert answer.headers["x-request-id"] == "from-the-proxy-1"
    await ask(f"/{PERSON['name']}/{PERSON['phone']}", cookie, {"X-Request-ID": ALL.encode()})
    lines = [line for line in written.getvalue().splitlines() if "answered" in line]
    assert len(lines) == 2
    assert "from-the-proxy-1" in lines[0]
    assert re.search(rf'"?member"?[:=] ?{cast.chief.pk}\b', lines[0])
    assert "api/cases/" in lines[0]
    assert spoken_of(written.getvalue()) == []


@pytest.mark.django_db(transaction=True)
async def test_a_view_that_breaks_over_somebody_says_nothing_of_him(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        fail(ALL)

    monkeypatch.setattr(api, "store_reports", broken)
    cast = await database_sync_to_async(build_cast)()
    cookie = await database_sync_to_async(session_of)(cast.officer)
    monkeypatch.setattr(api.Reports, "get", lambda _, request: broken(request), raising=False)
    answer = await ask(f"/api/reports/?of={PERSON['phone']}", cookie, {})
    assert answer.status_code == 500
    assert "IntegrityError" in written.getvalue()
    assert spoken_of(written.getvalue()) == []
    assert spoken_of(answer.text) == []


async def ask(path: str, cookie: str, headers: dict[str, Any]) -> httpx.Response:
    transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", cookies={"sessionid": cookie}
    ) as client:
        return await client.get(path, headers=headers)


def spoken_of(text: str) -> list[str]:
    """What of the person stands there; in JSON also as escapes."""
    shown = text + text.encode().decode("unicode_escape", errors="ignore")
    return [kind for kind, value in PERSON.items() if value in shown]
