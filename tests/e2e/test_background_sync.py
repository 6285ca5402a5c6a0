"""Where the browser wakes the app's worker by itself: it sends what waits after the app was closed, and does not run in circles."""

from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk, forgive_line
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.line import line_to
from tests.e2e.test_on_the_way import choose, start_visit, warn
from tests.e2e.test_stories import answer

COUNT_WAKES = """
    window.wakes = 0;
    navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.type === "sync") window.wakes += 1; });
"""


def test_what_waits_leaves_with_the_network_though_the_app_is_closed(
    opened: Opening, signal: Signalling, server: str
) -> None:
    with line_to(server) as line:
        board, phone = opened("chief-huayuanlu", DESK), opened("officer-huayuanlu", address=line.address)
        let_wake(phone)
        warn(signal, "wake-closed", "戴女士", "500108002")
        start_visit(phone, "戴女士")
        expect(phone.page.get_by_test_id("sync-state")).to_have_text("已全部上报")
        # The browser has another page open, as one has.
        phone.context.new_page()
        phone.context.set_offline(True)
        line.cut()
        answer(phone, "travel", "arrived")
        answer(phone, "door", "met_target")
        expect(phone.page.get_by_test_id("sync-state")).to_contain_text("2条待上报")
        phone.page.close()
        line.heal()
        phone.context.set_offline(False)
        choose(board, "戴女士")
        expect(board.page.get_by_test_id("timeline")).to_contain_text("我到了")
        expect(board.page.get_by_test_id("timeline")).to_contain_text("见到本人")
        forgive_line(phone)


def test_a_server_out_of_reach_is_asked_with_pauses_though_there_is_a_network(
    opened: Opening, signal: Signalling
) -> None:
    phone = opened("officer-huayuanlu")
    let_wake(phone)
    warn(signal, "wake-circle", "戴女士", "500108002")
    start_visit(phone, "戴女士")
    phone.page.evaluate(COUNT_WAKES)
    tries: list[str] = []
    phone.page.on("request", lambda request: tries.append(request.url))
    phone.context.route("**/api/**", lambda route: route.abort())
    answer(phone, "travel", "arrived")
    answer(phone, "door", "met_target")
    for _ in range(3):
        with phone.page.expect_request("**/api/reports/"):
            pass
    assert phone.page.evaluate("window.wakes") < 5
    assert len([url for url in tries if url.endswith("/api/reports/")]) < 10
    phone.context.unroute_all()
    expect(phone.page.get_by_test_id("sync-state").first).to_have_text("已全部上报", timeout=60_000)
    phone.complaints = [each for each in phone.complaints if "ERR_FAILED" not in each]


def let_wake(phone: Desk) -> None:
    """As a phone's browser does without asking; one that is steered by a test does not."""
    browser = phone.context.browser
    assert browser
    target = phone.context.new_cdp_session(phone.page).send("Target.getTargetInfo")["targetInfo"]
    allowed = {
        "origin": phone.address,
        "browserContextId": target["browserContextId"],
        "permissions": ["backgroundSync"],
    }
    browser.new_browser_cdp_session().send("Browser.grantPermissions", allowed)
