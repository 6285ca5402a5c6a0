"""The three stories, each from the signal's POST to the outcome, phone and board open at once."""

import re

from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling


def answer(desk: Desk, step: str, code: str) -> None:
    """Give this answer at this step of the guided call or visit."""
    desk.page.locator(f"[data-step={step}]").get_by_test_id(f"answer-{code}").click()


def sign_off(board: Desk) -> None:
    """The chief signs with his key, once the officer's last answer, which he could take back, has come."""
    expect(board.page.get_by_test_id("door-sign")).to_be_visible()
    board.page.keyboard.press("s")


def test_peng_hangs_up_twice_is_visited_at_once_and_loses_nothing(opened: Opening, signal: Signalling) -> None:
    board, phone, caller = opened("chief", DESK), opened("officer"), opened("operator", DESK)
    number = signal(
        "drill-city-platform",
        {
            "reference": "story-peng",
            "fraud_type": "虚假投资理财",
            "behaviours": ["transfer_under_way", "app_downloaded"],
            "amount_fen": 103_000_000,
            "text": "下载虚假期货公司APP，正在核验身份准备转账",
            "target": {
                "name": "彭先生",
                "phone": "199 0000 1234",
                "age": 61,
                "address": "南坪正街1号",
                "division": "500108003",
                "latitude": 29.5266,
                "longitude": 106.5702,
            },
        },
    )

    # It rings on the officer's phone and stands on the board, delivered, without a reload.
    phone.sees("彭先生")
    phone.sees("特危")
    board.page.get_by_test_id("row").filter(has_text="彭先生").first.click()
    board.sees(number)
    board.sees(re.compile("送达"))
    board.sees("正在转账")

    # The operator takes the next call at one key; each call is two taps.
    caller.sees("彭先生")
    caller.page.keyboard.press("n")
    caller.page.clock.install()
    for number_of_calls in (1, 2):
        caller.page.get_by_test_id("dial").click()
        answer(caller, "dial", "hung_up")
        caller.sees(f"打过 {number_of_calls} 次")
        # A second tap within a moment would count as one tap of a wet thumb.
        caller.page.clock.fast_forward(2000)
    caller.sees(re.compile("立即上门"))
    board.sees(re.compile("立即上门"))

    # The officer accepts, arrives, and is led through the visit.
    phone.page.get_by_text("彭先生").first.click()
    phone.page.get_by_test_id("accept").click()
    phone.sees(re.compile("立即上门"))
    phone.page.get_by_test_id("next").click()
    answer(phone, "travel", "arrived")
    answer(phone, "door", "met_target")
    phone.page.get_by_text("正在拍照核验身份").click()
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    phone.page.get_by_label("险些转出").fill("103万")
    phone.page.get_by_test_id("save-all").click()
    answer(phone, "money", "nothing_sent")
    answer(phone, "proof", "skipped")
    answer(phone, "result", "persuaded")
    phone.sees("1,030,000")
    answer(phone, "summary", "confirmed")

    # The board shows it all, and the chief signs.
    board.sees("1,030,000")
    timeline = board.page.get_by_role("region", name="经过").or_(board.page.locator(".timeline"))
    expect(timeline.first).to_be_visible()
    expect(board.page.get_by_text(re.compile("挂断了"))).to_have_count(2)
    board.sees(re.compile("我到了"))
    board.sees("已劝阻")
    sign_off(board)
    board.sees("今天办结 1")


def test_chen_walks_into_the_station_and_what_he_paid_is_on_record(opened: Opening, signal: Signalling) -> None:
    board, phone = opened("chief-yubei", DESK), opened("officer-yubei")
    signal(
        "drill-walk-in",
        {
            "reference": "story-chen",
            "fraud_type": "投资理财",
            "behaviours": ["app_downloaded"],
            "amount_fen": 11_000_000,
            "text": "群里认识小娜，说项目三到八倍回报，充值后提不出来",
            "target": {"name": "陈先生", "phone": "19900002345", "address": "渝碚路街道", "division": "500106003"},
        },
    )
    phone.page.get_by_text("陈先生").first.click()
    phone.page.get_by_test_id("accept").click()
    phone.page.get_by_test_id("next").click()
    answer(phone, "travel", "came_in")
    answer(phone, "door", "met_target")
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    phone.page.get_by_label("已经转走").fill("110000")
    answer(phone, "money", "already_sent")
    phone.page.get_by_label("对方账号").fill("6222020000001234567")
    phone.page.get_by_label("金额").first.fill("11万")
    answer(phone, "payee", "noted")
    answer(phone, "proof", "skipped")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")

    board.page.get_by_test_id("row").filter(has_text="陈先生").first.click()
    board.sees("110,000")
    board.sees(re.compile("6222020000001234567"))
    board.sees("已劝阻")


def test_a_volunteer_is_led_through_a_visit_without_signal_and_it_arrives_once(
    opened: Opening, signal: Signalling
) -> None:
    board, phone = opened("chief-zhongtang", DESK), opened("volunteer")
    signal(
        "drill-city-platform",
        {
            "reference": "story-village",
            "fraud_type": "刷单返利",
            "behaviours": ["app_downloaded"],
            "amount_fen": 2_000_000,
            "target": {"name": "冉婆婆", "phone": "19900003456", "address": "双石村3组", "division": "500114121204"},
        },
    )
    phone.page.get_by_text("冉**").first.click()
    phone.page.get_by_test_id("accept").click()
    board.page.get_by_test_id("row").filter(has_text="冉婆婆").first.click()
    board.sees(re.compile("签收"))

    phone.context.set_offline(True)
    phone.page.get_by_test_id("next").click()
    answer(phone, "travel", "arrived")
    answer(phone, "door", "met_target")
    answer(phone, "look", "looked")
    answer(phone, "talk", "believes")
    phone.page.get_by_label("险些转出").fill("2万")
    phone.page.get_by_test_id("save-all").click()
    answer(phone, "money", "nothing_sent")
    answer(phone, "proof", "skipped")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")
    phone.sees(re.compile("条待上报"))
    expect(board.page.get_by_text("已劝阻")).to_have_count(0)

    phone.context.set_offline(False)
    board.sees("已劝阻")
    board.sees("20,000")
    expect(board.page.get_by_text(re.compile("我到了"))).to_have_count(1)
    phone.sees("已全部上报")
