"""Apps that are out there go on working: what app 0.1 sends, recorded word for word, and flows older than the newest one.

`old_apps/<version>/` holds what that version sent. A recording is never changed; a newer app gets a folder of its own.
"""

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from pytest_django.fixtures import Settings

from backend.cases.fold import standing_of
from backend.cases.models import Case, Evidence, Report
from backend.cases.wire import ReportIn
from backend.flow.load import read_rules, rules
from tests.cases.scene import Scene, set_scene
from tests.cast import build_cast
from tests.live.watching import Phone, session_of

pytestmark = pytest.mark.django_db(transaction=True)
aside = database_sync_to_async  # gives the connection back
RECORDED = Path(__file__).parent / "old_apps" / "0.1"
FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return set_scene(build_cast())


def recorded(name: str, scene: Scene) -> dict[str, Any]:
    """What the app sent, about this scene's case, visit and station instead of those of that day."""
    text = (RECORDED / f"{name}.json").read_text(encoding="utf-8")
    for then, now in (
        ("5b0f2d64-7c1e-4f0a-9a55-3f1d2c7e8b90", scene.case.pk),
        ("70012", scene.visit.pk),
        ("70001", scene.cast.nanping.pk),
    ):
        text = text.replace(then, str(now))
    said: dict[str, Any] = json.loads(text)
    return said


def ask(client: Client, name: str, scene: Scene) -> Any:
    """The server's answer to a recorded request; the CSRF token is the one cookie a recording cannot hold."""
    said = recorded(name, scene)
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    headers = said["headers"] | {"X-CSRFToken": token}
    kind = headers.pop("Content-Type", "")
    raw = base64.b64decode(said["body_base64"]) if "body_base64" in said else json.dumps(said.get("body"))
    if said["method"] == "GET":
        return client.get(said["path"], headers=headers)
    return client.generic(said["method"], said["path"], raw, content_type=kind, headers=headers)


def old_app(scene: Scene) -> Client:
    """App 0.1, signed in as it does that: it asks who it is, is refused, and has its token by then."""
    client = Client(enforce_csrf_checks=True)
    assert client.get("/api/me/", headers={"Accept": "application/json"}).status_code == 401
    assert ask(client, "login", scene).status_code == 200
    return client


def test_the_old_app_signs_in_and_finds_what_it_reads(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/api/me/")
    me = ask(client, "login", scene).json()
    assert {"member", "streams", "csrf", "server_time"} <= me.keys()
    assert {"id", "name", "role", "unit", "village", "badge", "phone", "on_duty"} <= me["member"].keys()
    assert me["streams"] == [scene.cast.nanping.pk]


def test_every_kind_of_report_of_the_old_app_is_stored_and_fits(scene: Scene) -> None:
    client = old_app(scene)
    sent = recorded("reports", scene)["body"]["reports"]
    answer = ask(client, "reports", scene).json()
    assert [each["id"] for each in answer["results"]] == [report["id"] for report in sent]
    assert {(each["status"], each["stray"]) for each in answer["results"]} == {("stored", None)}
    assert answer["server_time"]
    case = Case.objects.get()
    assert case.state == "answered"
    assert case.standing["money"]["payments"][0]["payee_account"] == "6222000000000000001"
    assert {each["status"] for each in ask(client, "reports", scene).json()["results"]} == {"known"}


def test_the_recording_holds_every_kind_of_report(scene: Scene) -> None:
    sent = [*recorded("reports", scene)["body"]["reports"], *recorded("decline", scene)["body"]["reports"]]
    kinds = ReportIn.model_fields["kind"].annotation
    assert {report["kind"] for report in sent} == {"accept", "decline", "answer", "retype", "help", "safe", "note"}
    assert {report["kind"] for report in sent} <= set(kinds.__args__)  # type: ignore[union-attr]


def test_the_old_app_declines(scene: Scene) -> None:
    answer = ask(old_app(scene), "decline", scene).json()
    assert [(each["status"], each["stray"]) for each in answer["results"]] == [("stored", None)]
    scene.visit.refresh_from_db()
    assert scene.visit.end == "declined"


def test_the_old_app_sends_a_picture(scene: Scene, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = old_app(scene)
    answer = ask(client, "evidence", scene)
    assert answer.status_code == 200
    assert answer.json().keys() >= {"sha256", "size"}
    assert ask(client, "evidence", scene).status_code == 200
    assert Evidence.objects.count() == 1


def test_the_old_app_fetches_news_and_confirms_them_over_http(scene: Scene) -> None:
    client = old_app(scene)
    news = ask(client, "news", scene).json()
    assert news.keys() >= {"server_time", "snapshot", "cursors", "events", "cases", "removed", "members", "more"}
    assert [case["id"] for case in news["cases"]] == [str(scene.case.pk)]
    assert ask(client, "confirm_news", scene).status_code == 200
    scene.visit.refresh_from_db()
    assert scene.visit.delivered_at


async def test_the_old_app_says_hello_and_confirms_on_the_socket(scene: Scene) -> None:
    phone = Phone(await aside(session_of)(scene.cast.officer))
    await phone.connect()
    await phone.socket.send_json_to(recorded("hello", scene))
    welcome = await phone.news()
    assert welcome.keys() >= {"type", "server_time", "snapshot", "cursors", "events", "cases", "removed", "members"}
    await phone.socket.send_json_to(recorded("confirm", scene))
    await phone.until(lambda held: any(event["kind"] == "delivered" for event in held.events))
    await aside(scene.visit.refresh_from_db)()
    assert scene.visit.delivered_at
    await phone.hang_up()


# What each later version does otherwise than the one before: the rule as it was, and as it is.
CHANGES = {
    2: ("{when: [still_disbelieves], times: 2, go: backup}", "{when: [still_disbelieves], go: backup}"),
    3: ("{when: [nothing_sent], go: proof}", "{when: [nothing_sent], go: result}"),
}


@pytest.fixture
def one_flow(tmp_path: Path, settings: Settings) -> Path:
    """An installation of the first days: its only flow is version 1."""
    folder = tmp_path / "fixtures"
    shutil.copytree(FIXTURES, folder, ignore=shutil.ignore_patterns("flow", "vectors", "demo", "divisions"))
    (folder / "flow").mkdir()
    shutil.copy(FIXTURES / "flow" / "dissuasion-1.yaml", folder / "flow")
    settings.FIXTURES_DIR = folder
    return folder


def publish_two_more(folder: Path) -> None:
    """Versions 2 and 3 come into force, each with a step that works otherwise than before."""
    text = (folder / "flow" / "dissuasion-1.yaml").read_text(encoding="utf-8")
    for version, (old, new) in CHANGES.items():
        assert old in text
        text = text.replace(f"version: {version - 1}", f"version: {version}").replace(old, new)
        (folder / "flow" / f"dissuasion-{version}.yaml").write_text(text, encoding="utf-8")
    read_rules.cache_clear()


def step(scene: Scene) -> str:
    return str(Case.objects.get(pk=scene.case.pk).standing["visit"]["step"])


def to_the_money(scene: Scene, flow: str) -> list[dict[str, Any]]:
    """The first answers of a visit, up to the money, made under this flow."""
    return [report | {"flow": flow} for report in scene.whole_visit()[:5]]


def test_a_case_begun_on_an_older_flow_stays_on_it_and_a_new_one_begins_on_the_newest(one_flow: Path) -> None:
    cast = build_cast()
    old = set_scene(cast)
    publish_two_more(one_flow)
    new = set_scene(cast)
    assert (old.case.flow, new.case.flow) == ("dissuasion-1", "dissuasion-3")
    for scene in (old, new):
        results = scene.send(cast.officer, *to_the_money(scene, scene.case.flow))
        assert {(each.status, each.stray) for each in results} == {("stored", None)}
    # The same answers, each led on by the version its case began with.
    assert (step(old), step(new)) == ("proof", "result")
    rest = [old.visited("proof", "skipped"), old.visited("result", "persuaded"), old.visited("summary", "confirmed")]
    assert {(each.status, each.stray) for each in old.send(cast.officer, *rest)} == {("stored", None)}
    assert old.case.state == "answered"
    assert standing_of(Case.objects.get(pk=old.case.pk)).model_dump(mode="json") == old.case.standing


def test_a_whole_recorded_visit_of_the_old_app_fits_its_case_two_flows_later(one_flow: Path) -> None:
    scene = set_scene(build_cast())
    publish_two_more(one_flow)
    answer = ask(old_app(scene), "reports", scene).json()
    assert {(each["status"], each["stray"]) for each in answer["results"]} == {("stored", None)}
    assert Case.objects.get().state == "answered"


def test_all_published_flows_are_given_out(one_flow: Path) -> None:
    cast = build_cast()
    publish_two_more(one_flow)
    given = cast.client(cast.officer).get("/api/rules/").json()
    assert set(given["flows"]) == {"dissuasion-1", "dissuasion-2", "dissuasion-3"}
    assert given["current_flow"] == rules().current_flow == "dissuasion-3"


@pytest.mark.parametrize("flow", ["dissuasion-9", "another-1", "?"])
def test_a_report_that_names_a_flow_nobody_knows_is_stored_all_the_same(scene: Scene, flow: str) -> None:
    results = scene.send(scene.cast.officer, *to_the_money(scene, flow))
    assert {(each.status, each.stray) for each in results} == {("stored", None)}
    assert {report.body["flow"] for report in Report.objects.all()} == {flow}
    assert step(scene) == "proof"
