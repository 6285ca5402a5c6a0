"""Readers of the socket for tests: a phone that keeps what it is sent, and waits for a condition instead of for a time."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from backend.asgi import application
from backend.people.models import Member

LONGEST_WAIT = 10


def session_of(member: Member) -> str:
    """A session in which this member is signed in; the value of its cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@dataclass
class Held:
    """What a phone holds: cases, cursors, members; news is put into it as the app does."""

    cursors: dict[str, int] = field(default_factory=dict)
    cases: dict[str, Any] = field(default_factory=dict)
    members: list[Any] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def take(self, news: dict[str, Any]) -> None:
        """Apply news; a snapshot replaces everything."""
        if news["snapshot"]:
            self.cases, self.cursors = {}, {}
        self.cases |= {case["id"]: case for case in news["cases"]}
        for gone in news["removed"]:
            self.cases.pop(gone, None)
        self.cursors |= news["cursors"]
        if news["members"] or news["snapshot"]:
            self.members = news["members"]
        self.events += news["events"]


class Phone:
    """A socket with its memory."""

    def __init__(self, cookie: str | None, held: Held | None = None) -> None:
        headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
        if cookie:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
        self.socket = WebsocketCommunicator(application, "/ws/live/", headers=headers)
        self.held = held or Held()

    async def connect(self) -> None:
        """Open the socket."""
        is_open, _ = await self.socket.connect(LONGEST_WAIT)
        assert is_open

    async def hello(self) -> dict[str, Any]:
        """Say where it stands; the welcome."""
        await self.socket.send_json_to({"type": "hello", "device": str(uuid4()), "cursors": self.held.cursors})
        return await self.news()

    async def arrive(self) -> dict[str, Any]:
        """Connect and say hello."""
        await self.connect()
        return await self.hello()

    async def news(self) -> dict[str, Any]:
        """The next news, taken in."""
        said = await self.hear()
        assert said["type"] == "news", said
        self.held.take(said)
        return said

    async def until(self, is_so: Callable[[Held], bool]) -> None:
        """Take in news until this is so."""
        while not is_so(self.held):
            await self.news()

    async def confirm(self, cursors: dict[str, int] | None = None) -> None:
        """Say that all of it is stored."""
        await self.socket.send_json_to({"type": "confirm", "cursors": cursors or self.held.cursors})

    async def ping(self) -> dict[str, Any]:
        """The answer to a ping; what was sent before has been dealt with then."""
        await self.socket.send_json_to({"type": "ping"})
        return await self.hear()

    async def say(self, text: str) -> dict[str, Any]:
        """Say anything; the answer."""
        await self.socket.send_to(text_data=text)
        return await self.hear()

    async def hear(self) -> dict[str, Any]:
        """The next word of the server."""
        said: dict[str, Any] = json.loads(await self.socket.receive_from(LONGEST_WAIT))
        return said

    async def closed(self) -> int:
        """The code with which the server closes it."""
        while True:
            said = await self.socket.receive_output(LONGEST_WAIT)
            if said["type"] == "websocket.close":
                return int(said["code"])

    async def hang_up(self) -> None:
        """Close the socket."""
        await self.socket.disconnect(timeout=LONGEST_WAIT)


async def phone_of(member: Member, held: Held | None = None) -> Phone:
    """A phone on which this member is signed in, connected and welcomed."""
    phone = Phone(await database_sync_to_async(session_of)(member), held)
    await phone.arrive()
    return phone
