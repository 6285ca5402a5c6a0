"""What happens to a phone in the field: a login that ran out, a wrong clock, a browser that forgets, a phone that is lost."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import DESK, PASSWORD, SMALL_PHONE, clock_off, forgive_line
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.line import line_to
from tests.e2e.test_on_the_way import choose, start_visit, warn
from tests.e2e.test_stories import answer

MINUTE, DAY = 60, 86_400
# 2026 and 1970 lie so far apart.
TO_1970 = -56.9 * 365.25 * DAY


def test_a_login_that_ran_out_without_a_network_costs_nothing(
    opened: Opening, signal: Signalling, tmp_path: Path
) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu")
    warn(signal, "hard-login", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.context.set_offline(True)
    answer(phone, "travel", "arrived")
    with sqlite3.connect(tmp_path / "data" / "qiaomen.sqlite3", timeout=20) as database:
        database.execute(
            "DELETE FROM django_session WHERE session_key = ?",
            [next(each["value"] for each in phone.context.cookies() if each["name"] == "sessionid")],
        )
    answer(phone, "door", "met_target")
    phone.context.set_offline(False)
    phone.sees("登录")
    phone.page.get_by_role("link", name=re.compile("登录")).first.click()
    phone.page.get_by_label("密码", exact=True).fill(PASSWORD)
    phone.page.get_by_role("button", name="登录", exact=True).click()
    # He is in the middle of a visit, and comes back to it.
    expect(phone.page.locator("[data-step=look]")).to_be_visible()
    choose(board, "戴女士")
    timeline = board.page.get_by_test_id("timeline")
    expect(timeline.get_by_text(re.compile("我到了"))).to_have_count(1)
    expect(timeline.get_by_role("listitem").filter(has_text="见到")).to_have_count(1)
    expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报")


@pytest.mark.parametrize("off", [7 * MINUTE, -3 * DAY, TO_1970], ids=["minutes ahead", "days behind", "1970"])
def test_a_phone_with_a_wrong_clock_shows_and_reports_the_right_time(
    opened: Opening, signal: Signalling, off: float
) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu", before=clock_off(off))
    warn(signal, "hard-clock", "戴女士", "500108002")
    expect(phone.page.get_by_text(re.compile("还剩 [89] 分|还剩 10 分"))).to_be_visible()
    start_visit(phone, "戴女士")
    phone.context.set_offline(True)
    answer(phone, "travel", "arrived")
    phone.context.set_offline(False)
    choose(board, "戴女士")
    arrived = board.page.get_by_test_id("timeline").get_by_role("listitem").filter(has_text="我到了")
    expect(arrived).to_have_count(1)
    # Made within the last minutes by the board's right clock, whatever the phone believed.
    age = arrived.locator("time").evaluate("(each) => Date.now() - Date.parse(each.dateTime)")
    assert -5_000 < age < 120_000
    expect(arrived).to_contain_text("手机时间差")
    phone.page.goto("/me")
    expect(phone.page.get_by_test_id("clock")).to_be_in_viewport()


def test_a_phone_that_travelled_to_another_zone_still_shows_beijing_time(opened: Opening, signal: Signalling) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu", zone="America/New_York")
    warn(signal, "hard-zone", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    answer(phone, "travel", "arrived")
    choose(board, "戴女士")
    shown = board.page.get_by_test_id("timeline").get_by_role("listitem").filter(has_text="我到了").locator("time")
    expect(shown).to_have_count(1)
    phone.page.get_by_role("link", name="案情").first.click()
    phone.page.get_by_text(re.compile("经过")).first.click()
    mine = phone.page.get_by_role("listitem").filter(has_text="我到了")
    expect(mine).to_contain_text(shown.inner_text()[:5])


def test_what_the_browser_threw_away_is_told_and_the_tasks_come_back(
    opened: Opening, signal: Signalling, server: str
) -> None:
    with line_to(server) as line:
        phone = opened("officer-huayuanlu", address=line.address)
        warn(signal, "hard-cleared", "戴女士", "500108002")
        start_visit(phone, "戴女士")
        expect(phone.page.get_by_test_id("sync-state")).to_have_text("已全部上报")
        line.cut()
        answer(phone, "travel", "arrived")
        answer(phone, "door", "met_target")
        expect(phone.page.get_by_test_id("sync-state")).to_contain_text("2条待上报")
        browser = phone.context.new_cdp_session(phone.page)
        phone.page.goto("about:blank")
        browser.send("Storage.clearDataForOrigin", {"origin": phone.address, "storageTypes": "indexeddb"})
        line.heal()
        phone.page.goto("/")
        phone.sees(re.compile("有 2 条没上报的记录找不到了"))
        phone.tap("知道了")
        phone.log_in("officer-huayuanlu")
        phone.sees("戴女士")
        expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报")
        phone.page.get_by_text("戴女士").first.click()
        phone.page.get_by_test_id("next").click()
        answer(phone, "travel", "arrived")
        expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报")
        forgive_line(phone)


def test_a_phone_reported_lost_hands_in_what_waits_and_forgets_everything(opened: Opening, signal: Signalling) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu")
    warn(signal, "hard-lost", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.context.set_offline(True)
    answer(phone, "travel", "arrived")
    board.page.get_by_test_id("duty").click()
    member = board.page.get_by_role("listitem").filter(has_text="蒋涛")
    member.get_by_role("button", name="手机").click()
    member.get_by_role("button", name="报失", exact=True).click()
    member.get_by_role("button", name="确认报失").click()
    expect(member.get_by_text(re.compile("报失，等它联网后清除"))).to_be_visible()
    phone.context.set_offline(False)
    phone.sees(re.compile("这部手机已报失，本机数据已清除"))
    expect(member.get_by_text(re.compile("已报失，.*已清除数据"))).to_be_visible()
    names = phone.page.evaluate("indexedDB.databases().then((all) => all.map((each) => each.name))")
    assert [name for name in names if "member" in name] == []
    board.page.keyboard.press("Escape")
    choose(board, "戴女士")
    expect(board.page.get_by_test_id("timeline").get_by_text(re.compile("我到了"))).to_have_count(1)
    # Whoever holds it does not learn whose it was; and nobody signs in on it, before it is found.
    expect(phone.page.get_by_label("用户名")).to_have_value("")
    phone.page.get_by_label("用户名").fill("officer-huayuanlu")
    phone.page.get_by_label("密码", exact=True).fill(PASSWORD)
    phone.page.get_by_role("button", name="登录", exact=True).click()
    phone.sees(re.compile("报失"))
    phone.complaints = [each for each in phone.complaints if "403" not in each]


def test_unsent_work_goes_to_another_phone_as_a_file_and_arrives_once(
    opened: Opening, signal: Signalling, tmp_path: Path
) -> None:
    board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu")
    warn(signal, "hard-parcel", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.context.set_offline(True)
    answer(phone, "travel", "arrived")
    phone.page.get_by_test_id("sync-state").click()
    phone.tap("现在上报")
    phone.page.get_by_role("link", name="换一台手机上报").click()
    phone.page.get_by_test_id("parcel-export").click()
    code = phone.page.get_by_test_id("parcel-code").inner_text()
    with phone.page.expect_download() as kept:
        phone.page.get_by_test_id("parcel-save").click()
    file = tmp_path / kept.value.suggested_filename
    kept.value.save_as(file)
    assert "戴女士" not in file.read_text(errors="ignore")

    other = opened("officer-huayuanlu")
    other.page.get_by_test_id("sync-state").click()
    other.page.get_by_test_id("parcel-import").click()
    other.page.get_by_test_id("parcel-file").set_input_files(file)
    other.page.get_by_label(re.compile("口令")).fill(code)
    other.page.get_by_test_id("parcel-open").click()
    other.page.get_by_test_id("parcel-take").click()
    other.sees("已导入 1 项")
    choose(board, "戴女士")
    arrived = board.page.get_by_test_id("timeline").get_by_text(re.compile("我到了"))
    expect(arrived).to_have_count(1)
    phone.context.set_offline(False)
    expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报")
    expect(arrived).to_have_count(1)


def test_the_lock_hides_the_screen_and_a_new_task_still_rings(opened: Opening, signal: Signalling) -> None:
    phone = opened("officer-huayuanlu")
    warn(signal, "hard-lock", "戴女士", "500108002")
    phone.page.get_by_text("戴女士").first.click()
    phone.page.evaluate("localStorage.setItem('qiaomen.touched', '0')")
    phone.sees("输入 PIN")
    expect(phone.page.get_by_text("戴女士")).to_have_count(0)
    signal(
        "drill-city-platform",
        {
            "reference": "hard-lock-2",
            "fraud_type": "冒充公检法",
            "behaviours": ["transfer_under_way", "shares_screen"],
            "target": {"name": "柏先生", "phone": "19900002777", "division": "500108002"},
        },
    )
    phone.sees(re.compile("新任务：特危。输入 PIN 查看"))
    expect(phone.page.get_by_text("柏先生")).to_have_count(0)
    phone.page.get_by_label("PIN", exact=True).fill("000001")
    phone.sees(re.compile("PIN不对，还可以试9次"))
    phone.unlock()
    phone.sees("戴女士")


def test_a_phone_that_runs_full_says_so_and_still_takes_text(opened: Opening, signal: Signalling) -> None:
    phone = opened("officer-huayuanlu")
    warn(signal, "hard-full", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    steps = [("travel", "arrived"), ("door", "met_target")]
    for (free, warned, said), step in zip(
        ((30_000_000, "快满了", "空间快满了"), (1_000_000, "满了，照片存不下", "空间已满")), steps, strict=True
    ):
        told = f"Promise.resolve({{ usage: 1e9, quota: 1e9 + {free} }})"
        phone.page.evaluate(f"navigator.storage.estimate = () => {told}")
        answer(phone, *step)
        phone.sees(re.compile(warned))
        phone.page.get_by_role("link", name="怎么办").click()
        phone.sees(re.compile(said))
        phone.sees("文字记录仍可保存")
        # The bar that led here does not stand over it.
        bar, title = (place.bounding_box() for place in (phone.page.locator(".top"), phone.page.locator("#room-title")))
        assert bar
        assert title
        assert bar["y"] + bar["height"] <= title["y"]
        phone.page.go_back()
    expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报")


def test_a_keyboard_that_takes_half_the_screen_leaves_the_field_in_sight(opened: Opening, signal: Signalling) -> None:
    phone = opened("officer-huayuanlu", SMALL_PHONE)
    warn(signal, "hard-keyboard", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.context.set_offline(True)
    answer(phone, "travel", "arrived")
    field = phone.page.get_by_label("见到的人叫什么（可不填）")
    field.focus()
    expect(phone.page.locator("[data-step=door]")).not_to_have_class(re.compile("settling"))
    # What is left above the keyboard in an older WebView, which makes the page lower and brings the field to its middle.
    phone.page.set_viewport_size({"width": 360, "height": 340})
    expect(phone.page.locator(".thumb.tall")).to_be_attached()
    field.evaluate("field => field.scrollIntoView({ block: 'center' })")
    over = """field => {
        const { left, top, width, height } = field.getBoundingClientRect();
        return field === document.elementFromPoint(left + width / 2, top + height / 2);
    }"""
    assert field.evaluate(over)
