"""What happens behind one's back while a phone has no network: given to another, closed, done twice; two tabs, two phones."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.browsers import DESK, Desk, forgive_line
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.line import line_to
from tests.e2e.pictures import picture
from tests.e2e.test_on_the_way import choose, start_visit, warn
from tests.e2e.test_stories import answer

TO_THE_END = (
    ("look", "looked"),
    ("talk", "believes"),
    ("money", "nothing_sent"),
    ("proof", "skipped"),
    ("result", "persuaded"),
    ("summary", "confirmed"),
)


def give_visit_to(board: Desk, name: str) -> None:
    """The chief gives the visit of the case on the board to this member."""
    board.page.get_by_test_id("door-assign-visit").click()
    board.page.get_by_test_id("candidate").filter(has_text=name).click()
    expect(board.page.get_by_test_id("notice")).to_contain_text(name)


def cut_off_at_the_door(opened: Opening, signal: Signalling, number: str) -> tuple[Desk, Desk]:
    """A chief who sees at his board that an officer has arrived, and the officer's phone, which has just lost its network."""
    board, phone = opened("chief-yubei", DESK), opened("officer-yubei")
    warn(signal, number, "龚先生", "500106003")
    start_visit(phone, "龚先生")
    answer(phone, "travel", "arrived")
    choose(board, "龚先生")
    expect(moments(board, "我到了")).to_have_count(1)
    phone.context.set_offline(True)
    return board, phone


def go_on(desk: Desk, *steps: tuple[str, str]) -> None:
    """Answer these steps, one after the other."""
    for step, code in steps:
        answer(desk, step, code)


def moments(desk: Desk, words: str) -> Locator:
    """What stands on the timeline with these words."""
    return desk.page.get_by_test_id("timeline").get_by_role("listitem").filter(has_text=words)


def is_told_that_it_was_taken(phone: Desk) -> None:
    """The phone says that the task is another's now, that what was done is kept, and once it is sent that it is."""
    said = phone.page.get_by_test_id("end")
    expect(said).to_contain_text("龚先生：已改派，现在由彭艳办")
    expect(said).to_contain_text("您记下的都保留")
    expect(said).to_contain_text("已全部上报")


def test_a_visit_given_to_another_meanwhile_is_kept_as_stray_and_the_phone_says_so(
    opened: Opening, signal: Signalling
) -> None:
    board, phone = cut_off_at_the_door(opened, signal, "meanwhile-given")
    give_visit_to(board, "彭艳")
    go_on(phone, ("door", "met_target"), ("look", "looked"))
    expect(phone.page.locator("[data-step=talk]")).to_be_visible()
    expect(moments(board, "见到本人")).to_have_count(0)

    phone.context.set_offline(False)
    late = moments(board, "见到本人")
    expect(late).to_have_count(1)
    expect(late).to_contain_text("改派之后才做的")
    expect(moments(board, "改派之后才做的")).to_have_count(2)
    is_told_that_it_was_taken(phone)

    # Said among the tasks as well, until he has seen it.
    phone.page.get_by_role("link", name="回到任务").click()
    told = phone.page.get_by_test_id("taken")
    expect(told).to_contain_text("龚先生")
    expect(told).to_contain_text("已改派，现在由彭艳办")
    phone.tap("知道了")
    expect(told).to_have_count(0)
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="我的任务")).to_be_visible()
    expect(told).to_have_count(0)


def test_late_reports_on_a_case_that_was_closed_meanwhile_arrive_and_are_shown(
    opened: Opening, signal: Signalling
) -> None:
    other = opened("officer-yubei2")
    board, phone = cut_off_at_the_door(opened, signal, "meanwhile-closed")
    give_visit_to(board, "彭艳")
    start_visit(other, "龚先生")
    go_on(other, ("travel", "arrived"), ("door", "met_target"), *TO_THE_END)
    board.sees("已劝阻")
    board.page.get_by_test_id("door-sign").click()
    board.sees("今天办结 1")
    go_on(phone, ("door", "met_relative"), ("look", "looked"))
    expect(phone.page.locator("[data-step=talk]")).to_be_visible()

    phone.context.set_offline(False)
    is_told_that_it_was_taken(phone)
    board.page.get_by_test_id("tab-closed").click()
    choose(board, "龚先生")
    late = moments(board, "见到家里人")
    expect(late).to_have_count(1)
    expect(late).to_contain_text("改派之后才做的")
    board.sees("今天办结 1")


def test_a_visit_that_was_through_before_it_was_given_to_another_sends_nobody_again(
    opened: Opening, signal: Signalling
) -> None:
    other = opened("officer-yubei2")
    board, phone = cut_off_at_the_door(opened, signal, "meanwhile-through")
    go_on(phone, ("door", "met_target"), *TO_THE_END)
    give_visit_to(board, "彭艳")
    start_visit(other, "龚先生")

    phone.context.set_offline(False)
    board.sees("已劝阻")
    expect(moments(board, "改派之后才做的")).to_have_count(0)
    expect(other.page.get_by_test_id("end")).to_contain_text("已经有结果了，您不用再办")


def test_of_a_visit_done_by_two_one_outcome_counts_and_the_other_is_kept(opened: Opening, signal: Signalling) -> None:
    other = opened("officer-yubei2")
    board, phone = cut_off_at_the_door(opened, signal, "meanwhile-twice")
    give_visit_to(board, "彭艳")
    go_on(phone, ("door", "met_target"), ("look", "looked"), ("talk", "believes"), ("money", "nothing_sent"))
    go_on(phone, ("proof", "skipped"), ("result", "not_found"), ("summary", "confirmed"))
    expect(phone.page.get_by_test_id("end")).to_contain_text("已完成")
    start_visit(other, "龚先生")
    go_on(other, ("travel", "arrived"), ("door", "met_target"), *TO_THE_END)
    expect(board.page.get_by_test_id("door-sign")).to_be_visible()
    board.sees("已劝阻")

    phone.context.set_offline(False)
    is_told_that_it_was_taken(phone)
    expect(moments(board, "改派之后才做的")).to_have_count(7)
    expect(moments(board, "劝阻结果")).to_have_count(2)
    pane = board.page.get_by_test_id("case-pane")
    expect(pane).to_contain_text("已劝阻")
    expect(other.page.get_by_test_id("end")).to_contain_text("已完成")


def test_two_tabs_of_one_member_show_the_same_at_once_and_send_each_report_once(
    opened: Opening, signal: Signalling
) -> None:
    board, first = opened("chief-yubei", DESK), opened("officer-yubei")
    warn(signal, "meanwhile-tabs", "龚先生", "500106003")
    start_visit(first, "龚先生")
    expect(first.page.locator("[data-step=travel]")).to_be_visible()
    choose(board, "龚先生")

    second = first.another_tab(first.page.url)
    expect(second.page.locator("[data-step=travel]")).to_be_visible()
    answer(first, "travel", "arrived")
    expect(second.page.locator("[data-step=door]")).to_be_visible(timeout=2_000)

    first.context.set_offline(True)
    answer(first, "door", "met_target")
    expect(second.page.locator("[data-step=look]")).to_be_visible(timeout=2_000)
    answer(second, "look", "looked")
    expect(first.page.locator("[data-step=talk]")).to_be_visible(timeout=2_000)
    second.page.goto("/tasks")
    second.sees("没有网络，3条待上报")

    first.context.set_offline(False)
    expect(moments(board, "见到本人")).to_have_count(1)
    expect(moments(board, "看到什么")).to_have_count(1)
    second.sees("已全部上报")
    first.page.goto("/me")
    first.sees("已全部上报，没有等待的记录")
    for words in ("我到了", "见到本人", "看到什么"):
        expect(moments(board, words)).to_have_count(1)
    expect(moments(board, "对不上")).to_have_count(0)


def test_two_phones_of_one_operator_keep_each_others_calls_in_order(opened: Opening, signal: Signalling) -> None:
    board, one, two = opened("chief-yubei", DESK), opened("operator-shapingba"), opened("operator-shapingba")
    number = warn(signal, "meanwhile-phones", "龚先生", "500106003")
    choose(board, "龚先生")
    board.sees(number)
    for phone in (one, two):
        phone.sees("龚先生")
    one.page.get_by_test_id("next-call").click()
    one.page.get_by_test_id("dial").click()
    answer(one, "dial", "no_answer")
    one.sees("打过 1 次")
    # Opened anew; who has just come in is not asked for his PIN again where the app's worker is up already.
    two.page.goto(one.page.url)
    pin, calls = two.page.get_by_label("PIN", exact=True), two.page.get_by_text("打过 1 次")
    expect(pin.or_(calls)).to_be_visible()
    if pin.is_visible():
        two.unlock()
    expect(calls).to_be_visible()

    for phone in (one, two):
        phone.context.set_offline(True)
    one.page.get_by_test_id("dial").click()
    answer(one, "dial", "busy")
    one.sees("打过 2 次")
    two.page.get_by_test_id("dial").click()
    answer(two, "dial", "hung_up")
    two.sees("打过 2 次")

    # Whoever reports later comes back first.
    two.context.set_offline(False)
    expect(moments(board, "挂断了")).to_have_count(1)
    one.context.set_offline(False)
    for phone in (one, two):
        phone.sees("打过 3 次")
    made = board.page.get_by_test_id("timeline").get_by_text(re.compile("^ *打电话："))
    expect(made).to_have_text(["打电话：挂断了", "打电话：占线", "打电话：没人接"])
    expect(moments(board, "对不上")).to_have_count(0)
    for phone in (one, two):
        phone.page.goto("/me")
        phone.sees("已全部上报，没有等待的记录")


def test_an_answer_that_is_lost_makes_the_phone_send_again_and_the_board_shows_one(
    opened: Opening, signal: Signalling, server: str
) -> None:
    with line_to(server) as line:
        board, phone = opened("chief-yubei", DESK), opened("officer-yubei", address=line.address)
        warn(signal, "meanwhile-lost", "龚先生", "500106003")
        start_visit(phone, "龚先生")
        go_on(phone, ("travel", "arrived"), ("door", "met_target"), *TO_THE_END[:3])
        expect(phone.page.locator("[data-step=proof]")).to_be_visible()
        choose(board, "龚先生")
        # The last of them as well, which can be taken back for ten seconds: pictures wait for reports.
        expect(moments(board, "钱的情况")).to_have_count(1, timeout=30_000)
        expect(moments(board, "面对面说")).to_have_count(1)

        # The socket would tell the phone in another way that its reports are there.
        line.lose("POST /api/reports/", "POST /api/uploads/", "PATCH /api/uploads/", "GET /ws/")
        photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
        with phone.page.expect_event("requestfailed", lambda request: "/api/uploads/" in request.url):
            phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
        go_on(phone, ("proof", "added"), ("result", "persuaded"), ("summary", "confirmed"))
        board.sees("已劝阻")
        expect(board.page.get_by_test_id("picture")).to_have_count(1)
        phone.sees(re.compile("条待上报"))

        line.heal()
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.sees("已全部上报")
        assert {"POST /api/reports/ HTTP/1.1", "POST /api/uploads/ HTTP/1.1"} <= set(line.lost)
        expect(board.page.get_by_test_id("picture")).to_have_count(1)
        for words in ("我到了", "取证", "核对上报"):
            expect(moments(board, words)).to_have_count(1)
        expect(moments(board, "对不上")).to_have_count(0)
        forgive_line(phone)
