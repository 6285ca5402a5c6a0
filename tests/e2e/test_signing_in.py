"""Signing in on a slow network: one can type while the app is still on its way."""

import re

from playwright.sync_api import Browser, expect

from tests.e2e.browsers import PASSWORD, PHONE, Desk, hold_up


def test_what_is_typed_before_the_app_has_arrived_signs_in(browser: Browser, server: str) -> None:
    phone = Desk(browser, server, PHONE)
    held = hold_up(phone, re.compile(r"/assets/index-[^/]+\.js"))
    phone.page.goto("/", wait_until="commit")
    phone.page.get_by_label("用户名").click()
    phone.page.keyboard.type("officer")
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.type(PASSWORD[:3])
    expect(phone.page.get_by_role("button", name="正在打开…")).to_be_disabled()
    phone.page.keyboard.press("Enter")
    held[0].continue_()
    expect(phone.page.get_by_role("button", name="登录", exact=True)).to_be_enabled()
    phone.page.keyboard.type(PASSWORD[3:])
    phone.page.keyboard.press("Enter")
    phone.choose_pin()
    phone.sees("任务")
    phone.context.close()
    assert phone.complaints == []
