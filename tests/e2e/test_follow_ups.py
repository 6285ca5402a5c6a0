"""回访: days after a case was closed its officer asks again, without a network, and whoever is in it again is warned at once."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.browsers import DESK, PHONE, Desk
from tests.e2e.conftest import send_signal
from tests.e2e.measuring import Faults
from tests.e2e.server import free_port, served
from tests.e2e.signals import KEY
from tests.e2e.test_on_the_way import start_visit
from tests.e2e.test_stories import answer, sign_off

WHO = "范先生"
TARGET = {"name": WHO, "phone": "19900026666", "address": "南坪正街8号", "division": "500108003"}
SIGNAL = {
    "reference": "follow-up",
    "fraud_type": "投资理财",
    "behaviours": ["app_downloaded"],
    "amount_fen": 6_000_000,
    "target": TARGET,
}


def test_who_is_found_in_it_again_days_later_is_warned_anew(browser: Browser, demo: Path, tmp_path: Path) -> None:
    folder, port = Path(shutil.copytree(demo, tmp_path / "data")), free_port()
    with served(folder, port, days_ago=5) as address:
        close_a_case(browser, address)
    faults = Faults()
    with served(folder, port, ticks=True) as address:
        phone, board = Desk(browser, address, PHONE), Desk(browser, address, DESK)
        phone.log_in("officer")
        phone.keep_app()
        board.log_in("chief")

        mine = phone.page.get_by_test_id("own-follow-ups")
        expect(mine).to_contain_text(WHO)
        board.page.goto("/follow-ups")
        board.unlock_if_asked()
        expect(board.page.get_by_test_id("show-due")).to_contain_text("待回访 1")
        expect(board.page.get_by_test_id("follow-up")).to_contain_text("李建国 负责")
        faults.look(board, "follow-ups")
        faults.look(phone, "own-follow-ups")

        mine.get_by_test_id("do-follow-up").click()
        phone.page.get_by_test_id("ask-reached").wait_for()
        phone.context.set_offline(True)
        phone.page.get_by_test_id("finish").click()
        expect(phone.page.get_by_test_id("ask-reached")).to_contain_text("还没选")
        for name in ("reached-yes", "believes-no", "in_contact-yes", "paid-yes"):
            phone.page.get_by_test_id(name).check(force=True)
        expect(phone.page.get_by_test_id("again")).to_contain_text("马上重新预警")
        faults.look(phone, "follow-up")
        phone.page.get_by_label("转了多少").fill("5000")
        phone.page.get_by_test_id("finish").click()
        expect(phone.page).to_have_url(re.compile("/tasks"))
        expect(mine).to_have_count(0)
        expect(board.page.get_by_test_id("show-due")).to_contain_text("待回访 1")

        phone.context.set_offline(False)
        expect(board.page.get_by_test_id("show-due")).to_contain_text("待回访 0", timeout=40_000)
        board.page.get_by_test_id("show-done").click()
        expect(board.page.get_by_test_id("follow-up")).to_contain_text("还在联系")
        board.page.get_by_role("link", name=re.compile("已重新预警")).click()
        board.sees("回访发现：还在和对方联系、又转了钱")
        expect(phone.page.get_by_test_id("task").filter(has_text=WHO)).to_contain_text("特危")
        complaints = [said for said in phone.complaints + board.complaints if "ERR_INTERNET_DISCONNECTED" not in said]
        phone.context.close()
        board.context.close()
    assert complaints + faults.found == []


def close_a_case(browser: Browser, address: str) -> None:
    """Five days ago: warned, visited, persuaded, signed."""
    phone, board = Desk(browser, address, PHONE), Desk(browser, address, DESK)
    phone.log_in("officer")
    board.log_in("chief")
    send_signal(address, KEY, SIGNAL)
    start_visit(phone, WHO)
    for step, code in [
        ("travel", "arrived"),
        ("door", "met_target"),
        ("look", "looked"),
        ("talk", "believes"),
        ("money", "nothing_sent"),
        ("proof", "skipped"),
        ("result", "persuaded"),
        ("summary", "confirmed"),
    ]:
        answer(phone, step, code)
    board.page.get_by_test_id("row").filter(has_text=WHO).first.click()
    board.sees("已劝阻")
    sign_off(board)
    board.sees("今天办结 1")
    phone.context.close()
    board.context.close()
