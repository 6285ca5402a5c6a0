"""A case of last week is drawn, another district's operator asks, and only then the station's chief sees what came of it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening
from tests.e2e.look_backs import draw_last_week

ASKERS = ("operator-shapingba", "operator-qianjiang")


@pytest.fixture
def drawn(server: str, tmp_path: Path) -> None:
    """One real case of 南坪 closed last week, and last week was drawn."""
    draw_last_week(tmp_path / "data", "500108003")


def asking(opened: Opening) -> Desk:
    """The one of the two other districts that was chosen."""
    for name in ASKERS:
        desk = opened(name, DESK)
        desk.page.goto("/lookbacks")
        desk.page.get_by_test_id("look-back").or_(desk.page.get_by_text("现在没有要核查的")).first.wait_for()
        if desk.page.get_by_test_id("look-back-take").count():
            return desk
    raise AssertionError("nobody was given the case")


def results_of(chief: Desk) -> None:
    chief.page.goto("/lookbacks")
    chief.page.get_by_role("heading", level=1).wait_for()


@pytest.mark.usefixtures("drawn")
def test_another_district_asks_and_the_station_sees_the_result_only_then(opened: Opening) -> None:
    chief = opened("chief", DESK)
    results_of(chief)
    chief.sees("还没有核查结果")
    desk = asking(opened)
    page = desk.page
    expect(page.get_by_test_id("look-back")).to_contain_text("蒲**")
    page.get_by_test_id("look-back-take").click()
    expect(page.get_by_text("199******00")).to_be_visible()
    assert page.get_by_text("19900004000").count() == 0
    page.get_by_test_id("look-back-reveal").click()
    expect(page.get_by_test_id("look-back-call")).to_contain_text("19900004000")

    page.get_by_test_id("look-back-answer").click()
    expect(page.get_by_text("请选一项")).to_be_visible()
    page.get_by_role("radio", name="联系上了").check()
    page.get_by_role("group", name="有人联系、上门了吗").get_by_role("radio", name="没有").check()
    page.get_by_role("radio", name="不属实", exact=True).check()
    page.get_by_role("radio", name="没有人联系过").check()
    page.get_by_test_id("look-back-answer").click()
    # The way back is open for ten seconds.
    expect(page.get_by_test_id("look-back-result")).to_contain_text("不属实", timeout=20_000)

    results_of(chief)
    expect(chief.page.get_by_test_id("look-back-card")).to_contain_text("没有人联系过")
    chief.page.get_by_test_id("look-back-object").click()
    chief.page.get_by_label("为什么不对").fill("有执法记录仪录像")
    chief.page.get_by_test_id("say-why").click()
    expect(chief.page.get_by_test_id("look-back-card")).to_contain_text("已申请复核：有执法记录仪录像")

    city = opened("city", DESK)
    city.page.goto("/lookbacks/rates")
    row = city.page.get_by_test_id("rates").get_by_role("row").filter(has_text="南坪")
    expect(row).to_contain_text("不足 10 件，不算率")
    expect(row).to_contain_text("0/1")
