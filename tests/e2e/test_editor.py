"""The city changes what is said: running cases keep their words, new ones have the new ones, also without a network."""

import re

from playwright.sync_api import expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling

NEW = "您好，我是{unit}民警{officer}。先别转，您听我说两分钟就好。"
SPOKEN = "先别转，您听我说两分钟就好。"
OLD = "先停一下"


def warn(signal: Signalling, name: str, phone: str) -> None:
    """A case of order brushing for the officer of 南坪."""
    target = {"name": name, "phone": phone, "age": 34, "address": "南坪西路23号", "division": "500108003"}
    body = {"reference": name, "fraud_type": "刷单返利", "behaviours": ["app_downloaded"], "target": target}
    signal("drill-city-platform", body)


def says(caller: Desk, words: str) -> None:
    """The call's screen tells to say this."""
    expect(caller.page.get_by_role("tabpanel")).to_contain_text(words)


def test_the_city_changes_the_first_sentence_and_running_cases_keep_theirs(opened: Opening, signal: Signalling) -> None:
    city, early, late = opened("city", DESK), opened("operator"), opened("operator2")
    warn(signal, "何女士", "19900002345")
    before = take_next_call(early)
    says(early, OLD)

    # The editor: written, seen on the phone beside it, saved by itself.
    page = city.page
    page.get_by_test_id("more").click()
    page.get_by_role("link", name="话术").click()
    page.get_by_test_id("playbook").filter(has_text="刷单返利").click()
    sentence = page.get_by_label("第 1 条，中文")
    sentence.fill(NEW.replace("先别转", "务必别转"))
    expect(page.get_by_text("“务必”是公文话")).to_be_visible()
    sentence.fill(NEW)
    preview = page.frame_locator("[data-testid=phone-preview]")
    expect(preview.get_by_role("tabpanel")).to_contain_text(f"演练民警一。{SPOKEN}")
    expect(page.get_by_test_id("draft-state")).to_have_text(re.compile(r"^\s*已存草稿 \d\d:\d\d\s*$"))

    # Published with a reason, after a look at what changed.
    page.get_by_test_id("publish").click()
    expect(page.locator("dialog[open] ins")).to_contain_text(SPOKEN)
    page.get_by_label("改了什么，为什么").fill("演练数据：开头太长")
    page.get_by_test_id("publish-go").click()
    expect(page.get_by_test_id("notice")).to_contain_text("已发布第 1 版")

    # A warning that comes now goes by it, the one before does not; and both have their words without a network.
    warn(signal, "唐先生", "19900002346")
    after = take_next_call(late)
    says(late, SPOKEN)
    for caller, case, words in ((early, before, OLD), (late, after, SPOKEN)):
        caller.page.reload()
        caller.unlock_if_asked()
        says(caller, words)
        caller.context.set_offline(True)
        caller.page.goto(case)
        caller.unlock_if_asked()
        says(caller, words)


def test_the_public_page_shows_the_new_words_and_an_edition_is_taken_back(opened: Opening, server: str) -> None:
    city = opened("city", DESK)
    page = city.page
    page.goto("/playbooks/brushing")
    city.unlock_if_asked()
    page.get_by_test_id("section-signs").click()
    page.get_by_label("第 1 条，中文").fill("有人拉您进“点赞群”，先给几块钱")
    page.get_by_test_id("tab-page").click()
    public = page.frame_locator("[data-testid=page-preview]")
    expect(public.get_by_text("有人拉您进“点赞群”")).to_be_visible()
    page.get_by_test_id("publish").click()
    page.get_by_label("改了什么，为什么").fill("演练数据：新的花样")
    page.get_by_test_id("publish-go").click()
    expect(page.get_by_test_id("notice")).to_contain_text("已发布")
    assert "有人拉您进“点赞群”" in page.request.get(f"{server}/p/brushing/").text()
    page.get_by_test_id("notice-action").click()
    expect(page.get_by_test_id("notice")).to_contain_text("已换回，成为第 2 版")
    assert "有人拉您进“点赞群”" not in page.request.get(f"{server}/p/brushing/").text()


def take_next_call(caller: Desk) -> str:
    """The next call of the queue; answers its address."""
    caller.page.goto("/board")
    caller.unlock_if_asked()
    caller.page.get_by_test_id("next-call").click()
    caller.page.get_by_test_id("dial").first.wait_for()
    return caller.page.url.removeprefix(caller.address)
