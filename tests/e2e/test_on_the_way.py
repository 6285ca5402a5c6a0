"""What else happens on the way: help, pictures, another station, another officer, an outcome sent back."""

import re
import zlib

from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.pictures import picture
from tests.e2e.test_stories import answer


def warn(signal: Signalling, reference: str, name: str, division: str) -> str:
    """A high case about somebody at this division."""
    return signal(
        "drill-city-platform",
        {
            "reference": reference,
            "fraud_type": "刷单返利",
            "behaviours": ["app_downloaded"],
            "amount_fen": 300_000,
            "target": {"name": name, "phone": f"1990002{zlib.crc32(name.encode()) % 10000:04d}", "division": division},
        },
    )


def choose(board: Desk, name: str) -> None:
    """Open this person's case on the board."""
    board.page.get_by_test_id("row").filter(has_text=name).first.click()


def start_visit(phone: Desk, name: str) -> None:
    """Accept the task and stand at the first step."""
    phone.page.get_by_text(name).first.click()
    expect(phone.page).to_have_url(re.compile("/case/"))
    phone.page.get_by_test_id("accept").click()
    phone.page.get_by_test_id("next").click()


def test_a_call_for_help_stands_on_the_board_until_the_officer_is_safe(opened: Opening, signal: Signalling) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu")
    warn(signal, "way-help", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.page.get_by_test_id("help").click()
    expect(board.page.get_by_test_id("help")).to_contain_text("蒋涛")
    phone.page.get_by_test_id("safe").click()
    expect(board.page.get_by_test_id("help")).to_have_count(0)


def test_a_photo_taken_at_the_door_opens_in_place_and_a_poor_outcome_is_sent_back(
    opened: Opening, signal: Signalling
) -> None:
    board, phone = opened("chief-danzishi", DESK), opened("officer-danzishi")
    warn(signal, "way-photo", "余先生", "500108006")
    start_visit(phone, "余先生")
    answer(phone, "travel", "arrived")
    answer(phone, "door", "met_target")
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    answer(phone, "money", "nothing_sent")
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
    phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    answer(phone, "proof", "added")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")

    board.page.get_by_test_id("tab-to_sign").click()
    choose(board, "余先生")
    board.page.get_by_test_id("picture").click()
    shown = board.page.get_by_role("dialog").locator("img")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") == 64
    board.page.keyboard.press("Escape")

    board.page.get_by_test_id("door-send-back").click()
    board.page.get_by_label("原因").fill("没有签名，请补上")
    board.page.get_by_test_id("reason-go").click()
    phone.page.goto("/tasks")
    phone.page.get_by_text("余先生").first.click()
    phone.sees(re.compile("没有签名，请补上"))


def test_the_chief_gives_a_visit_to_another_in_two_taps(opened: Opening, signal: Signalling) -> None:
    board, first = opened("chief-yubei", DESK), opened("officer-yubei")
    warn(signal, "way-assign", "龚先生", "500106003")
    first.sees("龚先生")
    choose(board, "龚先生")
    board.page.get_by_test_id("door-assign-visit").click()
    board.page.get_by_test_id("take-over").click()
    board.sees(re.compile("唐立新"))
    expect(first.page.get_by_text("龚先生")).to_have_count(0)


def test_a_wrong_address_sends_the_case_to_the_right_station(opened: Opening, signal: Signalling) -> None:
    phone, right = opened("officer-danzishi"), opened("chief-huayuanlu", DESK)
    warn(signal, "way-transfer", "谭女士", "500108006")
    start_visit(phone, "谭女士")
    answer(phone, "travel", "wrong_address")
    phone.page.get_by_label("已经搬走").check()
    phone.page.get_by_label("找派出所").fill("花园路")
    phone.page.get_by_label("花园路派出所").check()
    answer(phone, "hand_on", "transferred")
    choose(right, "谭女士")
    right.sees(re.compile("移交"))
    phone.page.goto("/tasks")
    expect(phone.page.get_by_text("谭女士")).to_have_count(0)


def test_a_declined_task_is_off_the_list_at_once_and_back_with_the_undo(opened: Opening, signal: Signalling) -> None:
    phone = opened("officer2")
    warn(signal, "way-decline-1", "甘先生", "500108003")
    warn(signal, "way-decline-2", "温女士", "500108003")
    card = phone.page.get_by_test_id("task").first
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("link").first.click()
    phone.page.get_by_test_id("decline").click()
    phone.page.get_by_test_id("decline-too_far").click()
    expect(phone.page).to_have_url(re.compile("/tasks"))
    expect(phone.page.get_by_role("heading", name=name)).to_have_count(0)
    phone.page.get_by_test_id("undo").click()
    expect(phone.page.get_by_role("heading", name=name)).to_be_visible()
