"""The test of the whole idea: an old snapshot and the events since make a fresh snapshot, for every member there is."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from backend.live.queries import news
from backend.live.wire import News
from backend.people.models import Member
from tests.live.watching import Held


def verify_live(members: Iterable[Member], action: Callable[[], Any]) -> dict[str, list[str]]:
    """Run the action once, catch everybody up and compare; who heard of it, by user name, and which events."""
    held = {member: caught_up(member, Held()) for member in members}
    for phone in held.values():
        phone.events.clear()
    action()
    heard: dict[str, list[str]] = {}
    for before, phone in held.items():
        member = Member.objects.select_related("unit").get(pk=before.pk)
        old = dict(phone.cases)
        caught_up(member, phone)
        fresh = caught_up(member, Held())
        assert phone.cases == fresh.cases, f"{member.username} holds other cases than a fresh start shows"
        assert phone.members == fresh.members, f"{member.username} holds other people than a fresh start shows"
        assert phone.cursors == fresh.cursors
        if phone.cases != old or phone.events:
            heard[member.username] = [event["kind"] for event in phone.events]
    return heard


def caught_up(member: Member, phone: Held) -> Held:
    """The phone after it asked until there was no more; only a phone that knows nothing is given a snapshot."""
    more = True
    while more:
        is_new = not phone.cursors
        told: News = news(member, {int(unit): number for unit, number in phone.cursors.items()}, timezone.now())
        assert told.snapshot == is_new
        phone.take(told.model_dump(mode="json"))
        more = told.more
    return phone
