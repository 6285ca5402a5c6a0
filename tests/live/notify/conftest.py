"""What the tests of notifications share: the other side, a post of their own, and channels of the cast."""

import json
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import urllib3.util.connection
from django.utils import timezone

from backend.live.notify import vapid
from backend.live.notify.post import Outgoing
from backend.live.notify.rows import Channel
from backend.live.notify.seal import mark_of, seal
from backend.people.models import Member, Unit
from tests.live.notify.browser import Browser
from tests.live.notify.receiver import PUSH, SMS, Receiver, receiving

SMS_GATEWAY = f"jsons://{SMS}/v1/sms?+X-Key=gate&:mobile={{phone}}&:title="


@pytest.fixture
def receiver(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Receiver]:
    """Every name in the world leads to it; that it lies on this machine is allowed for once."""
    with receiving(tmp_path) as one:
        connect = urllib3.util.connection.create_connection

        def to_receiver(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
            return connect(("127.0.0.1", one.port), *args, **kwargs)

        monkeypatch.setattr(urllib3.util.connection, "create_connection", to_receiver)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(one.ca))
        settings.NOTIFY_PRIVATE_HOSTS = True
        yield one


@pytest.fixture
def post() -> Outgoing:
    """Sendings of this test alone."""
    return Outgoing()


@pytest.fixture
def deliver(post: Outgoing) -> Callable[[datetime], None]:
    """Send what is due at this time, wait for the answers, and mark them."""

    def run(now: datetime) -> None:
        post.look(now)
        post.settle()
        post.look(now)

    return run


def channel(owner: Member | Unit, kind: str, address: str, **more: Any) -> Channel:
    """A way of the member or unit, as if it had been entered."""
    member = owner if isinstance(owner, Member) else None
    return Channel.objects.create(
        member=member,
        unit=None if isinstance(owner, Member) else owner,
        kind=kind,
        sealed=seal(address),
        mark=mark_of(address),
        hint="…",
        created_at=timezone.now(),
        by=member or Member.objects.get(username="admin"),
        **more,
    )


def phone(receiver: Receiver, member: Member, name: str = "one") -> Channel:
    """The member's phone, subscribed to pushes."""
    browser = Browser(vapid.public_key(), f"https://{PUSH}/p/{name}")
    receiver.browsers[f"/p/{name}"] = browser
    return channel(member, "webpush", browser.subscription())


def pushed(receiver: Receiver) -> list[dict[str, Any]]:
    """What service workers were given."""
    return [json.loads(text) for text in receiver.texts(PUSH)]
