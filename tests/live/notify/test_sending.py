"""What goes out, in the real formats, and what is marked of it."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.live.notify.rows import Channel, Notification
from backend.live.notify.seal import unseal
from backend.live.notify.telling import Message, reach_of, tell
from tests.cast import Cast
from tests.live.notify.conftest import SMS_GATEWAY, channel, phone, pushed
from tests.live.notify.mailbox import receiving_mail
from tests.live.notify.receiver import (
    DINGTALK,
    DINGTALK_SECRET,
    DINGTALK_TOKEN,
    FEISHU,
    FEISHU_TOKEN,
    SMS,
    WECOM,
    WECOM_KEY,
    Receiver,
)

Deliver = Callable[[datetime], None]
NOON = datetime.fromisoformat("2026-11-26T12:00:00+08:00")
ABOUT = {"level": "critical", "tail": "0042", "unit": "南坪派出所", "type": "investment", "drill": False}
SAID = "【特危】南坪派出所的预警超时，编号尾号0042，请马上处理。打开敲门查看。"


def told(level: str = "critical", occasion: str = "escalated", **more: object) -> Message:
    given = {"occasion": occasion, "key": f"k{uuid4().hex}", "level": level, "about": ABOUT | {"level": level}}
    return Message(**(given | {"case_id": uuid4()} | more))  # type: ignore[arg-type]


def tell_them(message: Message, members: Collection[int], now: datetime) -> None:
    """Tell these members, whoever of them can be reached."""
    if reach := reach_of(members):
        tell(message, reach, now)


@pytest.mark.parametrize(
    "robot",
    [
        ("wecom", f"wecombot://{WECOM_KEY}", WECOM),
        ("wecom", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}", WECOM),
        ("dingtalk", f"dingtalk://{DINGTALK_SECRET}@{DINGTALK_TOKEN}", DINGTALK),
        ("feishu", f"feishu://{FEISHU_TOKEN}", FEISHU),
    ],
)
def test_a_robot_says_it_in_its_own_format(
    cast: Cast, receiver: Receiver, deliver: Deliver, robot: tuple[str, str, str]
) -> None:
    kind, address, host = robot
    its = channel(cast.chief, kind, address)
    tell_them(told(), [cast.chief.pk], NOON)
    deliver(NOON)
    assert receiver.refused == []
    assert [text.replace("敲门\r\n", "") for text in receiver.texts(host)] == [SAID]
    row = Notification.objects.get()
    its.refresh_from_db()
    assert (row.state, row.code, row.done_at, its.worked_at) == ("sent", "0", NOON, NOON)


def test_a_text_message_goes_over_the_units_gateway_to_the_members_number(
    cast: Cast, receiver: Receiver, deliver: Deliver
) -> None:
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told(), [cast.chief.pk], NOON)
    deliver(NOON)
    assert receiver.refused == []
    assert receiver.texts(SMS) == [f"{cast.chief.phone} {SAID}"]


def test_a_mail_goes_over_the_units_mail_server_to_the_members_address(
    cast: Cast, deliver: Deliver, settings: object
) -> None:
    settings.NOTIFY_PRIVATE_HOSTS = True  # type: ignore[attr-defined]
    with receiving_mail() as box:
        channel(cast.nanan, "mail", f"mailto://127.0.0.1:{box.port}?from=qiaomen@example.net&to={{to}}&mode=insecure")
        channel(cast.chief, "mail", "chief@example.net")
        tell_them(told(), [cast.chief.pk], NOON)
        deliver(NOON)
        ((to, mail),) = box.mails
        assert to == "chief@example.net"
        assert SAID in mail.as_string() or SAID in str(mail.get_body(("plain", "html")).get_content())  # type: ignore[union-attr]
    assert Notification.objects.get().state == "sent"


def test_a_push_is_signed_and_encrypted_for_the_one_browser(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    phone(receiver, cast.officer)
    message = told(occasion="assigned")
    tell_them(message, [cast.officer.pk], NOON)
    deliver(NOON + timedelta(seconds=5))
    assert receiver.refused == []
    (said,) = pushed(receiver)
    assert said["text"] == "【特危】南坪派出所有新任务，编号尾号0042。打开敲门查看。"
    assert (said["path"], said["member"]) == (f"/case/{message.case_id}", cast.officer.pk)
    assert (said["tag"], said["is_loud"]) == (f"case-{message.case_id}", True)
    assert receiver.got[0].headers["urgency"] == "high"


def test_a_dead_subscription_is_marked_and_the_next_way_goes_within_a_minute(
    cast: Cast, receiver: Receiver, deliver: Deliver
) -> None:
    dead = phone(receiver, cast.chief)
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told("medium"), [cast.chief.pk], NOON)
    receiver.plan(410)
    deliver(NOON)
    dead.refresh_from_db()
    assert (dead.died_at, dead.code) == (NOON, "410")
    deliver(NOON + timedelta(seconds=1))
    assert len(receiver.texts(SMS)) == 1
    assert list(Notification.objects.order_by("pk").values_list("state", flat=True)) == ["dead", "sent"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, {}, b""), "500"),
        ((429, {"Retry_After": "9"}, b""), "429"),
        ((200, {}, b"<html>Please sign in to the network</html>"), "garbage"),
        ((200, {}, b'{"errcode":45009,"errmsg":"api freq out of limit"}'), "45009"),
    ],
)
def test_what_may_work_later_is_tried_again_with_growing_waits(
    cast: Cast, receiver: Receiver, deliver: Deliver, answer: tuple[int, dict[str, str], bytes], code: str
) -> None:
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    waits, now = [], NOON
    for _ in range(3):
        receiver.plan(answer[0], answer[2], **answer[1])
        deliver(now)
        row = Notification.objects.get()
        assert (row.state, row.code) == ("waiting", code)
        waits.append((row.next_at - now).total_seconds())
        now = row.next_at
    assert all(
        low <= wait <= low * 4 / 3 for wait, low in zip(waits, [max(5, 9 * (code == "429")), 10, 20], strict=True)
    )
    deliver(now)
    assert Notification.objects.get().state == "sent"
    assert len(receiver.texts(WECOM)) == 1


def test_after_the_last_attempt_it_is_given_up(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    now = NOON
    for _ in range(6):
        receiver.plan(500)
        deliver(now)
        now = Notification.objects.get().next_at
    assert Notification.objects.get().state == "failed"
    deliver(now + timedelta(days=1))
    assert receiver.got == []


def test_a_robot_that_is_no_more_is_dead(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    robot = channel(cast.chief, "wecom", "wecombot://00000000-0000-4000-8000-000000000000")
    tell_them(told(), [cast.chief.pk], NOON)
    deliver(NOON)
    robot.refresh_from_db()
    assert (Notification.objects.get().state, robot.code, robot.died_at) == ("dead", "93000", NOON)


def test_a_failure_for_one_does_not_stop_another(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    channel(cast.chief, "other", "json://[")
    channel(cast.commander, "feishu", f"feishu://{FEISHU_TOKEN}")
    tell_them(told(), [cast.chief.pk, cast.commander.pk], NOON)
    deliver(NOON)
    assert len(receiver.texts(FEISHU)) == 1
    assert {row.member_id: row.state for row in Notification.objects.all()} == {
        cast.chief.pk: "dead",
        cast.commander.pk: "sent",
    }


def test_a_slow_server_is_waited_for_no_longer_than_the_rules_say(
    cast: Cast, receiver: Receiver, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    receiver.delay = 2.5
    from backend.live.notify import claiming

    make = claiming._letter

    def hurried(*given: object) -> object:
        letter = make(*given)  # type: ignore[arg-type]
        object.__setattr__(letter, "timeout", 1)
        return letter

    monkeypatch.setattr(claiming, "_letter", hurried)
    deliver(NOON)
    row = Notification.objects.get()
    assert (row.state, row.code) == ("waiting", "timeout")


def test_this_machine_and_private_networks_are_closed_without_the_setting(
    cast: Cast, receiver: Receiver, deliver: Deliver, settings: object
) -> None:
    settings.NOTIFY_PRIVATE_HOSTS = False  # type: ignore[attr-defined]
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    phone(receiver, cast.commander)
    tell_them(told(), [cast.chief.pk, cast.commander.pk], NOON)
    deliver(NOON)
    assert receiver.got == []
    assert {row.code for row in Notification.objects.all()} == {"forbidden"}


def test_a_killed_process_leaves_it_to_the_next(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    from backend.live.notify.claiming import claim

    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    (letter,) = claim(NOON, 10)
    assert claim(NOON, 10) == []
    deliver(NOON + timedelta(seconds=60))
    assert receiver.got == []
    deliver(NOON + timedelta(seconds=91))
    assert len(receiver.got) == 1
    # The first one was only slow, and marks too late: nothing changes.
    from backend.live.notify.letter import Result
    from backend.live.notify.marking import mark

    mark(letter, Result(is_sent=False, code="500", again=True), timezone.now())
    assert Notification.objects.get().state == "sent"


def test_no_address_stands_in_a_log_or_in_the_database(
    cast: Cast, receiver: Receiver, deliver: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    robot = channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    receiver.plan(400)
    with caplog.at_level("INFO"):
        deliver(NOON)
    assert WECOM_KEY not in caplog.text
    assert WECOM_KEY not in str(Channel.objects.filter(pk=robot.pk).values().get())
    assert unseal(robot.sealed) == f"wecombot://{WECOM_KEY}"


def test_with_another_key_of_the_service_the_channel_is_dead_and_says_so(
    cast: Cast, receiver: Receiver, deliver: Deliver, settings: object
) -> None:
    robot = channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told(), [cast.chief.pk], NOON)
    settings.SECRET_KEY = "another-key-that-was-put-in-its-place-000000"  # type: ignore[attr-defined]
    deliver(NOON)
    robot.refresh_from_db()
    assert (robot.code, receiver.got) == ("key_changed", [])
