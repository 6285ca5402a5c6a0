"""Who is told when, over which way, and what needs no telling any more."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.live.notify.quiet import after_quiet, next_round
from backend.live.notify.rows import Notification, Preference
from backend.people.models import Device
from tests.cast import Cast
from tests.live.notify.conftest import SMS_GATEWAY, channel, phone, pushed
from tests.live.notify.receiver import DINGTALK_TOKEN, FEISHU, FEISHU_TOKEN, PUSH, SMS, WECOM_KEY, Receiver
from tests.live.notify.test_sending import ABOUT, NOON, Deliver, tell_them, told

NIGHT = datetime.fromisoformat("2026-11-26T23:30:00+08:00")
MORNING = datetime.fromisoformat("2026-11-27T07:00:00+08:00")


def due(*members: int | None) -> list[tuple[str, float]]:
    """Way and seconds after noon, in the order they are sent."""
    rows = Notification.objects.select_related("channel").order_by("next_at", "pk")
    return [(row.channel.kind, (row.next_at - NOON).total_seconds()) for row in rows]


def test_an_assignment_waits_for_the_phones_receipt_then_goes_over_one_way_after_the_other(cast: Cast) -> None:
    channel(cast.officer, "feishu", f"feishu://{FEISHU_TOKEN}")
    channel(cast.officer, "webpush", "{}")
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told(occasion="assigned"), [cast.officer.pk], NOON)
    assert due() == [("webpush", 5), ("feishu", 25), ("sms", 45)]


def test_a_loud_limit_goes_over_all_ways_at_once_even_at_night(cast: Cast) -> None:
    channel(cast.chief, "webpush", "{}")
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told("low", limit="alive"), [cast.chief.pk], NIGHT)
    assert [row.next_at for row in Notification.objects.all()] == [NIGHT, NIGHT]


def test_the_nearest_gateway_sends_the_text_message(cast: Cast) -> None:
    channel(cast.city, "sms", SMS_GATEWAY)
    near = channel(cast.nanping, "sms", SMS_GATEWAY)
    channel(cast.shapingba, "sms", SMS_GATEWAY)
    tell_them(told(), [cast.chief.pk], NOON)
    assert [row.channel_id for row in Notification.objects.all()] == [near.pk]


def test_the_same_thing_is_told_over_the_same_way_once(cast: Cast) -> None:
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    channel(cast.nanping, "dingtalk", f"dingtalk://{DINGTALK_TOKEN}")
    message = told()
    for _ in range(3):
        tell_them(message, [cast.chief.pk], NOON)
    assert Notification.objects.count() == 2


def test_a_critical_case_goes_out_at_night_and_a_medium_one_at_the_end_of_quiet_hours(cast: Cast) -> None:
    channel(cast.chief, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told("critical"), [cast.chief.pk], NIGHT)
    tell_them(told("medium"), [cast.chief.pk], NIGHT)
    critical, medium = Notification.objects.order_by("pk")
    assert (critical.next_at, critical.is_gathered) == (NIGHT, False)
    assert (medium.next_at, medium.is_gathered) == (MORNING, True)


def test_a_members_own_quiet_hours_count_before_his_units(cast: Cast) -> None:
    Preference.objects.create(unit=cast.nanping, quiet_starts="12:00", quiet_ends="14:00")
    Preference.objects.create(member=cast.officer, quiet_starts="12:00", quiet_ends="13:00")
    Preference.objects.create(member=cast.officer2, has_quiet=False, quiet_starts="12:00", quiet_ends="13:00")
    people = [cast.officer, cast.officer2, cast.chief]
    for each in people:
        channel(each, "wecom", f"wecombot://{WECOM_KEY}")
    tell_them(told("medium"), [each.pk for each in people], NOON)
    waits = {row.member_id: (row.next_at - NOON) / timedelta(hours=1) for row in Notification.objects.all()}
    assert waits == {cast.officer.pk: 1, cast.officer2.pk: 0, cast.chief.pk: 2}


def test_what_is_gathered_goes_as_one_message(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    channel(cast.chief, "feishu", f"feishu://{FEISHU_TOKEN}")
    for minute in (1, 9, 29):
        tell_them(told("low"), [cast.chief.pk], NOON + timedelta(minutes=minute))
    deliver(NOON + timedelta(minutes=29, seconds=59))
    assert receiver.got == []
    deliver(NOON + timedelta(minutes=30))
    assert [text.rpartition("\n")[2] for text in receiver.texts(FEISHU)] == ["敲门：有3条预警等您查看。"]
    assert set(Notification.objects.values_list("state", flat=True)) == {"sent"}


def test_gathered_messages_that_failed_come_again_as_one(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    channel(cast.chief, "feishu", f"feishu://{FEISHU_TOKEN}")
    for _ in range(2):
        tell_them(told("low"), [cast.chief.pk], NOON)
    receiver.plan(500)
    deliver(NOON + timedelta(minutes=30))
    deliver(NOON + timedelta(minutes=31))
    assert len(receiver.texts(FEISHU)) == 1


def test_a_drill_costs_nobody_money_and_says_what_it_is(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    phone(receiver, cast.chief)
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told(about=ABOUT | {"drill": True}), [cast.chief.pk], NOON)
    deliver(NOON)
    deliver(NOON + timedelta(minutes=5))
    assert [said["text"][:4] for said in pushed(receiver)] == ["【演练】"]
    assert receiver.texts(SMS) == []


def test_in_the_members_language_or_both(cast: Cast, receiver: Receiver, deliver: Deliver) -> None:
    Preference.objects.create(member=cast.chief, quiet_starts="22:00", quiet_ends="07:00", language="both")
    phone(receiver, cast.chief)
    tell_them(told(), [cast.chief.pk], NOON)
    deliver(NOON)
    (said,) = pushed(receiver)
    assert said["text"].splitlines()[1] == (
        "[Critical] Overdue at 南坪派出所, number ending 0042. Act now: open Qiaomen."
    )


def test_one_way_that_worked_spares_the_others_but_a_push_proves_nothing(
    cast: Cast, receiver: Receiver, deliver: Deliver
) -> None:
    phone(receiver, cast.chief)
    channel(cast.chief, "feishu", f"feishu://{FEISHU_TOKEN}")
    channel(cast.nanan, "sms", SMS_GATEWAY)
    tell_them(told("high"), [cast.chief.pk], NOON)
    deliver(NOON)
    deliver(NOON + timedelta(seconds=40))
    deliver(NOON + timedelta(minutes=10))
    assert [len(receiver.texts(host)) for host in (PUSH, FEISHU, SMS)] == [1, 1, 0]
    assert Notification.objects.get(channel__kind="sms").state == "withdrawn"


@pytest.mark.parametrize(
    ("lost", "why"),
    [({"lost_at": NOON}, "device_lost"), ({"member": "officer2"}, "other_member")],
)
def test_a_phone_that_is_lost_or_somebody_elses_hears_nothing(
    cast: Cast, receiver: Receiver, deliver: Deliver, lost: dict[str, Any], why: str
) -> None:
    its = phone(receiver, cast.officer)
    its.device = Device.objects.create(pk=uuid4(), member=cast.officer, label="Android", seen_at=NOON)
    its.save()
    tell_them(told(), [cast.officer.pk], NOON)
    Device.objects.update(**{name: getattr(cast, str(value), value) for name, value in lost.items()})
    deliver(NOON)
    its.refresh_from_db()
    assert (receiver.got, its.code, its.died_at) == ([], why, NOON)


@pytest.mark.parametrize(
    ("at", "starts", "ends", "let_go"),
    [
        ("23:30", "22:00", "07:00", "07:00"),
        ("06:59", "22:00", "07:00", "07:00"),
        ("07:00", "22:00", "07:00", "07:00"),
        ("21:59", "22:00", "07:00", "21:59"),
        ("12:30", "12:00", "14:00", "14:00"),
        ("14:00", "12:00", "14:00", "14:00"),
        ("11:59", "12:00", "14:00", "11:59"),
        ("03:00", "03:00", "03:00", "03:00"),
    ],
)
def test_quiet_hours_end_when_they_end(at: str, starts: str, ends: str, let_go: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-26T{at}:00+08:00")
    found = after_quiet(moment, starts, ends)
    assert found.strftime("%H:%M") == let_go
    assert timedelta() <= found - moment < timedelta(days=1)


def test_the_next_round_is_a_full_one_of_the_day_in_beijing() -> None:
    moment = datetime.fromisoformat("2026-11-26T15:59:59+00:00")  # A second before midnight in Beijing
    assert next_round(moment, 30).isoformat() == "2026-11-27T00:00:00+08:00"
    assert next_round(moment + timedelta(seconds=1), 30).isoformat() == "2026-11-27T00:30:00+08:00"
