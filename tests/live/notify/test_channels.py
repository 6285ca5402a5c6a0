"""Channels through the doors: who may enter what, what is shown of it, and a trial that tells the truth."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.live.notify import vapid
from backend.live.notify.actions import wipe_removed
from backend.live.notify.rows import Channel, Notification
from backend.people.models import Device, Member
from tests.cast import Cast
from tests.live.notify.browser import Browser
from tests.live.notify.conftest import SMS_GATEWAY, channel, phone
from tests.live.notify.receiver import DINGTALK_SECRET, DINGTALK_TOKEN, FEISHU_TOKEN, SMS, WECOM_KEY, Receiver
from tests.live.notify.test_sending import Deliver

Ask = Callable[..., Any]
WECOM_URL = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}"
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Ask as a member: the status and the answer."""

    def run(who: Member, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        client, at = cast.client(who), f"/api/notifications/{path}"
        answer = client.get(at) if body is None else client.post(at, body, "application/json", headers=headers)
        return answer.status_code, answer.json()

    return run


def entered(kind: str, address: str, unit: str = "") -> dict[str, str]:
    return {"kind": kind, "address": address, "unit": unit}


@pytest.mark.parametrize(
    ("kind", "address", "hint"),
    [
        ("wecom", WECOM_URL, "…5aaa"),
        ("dingtalk", f"https://oapi.dingtalk.com/robot/send?access_token={DINGTALK_TOKEN} {DINGTALK_SECRET}", "…aaaa"),
        ("feishu", f"https://open.feishu.cn/open-apis/bot/v2/hook/{FEISHU_TOKEN}", "…5a10"),
        ("mail", "lijianguo@example.net", "l***@example.net"),
    ],
)
def test_a_member_enters_his_own_ways_and_sees_enough_to_know_which(
    cast: Cast, ask: Ask, kind: str, address: str, hint: str
) -> None:
    for _ in range(2):  # The same one twice is the one there is
        status, answer = ask(cast.officer, "channels/", entered(kind, address))
        assert status == 200
    (shown,) = answer["channels"]
    assert (shown["kind"], shown["hint"], shown["state"]) == (kind, hint, "untried")
    kept = Channel.objects.get()
    assert address not in json.dumps(answer) + kept.sealed
    assert (kept.member, kept.unit) == (cast.officer, None)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wecom", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=" + WECOM_KEY),
        ("wecom", "http://127.0.0.1/"),
        ("dingtalk", "dingtalk://short"),
        ("feishu", "https://open.feishu.cn@evil.example/open-apis/bot/v2/hook/" + FEISHU_TOKEN),
        ("mail", "mailto://user:pass@10.0.0.1"),
        ("mail", "a@b@c.example"),
        ("sms", SMS_GATEWAY),
        ("other", "json://169.254.169.254/latest"),
        ("webpush", '{"endpoint": "https://169.254.169.254/", "keys": {"p256dh": "x", "auth": "y"}}'),
        ("webpush", '{"endpoint": "https://fcm.googleapis.com.evil.example/", "keys": {"p256dh": "x", "auth": "y"}}'),
        ("webpush", '{"endpoint": "https://fcm.googleapis.com/"}'),
        ("webpush", "nothing"),
    ],
)
def test_what_leads_elsewhere_is_not_for_a_member(cast: Cast, ask: Ask, kind: str, address: str) -> None:
    status, answer = ask(cast.officer, "channels/", entered(kind, address))
    assert (status, answer["code"]) == (400, "bad_channel")
    assert address not in json.dumps(answer)
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("sms", "jsons://sms.example.net/v1"),
        ("sms", "file:///etc/passwd?{phone}"),
        ("mail", "mailto://u:p@example.net?to=all@example.net"),
        ("mail", "mailtos://u:p@example.net?to={to}&pgpkey=/etc/passwd"),
        ("other", "jsons://hook.example.net/x?verify=no"),
        ("other", "syslog://localhost"),
        ("webpush", '{"endpoint": "https://fcm.googleapis.com/"}'),
    ],
)
def test_a_unit_takes_no_address_that_reaches_into_the_machine_or_nobody(
    cast: Cast, ask: Ask, kind: str, address: str
) -> None:
    status, answer = ask(cast.commander, "channels/", entered(kind, address, cast.nanan.code))
    assert (status, answer["code"]) == (400, "bad_channel")


def test_a_units_ways_are_its_commanders_and_its_chief_looks(cast: Cast, ask: Ask) -> None:
    gateway = entered("sms", SMS_GATEWAY, cast.nanping.code)
    assert ask(cast.commander, "channels/", gateway)[0] == 200
    assert ask(cast.chief, "channels/", gateway)[0] == 403
    assert ask(cast.officer, "channels/", gateway)[0] == 403
    assert ask(cast.chief_yubei, "unit/?unit=" + cast.nanping.code)[0] == 404
    assert ask(cast.officer, "unit/")[0] == 403
    status, shown = ask(cast.chief, "unit/")
    assert (status, shown["may_set"], shown["unit"]["code"]) == (200, False, cast.nanping.code)
    assert [(each["kind"], each["hint"]) for each in shown["channels"]] == [("sms", SMS)]
    assert ask(cast.commander, "unit/?unit=" + cast.nanping.code)[1]["may_set"] is True


def test_those_who_cannot_be_told_stand_first(cast: Cast, ask: Ask) -> None:
    channel(cast.officer, "wecom", f"wecombot://{WECOM_KEY}")
    channel(cast.officer2, "webpush", "{}")
    channel(cast.officer3, "feishu", "feishu://x", died_at=timezone.now())
    people = ask(cast.chief, "unit/")[1]["people"]
    assert [(each["id"], each["ways"], each["lost"]) for each in people] == [
        (cast.chief.pk, [], []),
        (cast.officer3.pk, [], ["feishu"]),
        (cast.officer2.pk, ["webpush"], []),
        (cast.officer.pk, ["wecom"], []),
    ]


def test_a_text_message_gateway_above_reaches_everybody_with_a_number(cast: Cast, ask: Ask) -> None:
    channel(cast.city, "sms", SMS_GATEWAY)
    assert {tuple(each["ways"]) for each in ask(cast.chief, "unit/")[1]["people"]} == {("sms",)}
    assert ask(cast.officer, "")[1]["has_sms"] is True


def test_a_phone_subscribes_with_the_services_key_and_has_one_subscription(cast: Cast, ask: Ask) -> None:
    device = Device.objects.create(pk=uuid4(), member=cast.officer, label="Android · Chrome", seen_at=timezone.now())
    key = ask(cast.officer, "")[1]["push_key"]
    for end in ("1", "2"):
        said = Browser(key, FCM + end).subscription()
        status, answer = ask(cast.officer, "channels/", entered("webpush", said), **{"X-Device": str(device.pk)})
        assert status == 200
    (shown,) = answer["channels"]
    assert (shown["label"], shown["device"], shown["hint"]) == ("Android · Chrome", str(device.pk), "")


def test_a_browser_somebody_else_signs_in_to_is_his_alone(cast: Cast, ask: Ask) -> None:
    said = Browser(vapid.public_key(), FCM).subscription()
    for who in (cast.officer, cast.officer2):
        assert ask(who, "channels/", entered("webpush", said))[0] == 200
    assert ask(cast.officer, "")[1]["channels"] == []
    assert len(ask(cast.officer2, "")[1]["channels"]) == 1


def test_a_trial_tells_the_truth_either_way(cast: Cast, ask: Ask, receiver: Receiver, deliver: Deliver) -> None:
    its = phone(receiver, cast.officer)
    ask(cast.officer, f"channels/{its.pk}/test/", {})
    assert ask(cast.officer, "")[1]["channels"][0]["test"]["state"] == "waiting"
    deliver(timezone.now() + timedelta(seconds=2))
    trial = ask(cast.officer, "")[1]["channels"][0]["test"]
    assert (trial["state"], trial["seconds"], trial["code"]) == ("sent", 2, "201")
    receiver.plan(410)
    ask(cast.officer, f"channels/{its.pk}/test/", {})
    deliver(timezone.now() + timedelta(seconds=1))
    shown = ask(cast.officer, "")[1]["channels"][0]
    assert (shown["state"], shown["test"]["state"], shown["test"]["code"]) == ("dead", "dead", "410")
    # The phone can be reached again: a trial finds out.
    ask(cast.officer, f"channels/{its.pk}/test/", {})
    deliver(timezone.now() + timedelta(seconds=1))
    assert ask(cast.officer, "")[1]["channels"][0]["state"] == "works"


def test_a_trial_that_failed_is_not_tried_again_behind_the_back_of_whoever_waits(
    cast: Cast, ask: Ask, receiver: Receiver, deliver: Deliver
) -> None:
    its = channel(cast.officer, "feishu", f"feishu://{FEISHU_TOKEN}")
    receiver.plan(500)
    ask(cast.officer, f"channels/{its.pk}/test/", {})
    deliver(timezone.now())
    trial = ask(cast.officer, "")[1]["channels"][0]["test"]
    assert (trial["state"], trial["code"]) == ("failed", "500")


def test_a_gateway_is_tried_on_whoever_tries_it(cast: Cast, ask: Ask, receiver: Receiver, deliver: Deliver) -> None:
    gateway = channel(cast.nanan, "sms", SMS_GATEWAY)
    server = channel(cast.nanan, "mail", "mailto://u:p@example.net?to={to}")
    assert ask(cast.commander, f"channels/{gateway.pk}/test/", {})[0] == 200
    deliver(timezone.now())
    assert receiver.texts(SMS) == [f"{cast.commander.phone} 敲门：这是一条测试通知。收到说明这个渠道能用。"]
    assert ask(cast.commander, f"channels/{server.pk}/test/", {})[1]["code"] == "no_own_mail"
    assert ask(cast.officer, f"channels/{gateway.pk}/test/", {})[0] == 403


def test_a_removed_way_can_be_taken_back_for_ten_minutes_and_its_address_is_then_wiped(cast: Cast, ask: Ask) -> None:
    its = channel(cast.officer, "feishu", f"feishu://{FEISHU_TOKEN}")
    assert ask(cast.officer, f"channels/{its.pk}/", {"is_removed": True})[1]["channels"] == []
    assert len(ask(cast.officer, f"channels/{its.pk}/", {"is_removed": False})[1]["channels"]) == 1
    ask(cast.officer, f"channels/{its.pk}/", {"is_removed": True})
    assert wipe_removed(timezone.now() + timedelta(minutes=9)) == 0
    assert wipe_removed(timezone.now() + timedelta(minutes=11)) == 1
    its.refresh_from_db()
    assert its.sealed == ""
    assert ask(cast.officer2, f"channels/{its.pk}/", {"is_removed": False})[0] == 404


def test_nobody_touches_anothers_ways(cast: Cast, ask: Ask) -> None:
    its = channel(cast.officer, "feishu", f"feishu://{FEISHU_TOKEN}")
    for who in (cast.officer2, cast.chief, cast.commander, cast.admin):
        assert ask(who, f"channels/{its.pk}/", {"is_on": False})[0] == 404
        assert ask(who, f"channels/{its.pk}/test/", {})[0] == 404
    assert not Notification.objects.exists()


def test_quiet_hours_are_ones_own_or_the_units(cast: Cast, ask: Ask) -> None:
    said = {"has_quiet": True, "starts": "23:00", "ends": "06:30", "language": "both"}
    assert ask(cast.officer, "")[1]["wish"] == {
        "has_quiet": True, "starts": "22:00", "ends": "07:00", "language": "zh", "is_own": False,
    }  # fmt: skip
    assert ask(cast.commander, "quiet/", said | {"unit": cast.nanping.code})[0] == 200
    assert ask(cast.officer, "")[1]["wish"]["starts"] == "23:00"
    assert ask(cast.officer, "quiet/", said | {"has_quiet": False})[1]["is_own"] is True
    assert ask(cast.officer, "")[1]["wish"]["has_quiet"] is False
    assert ask(cast.officer, "quiet/", said | {"starts": "24:00"})[0] == 400
    assert ask(cast.chief, "quiet/", said | {"unit": cast.nanping.code})[0] == 403


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "vapid_key.pem"
    first, again = vapid._kept(kept), vapid._kept(kept)
    assert first == again
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(kept.parent.iterdir()) == [kept]
