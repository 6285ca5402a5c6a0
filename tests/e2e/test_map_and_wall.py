"""The wall rings for a critical case until it is acknowledged; the map shows the case in its street, with tiles or without."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsers import DESK, NO_WORKER, Desk, hold_up
from tests.e2e.conftest import Opening, Signalling, send_signal
from tests.e2e.server import ROOT, served
from tests.e2e.tiles import TileServer, name_tiles, tile_server

# Each note that is started, counted; the sound itself stays as it is.
LISTEN = """
    globalThis.notes = 0;
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...at) { globalThis.notes += 1; return start.apply(this, at); };
"""
KEY = "drill-city-platform"


def critical(reference: str, name: str, **where: Any) -> dict[str, Any]:
    """A signal about somebody who is just paying."""
    return {
        "reference": reference,
        "fraud_type": "投资理财",
        "behaviours": ["transfer_under_way"],
        "text": "正在准备转账",
        "target": {"name": name, "phone": "19900001234", "age": 61, "address": "阳光路1号", **where},
    }


def test_the_wall_rings_until_acknowledged_and_the_map_leads_to_the_case(opened: Opening, signal: Signalling) -> None:
    wall, phone = opened("chief", DESK, before=LISTEN), opened("officer")
    page = wall.page
    page.get_by_role("heading", name="现在没有处置中的预警").wait_for()
    page.keyboard.press("w")
    wall.sees("值班大屏")
    wall.sees("现在没有处置中的预警")
    # Signing in was a touch: the browser lets it sound.
    expect(page.get_by_test_id("sound")).to_have_count(0)

    signal(KEY, critical("wall-1", "彭先生", division="500108003002"))
    bell, rows = page.get_by_test_id("bell"), page.get_by_test_id("wall-row")
    expect(bell).to_contain_text("彭**")
    expect(rows.first).to_contain_text(re.compile("特危.*彭\\*\\*.*阳光社区.*李建国", re.DOTALL))
    assert page.get_by_text("彭先生").count() == 0
    assert page.get_by_text("阳光路").count() == 0
    page.wait_for_function("notes > 0")

    page.keyboard.press(" ")
    expect(bell).to_have_count(0)
    expect(rows).to_have_count(1)

    phone.page.get_by_text("彭先生").first.click()
    phone.page.get_by_test_id("accept").click()
    phone.page.get_by_test_id("next").click()
    phone.page.get_by_test_id("help").click()
    expect(page.get_by_test_id("wall-help")).to_contain_text("李建国")
    page.get_by_test_id("quiet").click()
    wall.sees("声音已停，求助还没解除")

    page.keyboard.press("Escape")
    page.get_by_test_id("row").first.wait_for()
    page.keyboard.press("m")
    field = page.get_by_test_id("field").filter(has_text="阳光社区")
    expect(field).to_contain_text("特危1")
    field.get_by_role("button", name=re.compile("放大阳光社区：1 件")).click()
    page.get_by_test_id("line").filter(has_text="彭先生").click()
    expect(page).to_have_url(re.compile(r"/board/[0-9a-f-]{36}"))
    expect(page.get_by_role("heading", name=re.compile("彭先生")).first).to_be_visible()


@pytest.fixture
def tiles() -> Iterator[TileServer]:
    """A tile server of the city's."""
    with tile_server() as running:
        yield running


@pytest.fixture
def mapped(tiles: TileServer, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The product's address in a city that has one."""
    fixtures = Path(shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures"))
    name_tiles(fixtures, tiles.url)
    monkeypatch.setenv("QIAOMEN_FIXTURES", str(fixtures))
    with served(Path(shutil.copytree(demo, tmp_path / "data"))) as address:
        yield address


def test_who_is_on_the_way_to_the_wall_is_not_called_back_by_a_new_case(
    browser: Browser, server: str, signal: Signalling
) -> None:
    desk, file = Desk(browser, server, DESK, before=NO_WORKER), "**/assets/WallScreen-*.js"
    held = hold_up(desk, file)
    desk.log_in("chief")
    desk.page.get_by_role("heading", name="现在没有处置中的预警").wait_for()
    with desk.page.expect_request(file):
        desk.page.keyboard.press("w")
    signal(KEY, critical("wall-2", "彭先生", division="500108003002"))
    expect(desk.page.get_by_test_id("row")).to_have_count(1)
    for each in held:
        each.continue_()
    desk.sees("值班大屏")
    desk.context.close()
    assert desk.complaints == []


def test_cases_lie_on_the_tile_servers_map_and_on_the_schematic_when_it_fails(
    browser: Browser, mapped: str, tiles: TileServer
) -> None:
    place = {"division": "500108003002", "latitude": 29.5266, "longitude": 106.5702}
    send_signal(mapped, KEY, critical("tiles-1", "彭先生", **place))
    send_signal(mapped, KEY, critical("tiles-2", "何女士", phone="19900002345", division="500108003"))
    desk = Desk(browser, mapped, DESK)
    page = desk.log_in("chief")
    page.get_by_test_id("row").first.wait_for()

    page.keyboard.press("m")
    mark = page.get_by_test_id("map-mark")
    expect(mark).to_have_attribute("aria-label", re.compile("特危 彭先生"))
    desk.sees("演练地图")
    desk.sees("没有坐标的 1 件")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert re.fullmatch(r"/tiles/\d+/\d+/\d+\.png", tiles.asked[0])
    mark.click()
    expect(page).to_have_url(re.compile(r"/board/[0-9a-f-]{36}"))
    assert desk.complaints == []
    desk.context.close()

    # In a page of its own: one that had the tiles may show them again without asking, whatever the server says of keeping them.
    tiles.is_broken = True
    desk = Desk(browser, mapped, DESK)
    page = desk.log_in("chief")
    page.get_by_test_id("row").first.wait_for()
    page.keyboard.press("m")
    desk.sees("底图没有打开，先看示意图。")
    expect(page.get_by_test_id("field").filter(has_text="阳光社区")).to_contain_text("特危1")
    tiles.is_broken = False
    desk.tap("再试一次")
    expect(page.get_by_test_id("map-mark")).to_be_visible()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert [said for said in desk.complaints if "503" not in said] == []
    desk.context.close()
