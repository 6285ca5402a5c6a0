"""A transfer out of the district waits for the commander, is agreed to, and returned; and two cases that are one are joined."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling


def medium(reference: str, phone: str, **target: Any) -> dict[str, Any]:
    """A signal of a medium case in 南坪."""
    about = {"name": "汪女士", "phone": phone, "address": "南坪正街8号", "division": "500108003"}
    return {"reference": reference, "fraud_type": "刷单返利", "amount_fen": 600_000, "target": about | target}


def forgive_leaving(desk: Desk) -> None:
    """A board that shows a case as it leaves asks once whether it may still see it, and the browser notes the answer."""
    asked = [said for said in desk.complaints if "404 (Not Found)" in said]
    assert len(asked) <= 1
    desk.complaints[:] = [said for said in desk.complaints if said not in asked]


def test_a_transfer_waits_is_agreed_to_and_returned_and_everybody_sees_why(opened: Opening, signal: Signalling) -> None:
    chief, commander = opened("chief", DESK), opened("commander", DESK)
    signal("drill-city-platform", medium("transfer", "19900004321"))
    chief.page.get_by_test_id("row").filter(has_text="汪女士").first.click()
    chief.page.get_by_test_id("door-transfer").click()
    chief.page.get_by_role("radio", name="已经搬走").check()
    chief.page.get_by_test_id("transfer-find").fill("渝碚")
    station = chief.page.get_by_test_id("station").filter(has_text="渝碚路")
    expect(station).to_contain_text("要指挥长审核")
    station.click()
    # The way back is open for ten seconds.
    expect(chief.page.get_by_test_id("transfer-card")).to_contain_text("渝碚路", timeout=20_000)

    commander.page.get_by_role("heading", name=re.compile("待审核移交")).first.wait_for()
    commander.page.get_by_test_id("row").filter(has_text="汪女士").first.click()
    expect(commander.page.get_by_test_id("transfer-card")).to_contain_text("已经搬走")
    commander.page.get_by_test_id("transfer-approve").click()

    other = opened("chief-yubei", DESK)
    other.page.get_by_test_id("row").filter(has_text="汪女士").first.click(timeout=20_000)
    expect(other.page.get_by_test_id("timeline")).to_contain_text("同意移交到")
    other.page.get_by_test_id("door-return").click()
    other.page.get_by_role("button", name="查无此人").click()
    other.page.get_by_test_id("reason-go").click()

    row = chief.page.get_by_test_id("row").filter(has_text="汪女士").first
    row.click(timeout=20_000)
    expect(chief.page.get_by_test_id("timeline")).to_contain_text("退回：查无此人")
    for desk in (chief, commander, other):
        forgive_leaving(desk)


def test_two_cases_side_by_side_become_one(opened: Opening, signal: Signalling) -> None:
    chief = opened("chief", DESK)
    village = "500108003001"
    first = signal("drill-city-platform", medium("one", "19900004321", division=village))
    second = signal("drill-city-platform", medium("two", "19900004322", division=village, address="南坪西路2号"))
    assert first != second
    rows = chief.page.get_by_test_id("row").filter(has_text="汪女士")
    expect(rows).to_have_count(2)
    rows.last.click()
    chief.page.get_by_test_id("door-compare").click()
    expect(chief.page.get_by_test_id("compare")).to_contain_text("不同")
    chief.page.get_by_test_id("join-other").click()
    expect(chief.page.get_by_test_id("ties")).to_contain_text("已并到这一条", timeout=20_000)
    chief.page.get_by_test_id("tab-closed").click()
    expect(chief.page.get_by_test_id("row").filter(has_text="汪女士")).to_have_count(1)
