"""The phone's part of the tour: signing in, the lists, a case, the visit step by step, and what goes wrong on the way."""

import re

from tests.e2e.browsers import PASSWORD, Desk
from tests.e2e.pictures import picture
from tests.e2e.signals import send_signals, somebody
from tests.e2e.touring import Tour

# Nothing is installed here: the app is told that a newer version waits.
NEWER_VERSION = """
navigator.serviceWorker.register = async (url) => {
  const events = new EventTarget();
  const worker = Object.assign(new EventTarget(), {
    scriptURL: new URL(url, location.href).href, state: "installed", postMessage() {},
  });
  return Object.assign(events, { waiting: worker, active: worker, update: async () => {} });
};
"""


def signing_in(tour: Tour) -> None:
    """The door: empty, refused, without a network, in English."""
    desk = tour.open()
    page = desk.page
    page.goto("/")
    page.get_by_label("用户名").wait_for()
    tour.look(desk, "login")
    desk.tap("登录", exact=True)
    tour.look(desk, "login-empty")
    page.get_by_label("用户名").fill("officer")
    page.get_by_label("密码", exact=True).fill("wrong")
    desk.tap("登录", exact=True)
    page.get_by_role("alert").wait_for()
    tour.look(desk, "login-refused")
    desk.tap("English")
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    tour.look(desk, "login-english")
    tour.close(desk, "400")


def behind_the_pin(tour: Tour) -> None:
    """The first PIN, too easy a one, and the lock with a wrong one."""
    desk = tour.open()
    page = desk.page
    page.goto("/")
    page.get_by_label("用户名").fill("officer3")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    desk.tap("登录", exact=True)
    page.get_by_label("新 PIN").wait_for()
    tour.look(desk, "pin-first")
    page.get_by_label("新 PIN").fill("111111")
    page.get_by_role("alert").first.wait_for()
    tour.look(desk, "pin-easy")
    desk.choose_pin()
    page.get_by_role("link", name="我", exact=True).click()
    desk.tap("立即锁定")
    page.get_by_label("PIN", exact=True).wait_for()
    tour.look(desk, "locked")
    page.get_by_label("PIN", exact=True).fill("999888")
    page.get_by_role("alert").first.wait_for()
    tour.look(desk, "locked-wrong")
    desk.unlock()
    tour.close(desk)


def before_any_task(tour: Tour) -> None:
    """Empty lists, oneself, an address for another role, a screen whose file did not come."""
    desk = tour.open()
    desk.context.route("**/assets/DoneScreen*", lambda route: route.abort())
    desk.context.add_init_script(NEWER_VERSION)
    page = desk.log_in("officer-ciqikou")
    page.get_by_role("heading", name="现在没有任务").wait_for()
    page.get_by_role("button", name="更新").wait_for()
    tour.look(desk, "tasks-empty-update")
    desk.tap("稍后")
    page.get_by_role("link", name="记录").click()
    page.get_by_role("button", name="再试一次").wait_for()
    tour.look(desk, "screen-missing")
    tour.go(desk, "/board")
    page.get_by_role("heading", name="这里不归您看").wait_for()
    tour.look(desk, "denied")
    tour.close(desk, "DoneScreen|ERR_FAILED")


def oneself(tour: Tour) -> None:
    """Done and me; in large type and in English."""
    desk = tour.open()
    page = desk.log_in("desk")
    page.get_by_role("link", name="记录").click()
    page.get_by_role("heading", name="还没有记录").wait_for()
    tour.look(desk, "done-empty")
    page.get_by_role("link", name="我", exact=True).click()
    page.get_by_test_id("duty").wait_for()
    tour.unfold(desk)
    tour.look(desk, "me")
    page.get_by_role("switch", name="大字").click()
    page.get_by_label("English").check()
    page.get_by_role("heading", name="Settings").wait_for()
    tour.look(desk, "me-large-english")
    tour.close(desk)


def a_case(tour: Tour) -> None:
    """A task comes in; its case, and every sheet of it."""
    desk = tour.open()
    page = desk.log_in("officer")
    page.get_by_test_id("task").first.wait_for()
    tour.look(desk, "tasks")
    tour.open_task(page, "彭先生")
    page.get_by_test_id("accept").wait_for()
    tour.unfold(desk)
    tour.look(desk, "case-new")
    page.get_by_test_id("decline").click()
    tour.look_at_dialog(desk, "case-decline")
    page.get_by_test_id("accept").click()
    page.get_by_test_id("next").wait_for()
    tour.look(desk, "case-accepted")
    page.get_by_test_id("next").click()
    _visit(tour, desk)
    tour.close(desk)


def _visit(tour: Tour, desk: Desk) -> None:
    page = desk.page
    tour.at_step(desk, "travel")
    desk.tap(re.compile("导航"))
    tour.look_at_dialog(desk, "map")
    page.get_by_test_id("answer-wrong_address").click()
    tour.at_step(desk, "hand_on")
    page.get_by_test_id("answer-transferred").click()
    page.get_by_role("alert").first.wait_for()
    tour.look(desk, "hand_on-missing")
    page.get_by_test_id("back").click()
    page.get_by_test_id("forward").wait_for()
    tour.at_step(desk, "travel", "correcting")
    page.get_by_test_id("answer-arrived").click()
    tour.at_step(desk, "door")
    page.get_by_test_id("show-card").click()
    # Without motion as well, the words are as large as the card takes.
    size = page.get_by_test_id("card").locator("p").evaluate("words => parseFloat(getComputedStyle(words).fontSize)")
    assert size > 30
    tour.look_at_dialog(desk, "show-card")
    page.get_by_test_id("identity").click()
    tour.look_at_dialog(desk, "identity")
    page.get_by_test_id("answer-nobody_home").click()
    tour.at_step(desk, "revisit")
    page.get_by_test_id("back").click()
    page.get_by_test_id("answer-met_target").click()
    tour.at_step(desk, "look")
    page.get_by_test_id("answer-looked").click()
    tour.at_step(desk, "talk")
    page.get_by_test_id("answer-still_disbelieves").click()
    # The same step once more: it has come when the answer is taken down.
    page.get_by_text("已记录：还是不信").first.wait_for()
    tour.at_step(desk, "talk", "again")
    page.get_by_test_id("answer-believes").click()
    _money(tour, desk)


def _money(tour: Tour, desk: Desk) -> None:
    page = desk.page
    page.locator("[data-step=money]").wait_for()
    page.get_by_label("险些转出").fill("十三")
    tour.at_step(desk, "money")
    page.get_by_label("险些转出").fill("13万")
    page.get_by_test_id("answer-already_sent").click()
    page.locator("[data-step=payee]").wait_for()
    page.get_by_test_id("answer-noted").click()
    page.get_by_test_id("add-payment").click()
    tour.at_step(desk, "payee")
    for amount in page.get_by_label(re.compile("^金额")).all():
        amount.fill("2000")
    for account in page.get_by_label("对方账号").all():
        account.fill("6222020000001234567")
    page.get_by_test_id("answer-noted").click()
    page.locator("[data-step=proof]").wait_for()
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="不要这张").first.wait_for()
    tour.at_step(desk, "proof")
    page.get_by_test_id("sign").click()
    tour.look_at_dialog(desk, "signature")
    page.get_by_test_id("answer-added").click()
    tour.at_step(desk, "result")
    page.get_by_test_id("answer-persuaded").click()
    tour.at_step(desk, "summary")
    page.get_by_test_id("answer-confirmed").click()
    page.get_by_test_id("end").wait_for()
    tour.look(desk, "visit-end")
    tour.go(desk, "/done")
    page.get_by_test_id("done").first.wait_for()
    tour.look(desk, "done")
    page.get_by_test_id("done").first.click()
    page.get_by_test_id("outcome").or_(page.locator(".case-screen")).first.wait_for()
    tour.unfold(desk)
    tour.look(desk, "case-done")


def without_network(tour: Tour) -> None:
    """A volunteer, offline: the bar, what waits, the undo, help, and signing out all the same."""
    desk = tour.open()
    page = desk.log_in("volunteer")
    send_signals(tour.address, [somebody("冉婆婆", 1, "500114121204")])
    page.get_by_test_id("task").first.wait_for()
    page.get_by_role("alert").first.wait_for()
    tour.look(desk, "tasks-volunteer-alert")
    page.get_by_test_id("task").get_by_role("link").first.click()
    page.get_by_test_id("accept").click()
    page.get_by_test_id("next").wait_for()
    tour.look(desk, "case-volunteer")
    page.get_by_test_id("next").click()
    page.locator("[data-step=travel]").wait_for()
    desk.keep_app()
    desk.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    tour.at_step(desk, "travel", "volunteer")
    page.get_by_test_id("help").click()
    page.get_by_test_id("safe").wait_for()
    tour.look_at_dialog(desk, "help")
    page.get_by_test_id("answer-arrived").click()
    tour.at_step(desk, "door", "volunteer")
    page.get_by_test_id("answer-met_target").click()
    page.locator("[data-step=look]").wait_for()
    page.get_by_role("link", name="案情").click()
    page.get_by_test_id("next").wait_for()
    page.get_by_role("link", name="返回").click()
    page.get_by_test_id("task").first.wait_for()
    tour.look(desk, "tasks-offline")
    page.get_by_role("link", name=re.compile("^我")).click()
    page.get_by_test_id("waiting").first.wait_for()
    tour.look(desk, "me-waiting")
    page.get_by_test_id("logout").click()
    page.get_by_role("alertdialog").wait_for()
    tour.look(desk, "me-leaving")
    tour.close(desk)


def login_expired(tour: Tour) -> None:
    """The login ran out while working."""
    desk = tour.open()
    page = desk.log_in("officer2")
    page.get_by_role("heading", level=1).first.wait_for()
    desk.context.clear_cookies(name="sessionid")
    tour.go(desk, "/tasks")
    page.get_by_role("link", name="去登录").wait_for()
    tour.look(desk, "tasks-expired")
    tour.close(desk)
