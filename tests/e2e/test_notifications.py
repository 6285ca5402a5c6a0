"""通知: a member sets how he is told, his chief sees who cannot be, and a push on a locked phone leads to the case."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import DESK, Desk
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.signals import KEY, somebody

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
SHOWN = """navigator.serviceWorker.ready
    .then((worker) => worker.getNotifications())
    .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path })))"""


def test_a_member_sets_how_he_is_told_and_his_chief_sees_it(opened: Opening) -> None:
    page = opened("officer-ciqikou").page
    page.get_by_role("link", name="我", exact=True).click()
    page.get_by_test_id("ways").click()
    expect(page.get_by_test_id("no-way")).to_contain_text("还没有能提醒您的方式")
    page.get_by_test_id("add-way").click()
    page.get_by_test_id("kind").select_option("wecom")
    page.get_by_test_id("address").fill(ROBOT)
    page.get_by_test_id("save-way").click()
    way = page.get_by_test_id("way-wecom")
    expect(way).to_contain_text("…5aaa")
    way.get_by_role("button", name="删除").click()
    expect(way).to_have_count(0)
    page.get_by_test_id("undo-remove").click()
    expect(way).to_contain_text("还没试过")

    board = opened("chief-ciqikou", DESK).page
    board.get_by_test_id("more").click()
    board.get_by_role("link", name="通知渠道").click()
    expect(board.get_by_test_id("reach-sum")).to_contain_text("收不到通知")
    people = board.get_by_role("listitem")
    expect(people.filter(has_text="任小波")).to_contain_text("企业微信")
    expect(people.filter(has_text="收不到通知").first).to_be_visible()
    expect(board.get_by_text("只有指挥长和管理员能改")).to_be_visible()


@pytest.mark.parametrize("is_his", [True, False], ids=["his", "somebody else's"])
def test_a_push_says_what_it_may_and_only_to_whom_it_is_for(opened: Opening, signal: Signalling, is_his: bool) -> None:
    phone = opened("officer-ciqikou")
    signal(KEY, somebody("阳女士", 41, "500106004"))
    task = phone.page.get_by_test_id("task").first
    expect(task).to_be_visible()
    path = task.get_by_role("link").first.get_attribute("href") or ""
    me = phone.page.evaluate("fetch('/api/me/').then((answer) => answer.json()).then(({ member }) => member.id)")
    said = {
        "title": "敲门",
        "text": "【特危】磁器口派出所有新任务，编号尾号0001。打开敲门查看。",
        "path": path,
        "tag": "case-1",
        "member": me if is_his else me + 1,
        "is_loud": True,
        "vibration": [400],
    }
    phone.context.grant_permissions(["notifications", "geolocation"])
    _push(phone, json.dumps(said))
    (shown,) = _shown(phone.page)
    assert shown["title"] == "敲门"
    assert ("特危" in shown["body"], shown["path"]) == ((True, path) if is_his else (False, "/"))
    assert not re.search("阳|199", shown["body"])


def _push(phone: Desk, payload: str) -> None:
    """As the browser's push service would deliver it."""
    devtools = phone.context.new_cdp_session(phone.page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(each["registrationId"] for each in said["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    phone.page.wait_for_function("navigator.serviceWorker.controller !== null")
    origin = phone.page.evaluate("location.origin")
    while not found:
        phone.page.wait_for_timeout(20)
    devtools.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[-1], "data": payload})


def _shown(page: Page) -> list[dict[str, str]]:
    """What the browser shows, as soon as it shows something: a promise is no answer to wait for."""
    for _ in range(500):
        if shown := list(page.evaluate(SHOWN)):
            return shown
        page.wait_for_timeout(20)
    return []
