"""The safety of whoever goes: a call for help rings until somebody goes, and silence at a door is noticed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsers import DESK, PHONE, Desk
from tests.e2e.conftest import Opening, Signalling, send_signal
from tests.e2e.server import served
from tests.e2e.signals import KEY
from tests.e2e.test_on_the_way import start_visit, warn
from tests.e2e.test_stories import answer

ROOT = Path(__file__).parents[2]


def test_a_call_for_help_rings_at_the_board_and_a_colleague_until_one_of_them_goes(
    opened: Opening, signal: Signalling
) -> None:
    board, mate, phone = opened("chief", DESK), opened("officer2"), opened("officer")
    warn(signal, "safety-help", "戴女士", "500108003")
    board.page.get_by_test_id("row").first.wait_for()
    start_visit(phone, "戴女士")
    phone.page.get_by_test_id("help").click()

    ring = mate.page.get_by_test_id("ring")
    expect(ring).to_contain_text("李建国 求助")
    expect(ring).not_to_contain_text("戴女士")
    bar = board.page.get_by_test_id("help")
    expect(bar).to_contain_text("李建国 求助")
    expect(bar.get_by_test_id("help-go")).to_be_visible()

    mate.page.get_by_test_id("ring-go").click()
    expect(ring).to_contain_text("您去接应 李建国")
    expect(board.page.get_by_test_id("help-goes")).to_contain_text("王晓燕")
    expect(bar.get_by_test_id("help-go")).to_have_count(0)
    expect(phone.page.get_by_test_id("help-taken")).to_contain_text("王晓燕 正在赶来")

    mate.page.get_by_test_id("ring-safe").click()
    expect(board.page.get_by_test_id("help")).to_have_count(0)
    expect(ring).to_have_count(0)


@pytest.fixture
def hasty(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The product's address in a city where visits last eight seconds."""
    fixtures = Path(shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures"))
    levels = fixtures / "levels" / "chongqing.yaml"
    levels.write_text(re.sub(r"alone: \{.*\}", "alone: {visit: 8, sign: 8}", levels.read_text(encoding="utf-8")))
    safety = fixtures / "safety" / "chongqing.yaml"
    safety.write_text(
        safety.read_text(encoding="utf-8").replace("after: 180, tells: [chief", "after: 4, tells: [chief")
    )
    monkeypatch.setenv("QIAOMEN_FIXTURES", str(fixtures))
    with served(Path(shutil.copytree(demo, tmp_path / "data")), ticks=True) as address:
        yield address


def test_whoever_is_not_heard_of_is_asked_first_and_then_missed(browser: Browser, hasty: str) -> None:
    board, phone = Desk(browser, hasty, DESK), Desk(browser, hasty, PHONE)
    board.log_in("chief")
    phone.log_in("officer")
    target = {"name": "余先生", "phone": "19900028888", "division": "500108003"}
    said = {"reference": "silence", "fraud_type": "刷单返利", "behaviours": ["app_downloaded"], "target": target}
    send_signal(hasty, KEY, said)
    start_visit(phone, "余先生")
    answer(phone, "travel", "arrived")
    expect(phone.page.get_by_test_id("expected")).to_be_visible()
    expect(phone.page.get_by_test_id("silence")).to_contain_text("您还好吗")
    bar = board.page.get_by_test_id("help")
    expect(bar).to_contain_text("李建国 没有回音")
    expect(bar.get_by_test_id("silence-state")).to_contain_text("他没有回")
    phone.page.get_by_test_id("fine").click()
    expect(phone.page.get_by_test_id("silence")).to_have_count(0)
    expect(board.page.get_by_test_id("help")).to_have_count(0)
    assert board.complaints + phone.complaints == []
    board.context.close()
    phone.context.close()
